"""What designs cost, in parts, by class: they add up to the model's cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from geodata.region import State
from geodata.traffic import PARTS, Sent

FloatArray = npt.NDArray[np.float64]

COSTS = (*(f"cost_{part}_usd" for part in PARTS), "cost_fixed_usd", "cost_unmet_usd")
"""Parts of a design's cost, USD a year: tariffs, fees at borders and in third customs areas, change of gauge, handling,
the value of time, fixed costs of hubs, and penalties for what is left behind."""


def cost_array(
    state: State,
    fixed_usd: FloatArray,
    designs: Sequence[Sequence[int]],
    sent: Mapping[str, Sent],
    transport: Mapping[str, FloatArray],
) -> FloatArray:
    """Put the parts of the costs of designs together.

    Parameters
    ----------
    state : State
        The region and scenario.
    fixed_usd : (h,) array
        Fixed cost of each candidate hub.
    designs : sequence of sequences of int
        Positions of the open hubs of each.
    sent : mapping of str to Sent
        By class, of these designs.
    transport : mapping of str to (d, parts) array
        By class, as `geodata.traffic.Moved.cost` returns it.

    Returns
    -------
    (d, classes, len(COSTS)) array
        USD a year. Fixed costs of a hub are shared out by the tonnes that pass it, and by all tonnes where none do.
    """
    classes = list(sent)
    found = np.zeros((len(designs), len(classes), len(COSTS)))
    for at, cls in enumerate(classes):
        found[:, at, : len(PARTS)] = transport[cls]
        found[:, at, -1] = state.unmet_usd_per_t(cls) * sent[cls].unmet.sum(axis=(0, 1))
    through = np.stack([sent[cls].through for cls in classes])
    everything = np.array([_tonnes(sent[cls]) for cls in classes])
    everything = everything if everything.sum() > 0 else np.ones(len(classes))
    for d, design in enumerate(designs):
        for hub in design:
            weights = through[:, hub, d] if through[:, hub, d].sum() > 0 else everything
            found[d, :, -2] += fixed_usd[hub] * weights / weights.sum()
    return found


def _tonnes(each: Sent) -> float:
    """All tonnes of a class, the same under every design."""
    over = each.collection.sum(axis=(0, 1)) + each.direct.sum(axis=(0, 1)) + each.full.sum(axis=(0, 1))
    return float((over + each.unmet.sum(axis=(0, 1)))[0])
