"""Tonnes on corridors: those whose way uses at least one link of a corridor, each counted once.

So links that stand unused, such as planned ones, count for nothing, and what goes by parallel links is added up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from experiments.traffic.costs import FloatArray
from geodata.network import Links
from geodata.traffic import ClassWays, Paths, touching


def corridor_members(links: Links) -> tuple[tuple[str, ...], FloatArray]:
    """Tell which links belong to which corridors.

    Parameters
    ----------
    links : Links
        The directed links.

    Returns
    -------
    names : tuple of str
        Of the ``c`` corridors, in order.
    member : (directed links, c) array
        1 where a link belongs to a corridor, else 0.
    """
    names = tuple(sorted({name for on in links.corridors for name in on}))
    member = np.array([[name in on for name in names] for on in links.corridors], dtype=np.float64)
    return names, member.reshape(len(links), len(names))


def corridor_tonnes(ways: ClassWays, designs: Sequence[Paths], member: FloatArray) -> FloatArray:
    """Add up what designs send over corridors.

    Parameters
    ----------
    ways : ClassWays
        Of the class.
    designs : sequence of Paths
        Of the class, one for each design.
    member : (directed links, c) array
        As `corridor_members` returns it.

    Returns
    -------
    (d, c) array
        Tonnes a year whose way uses at least one link of each corridor.
    """
    if not member.shape[1]:
        return np.zeros((len(designs), 0))
    # designs share most ways: each is looked up once
    keys = np.concatenate([_keys(each) for each in designs])
    _, first, row = np.unique(keys, return_index=True, return_inverse=True)
    joined = Paths(*(np.concatenate([getattr(each, name) for each in designs])[first] for name in _COLUMNS))
    design = np.repeat(np.arange(len(designs)), [len(each.tonnes) for each in designs])
    tonnes = np.concatenate([each.tonnes for each in designs])
    weights = sparse.csr_array((tonnes, (design, row.ravel())), shape=(len(designs), len(first)))
    found: FloatArray = weights @ touching(ways, joined, member).astype(np.float64)
    return found


_COLUMNS = ("origin", "destination", "first", "last", "tonnes", "full")
_MOST = 1 << 15
"""Above the number of places; with room for the negative marks of ways without a hub."""


def _keys(paths: Paths) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Number each path by its ends, hubs and kind of load."""
    key = np.zeros(len(paths.tonnes), dtype=np.int64)
    for part in (paths.origin, paths.destination, paths.first, paths.last):
        key = key * _MOST + part + 2
    return key * 2 + paths.full
