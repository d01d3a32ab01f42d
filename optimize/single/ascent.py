"""The bound of a subproblem: messages and prices improved in turn, labels and hubs eliminated on the way."""

from dataclasses import dataclass, replace

import numpy as np

from optimize.block import FloatArray, IntArray
from optimize.compiled import kernel
from optimize.single.median import CLOSED, OPEN, UNDECIDED, median_bound
from optimize.single.messages import deflect, diffuse, list_labels, move, pair_minima
from optimize.single.model import Model, restricted

BoolArray = np.typing.NDArray[np.bool_]

_FIRST_STEP, _GROW, _PATIENCE, _SHRINK, _DEFLECTION = 0.05, 1.02, 5, 0.85, 0.04


@dataclass(frozen=True, eq=False)
class Subproblem:
    """A part of the search space with what is known of it; hubs that are closed are not in its arrays.

    Attributes
    ----------
    model : Model
        Restricted to the hubs that are left.
    hubs : (h,) int array
        Their positions in the whole model.
    state : (h,) int array
        `UNDECIDED` or `OPEN`.
    ok : (B, n, h) bool array
        Labels that are left.
    message : (B, n, n, h) array
    price : (B, n) array
    bound : float
    usage : (h,) array
        Fractional z.
    share : (B, n, h) array
        Fractional x.
    """

    model: Model
    hubs: IntArray
    state: IntArray
    ok: BoolArray
    message: FloatArray
    price: FloatArray
    bound: float
    usage: FloatArray
    share: FloatArray

    @property
    def decided(self) -> bool:
        """Whether it is known which hubs are open."""
        return bool((self.state == OPEN).all())

    @property
    def complete(self) -> bool:
        """Whether every client has one label."""
        return self.decided and bool((self.ok.sum(axis=2) == 1).all())


@kernel
def propagate(model: Model, ok: BoolArray, state: IntArray, p_min: int, p_max: int) -> bool:
    """Draw the conclusions of labels and hubs that are gone or fixed; returns whether anything can be feasible."""
    blocks, n, h = ok.shape
    changed = True
    while changed:
        changed = False
        opened, possible = 0, 0
        for k in range(h):
            node = model.own[k]
            if node >= 0 and state[k] == UNDECIDED:
                for b in range(blocks):
                    if not ok[b, node, k]:
                        state[k] = CLOSED
            opened += state[k] == OPEN
            possible += state[k] != CLOSED
        if opened > p_max or possible < p_min:
            return False
        for k in range(h):
            if state[k] == UNDECIDED and opened == p_max:
                state[k] = CLOSED
            elif state[k] == UNDECIDED and possible == p_min:
                state[k] = OPEN
                changed = True
            node = model.own[k]
            for b in range(blocks):
                for i in range(n):
                    gone = (state[k] == CLOSED) and ok[b, i, k]
                    if gone:
                        ok[b, i, k] = False
                        changed = True
                if state[k] == OPEN and node >= 0:
                    if not ok[b, node, k]:
                        return False
                    for m in range(h):
                        if m != k and ok[b, node, m]:
                            ok[b, node, m] = False
                            changed = True
        for b in range(blocks):
            for i in range(n):
                count, label = 0, -1
                for k in range(h):
                    if ok[b, i, k]:
                        count += 1
                        label = k
                if count == 0:
                    return False
                if count == 1 and state[label] == UNDECIDED:
                    state[label] = OPEN
                    changed = True
    return _propagate_loads(model, ok)


@kernel
def _propagate_loads(model: Model, ok: BoolArray) -> bool:
    """Strike labels for which a hub has no room beside the clients that have no other hub."""
    blocks, n, h = ok.shape
    load = np.zeros(model.capacity.shape)
    if len(load) == 0:
        return True
    for b in range(blocks):
        for i in range(n):
            if ok[b, i].sum() == 1:
                for k in range(h):
                    if ok[b, i, k]:
                        load[model.group[b], k] += model.demand[b, i]
    for b in range(blocks):
        g = model.group[b]
        for i in range(n):
            single = ok[b, i].sum() == 1
            for k in range(h):
                room = model.capacity[g, k] * (1 + 1e-9) - load[g, k]
                if single and ok[b, i, k] and room < 0:
                    return False
                if not single and ok[b, i, k] and model.demand[b, i] > room:
                    ok[b, i, k] = False
            if ok[b, i].sum() == 0:
                return False
    return True


@kernel
def _eliminate(
    own: IntArray,
    reduced: FloatArray,
    price: FloatArray,
    trade: FloatArray,
    picked: BoolArray,
    slack: float,
    ok: BoolArray,
    state: IntArray,
) -> None:
    """Strike every label and hub state that would raise the bound by more than `slack`."""
    blocks, n, h = ok.shape
    for k in range(h):
        opening = 0.0
        if state[k] == UNDECIDED and trade[k] > slack:
            state[k] = OPEN if picked[k] else CLOSED
        if state[k] == UNDECIDED and not picked[k]:
            opening = max(0.0, trade[k])
        for b in range(blocks):
            for i in range(n):
                if ok[b, i, k]:
                    # what a hub's own node costs is in the hub's own rho
                    dearer = 0.0 if own[k] == i else max(0.0, reduced[b, i, k] - price[b, i])
                    if state[k] == CLOSED or dearer + opening > slack:
                        ok[b, i, k] = False


@kernel
def _ascend(
    model: Model,
    rounds: int,
    p_min: int,
    p_max: int,
    cutoff: float,
    step: FloatArray,
    base: FloatArray,
    message: FloatArray,
    direction: FloatArray,
    reduced: FloatArray,
    price: FloatArray,
    ok: BoolArray,
    state: IntArray,
    usage: FloatArray,
    share: FloatArray,
) -> int:
    """Run rounds of deflected subgradients; returns 1 if nothing below `cutoff` is left, 2 if optimal, else 0.

    `step` holds the best bound, the step's factor and the rounds without success.
    """
    blocks, n, h = reduced.shape
    labels, count = np.empty((blocks, n, h), dtype=np.int64), np.empty((blocks, n), dtype=np.int64)
    chosen = np.empty((blocks, n, n), dtype=np.int64)
    trade, picked = np.empty(h), np.empty(h, dtype=np.bool_)
    for _ in range(rounds):
        if not propagate(model, ok, state, p_min, p_max):
            step[0] = np.inf
            return 1
        list_labels(ok, labels, count)
        pairs = pair_minima(model, message, labels, count, chosen)
        bound = pairs + median_bound(
            model, reduced, ok, state, p_min, p_max, cutoff - pairs, 30, price, share, usage, trade, picked
        )
        if bound > step[0]:
            step[0] = bound
            step[1] *= step[3]
            step[2] = 0
            base[:, :, :, :] = message
        else:
            step[2] += 1
            if step[2] > step[4]:
                step[1] *= step[5]
                step[2] = 0
        if bound > cutoff:
            return 1
        _eliminate(model.own, reduced, price, trade, picked, cutoff - bound, ok, state)
        norm = deflect(direction, ok, share, chosen, step[6])
        if norm <= 1e-18:
            return 2
        move(model, message, base, direction, step[1] * max(cutoff - step[0], 0.0) / norm, reduced)
    return 0


@kernel
def _marginal_price(reduced: FloatArray, ok: BoolArray, usage: FloatArray, price: FloatArray) -> None:
    """Price of each client at fractional hubs: the reduced cost at which its allocation is complete."""
    for b in range(reduced.shape[0]):
        for i in range(reduced.shape[1]):
            left = 1.0
            for k in np.argsort(reduced[b, i]):
                if ok[b, i, k]:
                    price[b, i] = reduced[b, i, k]
                    left -= usage[k]
                    if left <= 1e-9:
                        break


class Ascent:
    """Improves the bound of a subproblem.

    Parameters
    ----------
    sub : Subproblem
    p_min, p_max : int
        Number of hubs.
    cutoff : float
        What costs more is of no interest.
    """

    def __init__(self, sub: Subproblem, p_min: int, p_max: int, cutoff: float) -> None:
        self.sub = replace(sub, state=sub.state.copy(), ok=sub.ok.copy(), price=sub.price.copy())
        self.p_min, self.p_max, self.cutoff = p_min, p_max, cutoff
        self.message = sub.message.copy()
        self.direction = np.zeros_like(sub.message)
        self.reduced = sub.model.unary + sub.message.sum(axis=2)
        self.step = np.array([-np.inf, _FIRST_STEP, 0.0, _GROW, _PATIENCE, _SHRINK, _DEFLECTION])
        self.exhausted = False

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
            pairs = pair_minima(model, self.message, labels, count, chosen)
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
        """Do some rounds; returns the best bound so far, `inf` if nothing can cost less than the cutoff."""
        sub = self.sub
        outcome = _ascend(
            sub.model, rounds, self.p_min, self.p_max, self.cutoff, self.step, sub.message, self.message,
            self.direction, self.reduced, sub.price, sub.ok, sub.state, sub.usage, sub.share,
        )  # fmt: skip
        self.exhausted = outcome != 0
        if outcome == 1 or not propagate(sub.model, sub.ok, sub.state, self.p_min, self.p_max):
            self.exhausted = True
            self.step[0] = max(self.step[0], self.cutoff)
        self.sub = replace(sub, bound=max(sub.bound, float(self.step[0])))
        self._shrink()
        return self.sub.bound

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


def shrunk(sub: Subproblem) -> Subproblem:
    """Leave hubs that are closed out of the arrays of a subproblem."""
    left = np.flatnonzero(sub.state != CLOSED)
    return replace(
        sub,
        model=restricted(sub.model, left),
        hubs=sub.hubs[left],
        state=sub.state[left],
        ok=np.ascontiguousarray(sub.ok[..., left]),
        message=np.ascontiguousarray(sub.message[..., left]),
        usage=sub.usage[left],
        share=np.ascontiguousarray(sub.share[..., left]),
    )
