"""A part of the search space: hubs open or undecided, labels that clients may still take, and what follows."""

from dataclasses import dataclass, replace

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.cover import CLOSED, OPEN, UNDECIDED
from optimize.single.model import BoolArray, Model, restricted
from optimize.single.relaxation import Choices, Relaxation

FIRST_STEP = 0.05
"""Factor of the first step of an ascent to the cutoff: longer ones rise faster, and overshoot (a judgement)."""


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
        Best messages so far, see `optimize.single.messages`; of no size where `few` has them.
    price : (B, n) array
        Prices of the p-median bound, see `optimize.single.median`.
    bound : float
        What every solution in this part costs at least.
    usage : (h,) array
        Fractional z.
    share : (B, n, h) array
        Fractional x.
    p_min, p_max : int
        Number of hubs.
    symmetries : (g, all h) int array
        Those of the problem that leave the hubs that this part was given by branching, in the whole model's positions.
    new : bool
        Nothing is known but what the problem tells.
    step : float
        Factor of the step that an ascent begins with, see `optimize.single.ascent.Ascent`.
    few : Subproblem, optional
        Some of the hubs with their messages, from which those of all are made; see `optimize.single.columns`.
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
    p_min: int
    p_max: int
    symmetries: IntArray
    new: bool = False
    step: float = FIRST_STEP
    few: "Subproblem | None" = None

    @property
    def decided(self) -> bool:
        """Whether it is known which hubs are open."""
        return bool((self.state == OPEN).all())

    @property
    def complete(self) -> bool:
        """Whether every client has one label."""
        return self.decided and bool((self.ok.sum(axis=2) == 1).all())


@kernel
def _count_hubs(model: Model, choices: Choices) -> tuple[int, int]:
    """Close the hubs that their own nodes may not use; returns how many are open and how many may be."""
    ok, state = choices.ok, choices.state
    opened, possible = 0, 0
    for k in range(state.shape[0]):
        node = model.own[k]
        if node >= 0 and state[k] == UNDECIDED:
            for b in range(ok.shape[0]):
                if not ok[b, node, k]:
                    state[k] = CLOSED
        opened += state[k] == OPEN
        possible += state[k] != CLOSED
    return opened, possible


@kernel
def _strike(ok: BoolArray, b: int, i: int, k: int) -> bool:
    """Strike a label; returns whether it was there."""
    was: bool = ok[b, i, k]
    ok[b, i, k] = False
    return was


@kernel
def _conclude_from_hub(model: Model, choices: Choices, k: int) -> tuple[bool, bool]:
    """Strike the labels that hub k rules out by its state; returns whether that is possible and whether one was."""
    ok, state = choices.ok, choices.state
    blocks, n, h = ok.shape
    node, changed = model.own[k], False
    for b in range(blocks):
        if state[k] == CLOSED:
            for i in range(n):
                changed |= _strike(ok, b, i, k)
        if state[k] == OPEN and node >= 0:
            if not ok[b, node, k]:
                return False, changed
            for m in range(h):
                if m != k:
                    changed |= _strike(ok, b, node, m)
    return True, changed


@kernel
def _conclude_from_clients(choices: Choices) -> tuple[bool, bool]:
    """Open the hubs that are some client's last; returns whether every client has one and whether one was opened."""
    ok, state = choices.ok, choices.state
    blocks, n, h = ok.shape
    changed = False
    for b in range(blocks):
        for i in range(n):
            count, label = 0, -1
            for k in range(h):
                if ok[b, i, k]:
                    count += 1
                    label = k
            if count == 0:
                return False, changed
            if count == 1 and state[label] == UNDECIDED:
                state[label] = OPEN
                changed = True
    return True, changed


@kernel
def propagate(model: Model, choices: Choices) -> bool:
    """Draw the conclusions of labels and hubs that are gone or fixed.

    Parameters
    ----------
    model : Model
    choices : Choices
        Hubs and labels that are left; changed in place.

    Returns
    -------
    bool
        Whether anything can be feasible.
    """
    state = choices.state
    changed = True
    while changed:
        opened, possible = _count_hubs(model, choices)
        if opened > choices.p_max or possible < choices.p_min:
            return False
        changed = False
        for k in range(state.shape[0]):
            if state[k] == UNDECIDED and opened == choices.p_max:
                state[k] = CLOSED
            elif state[k] == UNDECIDED and possible == choices.p_min:
                state[k] = OPEN
                changed = True
            fits, struck = _conclude_from_hub(model, choices, k)
            changed |= struck
            if not fits:
                return False
        fits, decided = _conclude_from_clients(choices)
        changed |= decided
        if not fits:
            return False
    return _propagate_loads(model, choices.ok)


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
def eliminate(own: IntArray, reduced: FloatArray, choices: Choices, relaxed: Relaxation, slack: float) -> None:
    """Strike every label and hub state that would raise the bound by more than `slack`.

    Parameters
    ----------
    own : (h,) int array
        Node that has to use the hub when it is open; -1 = none.
    reduced : (B, n, h) array
        Costs of clients at hubs.
    choices : Choices
        Hubs and labels that are left; changed in place.
    relaxed : Relaxation
        From `optimize.single.median.median_bound`.
    slack : float
        What the bound is below the cutoff.
    """
    ok, state = choices.ok, choices.state
    price, trade, picked = relaxed.price, relaxed.trade, relaxed.picked
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


def shrunk(sub: Subproblem) -> Subproblem:
    """Leave hubs that are closed out of the arrays of a subproblem.

    Parameters
    ----------
    sub : Subproblem

    Returns
    -------
    Subproblem
    """
    left = np.flatnonzero(sub.state != CLOSED)
    if len(left) == len(sub.state):
        return sub
    return replace(
        sub,
        model=restricted(sub.model, left),
        hubs=sub.hubs[left],
        state=sub.state[left],
        ok=np.ascontiguousarray(sub.ok[..., left]),
        message=np.ascontiguousarray(sub.message[..., left if sub.few is None else []]),
        usage=sub.usage[left],
        share=np.ascontiguousarray(sub.share[..., left]),
    )
