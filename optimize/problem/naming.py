"""How nodes are named by users: one rule wherever labels, positions and masks are taken.

A name is a label; failing that, the text of a label (``1`` and ``"1"`` find each other where only one of the two is a
label); failing that, a whole number is a position, where no label is a number or reads like one. A sequence of n
booleans is a mask. Whatever could mean two things is refused.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np

from optimize.late import is_loaded, pd

SHOWN = 5  # offending entries named in one message: enough to see a pattern in one line of text (a judgement)


def few(items: Iterable[Any]) -> str:
    """Write the first items of a list as text, and how many more there are.

    Parameters
    ----------
    items : iterable

    Returns
    -------
    str
    """
    shown = [str(x) for x in items]
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more


def find_label(
    label: Hashable, names: Sequence[Hashable], what: str, faults: list[str], *, positions: bool = True
) -> int | None:
    """Position of a label among names.

    Parameters
    ----------
    label : hashable
    names : sequence
        The names to search.
    what : str
        What the label stands for, for messages.
    faults : list of str
        A fault is appended to it if the label is not found.
    positions : bool
        Whether a whole number may be a position.

    Returns
    -------
    int or None
        None if it is not found.
    """
    if isinstance(label, (bool, np.bool_)) and not any(isinstance(x, (bool, np.bool_)) for x in names):
        faults.append(
            f"{what}: {label!r} is not a node; a mask has one True or False for each of the {len(names)} nodes"
        )
        return None
    if not isinstance(label, Hashable) or label is None or (is_loaded() and label is pd.NA):
        faults.append(f"{what}: {label!r:.50} is not a node: give its label")
        return None
    if label in names:
        return list(names).index(label)
    spelt = [at for at, name in enumerate(names) if str(name) == str(label)]
    if len(spelt) == 1:
        return spelt[0]
    if isinstance(label, (int, np.integer)) and not isinstance(label, np.timedelta64):
        if positions and 0 <= int(label) < len(names) and not any(_is_number(x) for x in names):
            return int(label)
        faults.append(f"{what}: no node is called {label!r}; known are {few(map(repr, names))}")
        return None
    close = get_close_matches(str(label), [str(x) for x in names], n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else f"; known are {few(names)}"
    faults.append(f"{what}: {label!r} is not a node{hint}")
    return None


def find_labels(
    given: Any, names: Sequence[Hashable], what: str, faults: list[str], *, positions: bool = True
) -> list[int]:
    """Positions of several labels, or of the True entries of a mask.

    Parameters
    ----------
    given : iterable of labels, a single text label, or an (n,) mask of booleans
    names : sequence
        Labels of the n nodes.
    what : str
        What the labels stand for, for messages.
    faults : list of str
        Faults found are appended to it.
    positions : bool
        Whether a whole number may be a position.

    Returns
    -------
    list of int
        Each position once, in the order given.
    """
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, Iterable) or (isinstance(given, np.ndarray) and given.ndim == 0):
        faults.append(f"{what} is {given!r}: give a list of nodes, for instance [{given!r}]")
        return []
    entries = list(given)
    flags = [isinstance(x, (bool, np.bool_)) for x in entries]
    if len(entries) == len(names) and all(flags):
        return [k for k, chosen in enumerate(entries) if chosen]
    if len(entries) == len(names) > 2 and _looks_like_a_mask(entries):
        faults.append(
            f"{what}: {entries} could be a mask or a list of nodes: give booleans for a mask, or each node once"
        )
        return []
    found = [find_label(entry, names, what, faults, positions=positions) for entry in entries]
    return list(dict.fromkeys(k for k in found if k is not None))


def _is_number(name: Hashable) -> bool:
    """Whether a label is a number or reads like one."""
    if isinstance(name, (int, float, np.number)):
        return True
    return isinstance(name, str) and name.strip().lstrip("+-").replace(".", "", 1).isdigit()


def _looks_like_a_mask(entries: list[Any]) -> bool:
    whole = all(isinstance(x, (int, float, np.number)) and x in (0, 1) for x in entries)
    return whole and len(set(entries)) < len(entries)
