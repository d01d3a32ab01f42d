"""The bound of a subproblem: messages and prices improved in turn, labels and hubs eliminated on the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.cover import CLOSED, ranking
from optimize.single.median import median_bound
from optimize.single.messages import deflect, diffuse, list_labels, move, pair_minima
from optimize.single.model import BoolArray, Model
from optimize.single.subproblem import Subproblem, eliminate, propagate, shrunk

_FIRST_STEP, _GROW, _PATIENCE, _SHRINK, _DEFLECTION = 0.05, 1.02, 5, 0.85, 0.04
_NO_DIRECTION = 1e-18
_PRICE_ROUNDS = 30
_USAGE_WEIGHT = 0.05
_WORK_FOR_THREADS = 2e7
"""Label pairs in a round from which on threads pay."""


@kernel
def _judge(
    model: Model,
    pairs: float,
    p_min: int,
    p_max: int,
    cutoff: float,
    step: FloatArray,
    reduced: FloatArray,
    price: FloatArray,
    ok: BoolArray,
    state: IntArray,
    usage: FloatArray,
    share: FloatArray,
) -> float:
    """Bound with the sum of pair costs, and what it eliminates; keeps the step's books (see `Ascent.step`)."""
    h = reduced.shape[2]
    trade, picked, drawn = np.empty(h), np.empty(h, dtype=np.bool_), np.empty(h)
    bound = pairs + median_bound(
        model,
        reduced,
        ok,
        state,
        p_min,
        p_max,
        cutoff - pairs,
        np.int64(_PRICE_ROUNDS),
        price,
        share,
        drawn,
        trade,
        picked,
    )
    if bound >= cutoff:
        return bound
    for k in range(h):
        usage[k] += _USAGE_WEIGHT * (drawn[k] - usage[k])
    if bound <= step[0]:
        step[2] += 1
        if step[2] > _PATIENCE:
            step[1] *= _SHRINK
            step[2] = 0
    eliminate(model.own, reduced, price, trade, picked, cutoff - bound, ok, state)
    return bound


@kernel
def _marginal_price(reduced: FloatArray, ok: BoolArray, usage: FloatArray, price: FloatArray) -> None:
    """Price of each client at fractional hubs: the reduced cost at which its allocation is complete."""
    for b in range(reduced.shape[0]):
        for i in range(reduced.shape[1]):
            left = 1.0
            for k in ranking(reduced[b, i]):
                if ok[b, i, k]:
                    price[b, i] = reduced[b, i, k]
                    left -= usage[k]
                    if left <= 1e-9:
                        break


def _at_once(work: Callable[..., float], *arguments: object) -> float:
    return work(*arguments, 0, 1)


def _in_threads(pool: ThreadPoolExecutor, threads: int, work: Callable[..., float], *arguments: object) -> float:
    """Share the clients among threads and add up what they return."""
    parts = [pool.submit(work, *arguments, first, threads) for first in range(threads)]
    return sum(part.result() or 0.0 for part in parts)


class Ascent:
    """Improves the bound of a subproblem.

    Parameters
    ----------
    sub : Subproblem
    p_min, p_max : int
        Number of hubs.
    cutoff : float
        What costs more is of no interest.
    threads : int
        To use where the work is worth it.

    Attributes
    ----------
    step : (3,) array
        Best bound of this ascent, factor of the step, rounds without success.
    exhausted : bool
        More rounds cannot help.
    """

    def __init__(self, sub: Subproblem, p_min: int, p_max: int, cutoff: float, threads: int = 1) -> None:
        self.sub = replace(
            sub,
            state=sub.state.copy(),
            ok=sub.ok.copy(),
            price=sub.price.copy(),
            usage=sub.usage.copy(),
            share=sub.share.copy(),
            message=sub.message.copy(),
        )
        self._most_threads = threads
        self.p_min, self.p_max, self.cutoff = p_min, p_max, cutoff
        self.message = sub.message.copy()
        self.direction = np.zeros_like(sub.message)
        self.reduced = sub.model.unary + sub.message.sum(axis=2)
        self.step = np.array([-np.inf, _FIRST_STEP, 0.0])
        self.exhausted = False

    @property
    def work(self) -> float:
        """Label pairs that a round looks at."""
        blocks, n, h = self.sub.ok.shape
        return 0.5 * blocks * n * n * h * h

    @property
    def threads(self) -> int:
        """Threads that pay."""
        return self._most_threads if self.work >= _WORK_FOR_THREADS else 1

    def diffuse(self, sweeps: int) -> None:
        """Start with sweeps of diffusion at the marginal prices of hubs used on average."""
        sub = self.sub
        model, shape = sub.model, sub.ok.shape
        labels, count = np.empty(shape, dtype=np.int64), np.empty(shape[:2], dtype=np.int64)
        chosen = np.empty((*shape[:2], shape[1]), dtype=np.int64)
        trade, picked = np.empty(shape[2]), np.empty(shape[2], dtype=np.bool_)
        mean, marginal = np.full(shape[2], self.p_max / shape[2]), np.empty(shape[:2])
        _marginal_price(self.reduced, sub.ok, mean, sub.price)
        list_labels(sub.ok, labels, count)
        for sweep in range(sweeps + 1):
            pairs = pair_minima(model, self.message, labels, count, chosen, 0, 1)
            bound = pairs + median_bound(
                model, self.reduced, sub.ok, sub.state, self.p_min, self.p_max, self.cutoff - pairs,
                100 if sweep == 0 else 40, sub.price, sub.share, sub.usage, trade, picked,
            )  # fmt: skip
            if bound > self.step[0]:
                self.step[0] = bound
                sub.message[:] = self.message
            if sweep < sweeps:
                mean += (0.5 if sweep == 0 else 0.2) * (sub.usage - mean)
                _marginal_price(self.reduced, sub.ok, mean, marginal)
                diffuse(model, self.message, self.reduced, labels, count, marginal, sweep % 2 == 0)
        self.message[:] = sub.message
        self.reduced = model.unary + self.message.sum(axis=2)

    def run(self, rounds: int) -> float:
        """Do some rounds; returns the best bound so far, the cutoff or more if nothing can cost less."""
        sub = self.sub
        if self.threads > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                self._improve(rounds, partial(_in_threads, pool, self.threads))
        else:
            self._improve(rounds, _at_once)
        if not propagate(sub.model, sub.ok, sub.state, self.p_min, self.p_max):
            self.exhausted = True
            self.step[0] = max(self.step[0], self.cutoff)
        self.sub = replace(sub, bound=max(sub.bound, float(self.step[0])))
        self._shrink()
        return self.sub.bound

    def _improve(self, rounds: int, spread: Callable[..., float]) -> None:
        """Run rounds of deflected subgradients; `spread` has the work on clients done."""
        sub, step = self.sub, self.step
        shape = sub.ok.shape
        labels, count = np.empty(shape, dtype=np.int64), np.empty(shape[:2], dtype=np.int64)
        chosen = np.empty((*shape[:2], shape[1]), dtype=np.int64)
        for _ in range(rounds):
            if not propagate(sub.model, sub.ok, sub.state, self.p_min, self.p_max):
                return
            list_labels(sub.ok, labels, count)
            pairs = spread(pair_minima, sub.model, self.message, labels, count, chosen)
            bound = _judge(
                sub.model, pairs, self.p_min, self.p_max, self.cutoff, step, self.reduced, sub.price, sub.ok,
                sub.state, sub.usage, sub.share,
            )  # fmt: skip
            if bound > step[0]:
                step[:] = bound, step[1] * _GROW, 0.0
                np.copyto(sub.message, self.message)
            if bound >= self.cutoff:
                self.exhausted = True
                return
            norm = spread(deflect, self.direction, sub.ok, sub.share, chosen, _DEFLECTION)
            if norm <= _NO_DIRECTION:
                self.exhausted = True
                return
            length = step[1] * (self.cutoff - step[0]) / norm
            spread(move, sub.model, self.message, sub.message, self.direction, length, self.reduced)

    def _shrink(self) -> None:
        """Leave hubs that are closed out of the arrays."""
        sub = self.sub
        left = np.flatnonzero(sub.state != CLOSED)
        if len(left) == len(sub.state):
            return
        self.message = np.ascontiguousarray(self.message[..., left])
        self.direction = np.ascontiguousarray(self.direction[..., left])
        self.reduced = np.ascontiguousarray(self.reduced[..., left])
        self.sub = shrunk(sub)
