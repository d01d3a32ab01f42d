"""A part of the search space: hubs open or undecided, labels that clients may still take, and what follows."""

from dataclasses import dataclass, replace

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.cover import CLOSED, OPEN, UNDECIDED
from optimize.single.model import BoolArray, Model, restricted


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
        Best messages so far, see `optimize.single.messages`.
    price : (B, n) array
        Prices of the p-median bound, see `optimize.single.median`.
    bound : float
        What every solution in this part costs at least.
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
def eliminate(
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
