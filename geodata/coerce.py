"""What a change may be given, whoever gives it: names, numbers and switches, brought to one form or refused."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import Any

import numpy as np

from optimize import InputError

LARGEST_FACTOR = 1e6
"""Above it a factor is a slip: a million times the time, the cost or the trade."""
LARGEST_ADDITION = 1e7
"""Hours or USD a tonne that are added."""


def names_given(value: Any, key: str) -> tuple[str, ...]:
    """Return names as a tuple, whether one or several are given.

    Parameters
    ----------
    value : str or iterable of str
        What was given; None and empty texts are no names.
    key : str
        What it was given for, for the message.

    Returns
    -------
    tuple of str

    Raises
    ------
    InputError
        When it is something else.

    Examples
    --------
    >>> names_given("IRN", "country"), names_given(["IRN", "RUS "], "country")
    (('IRN',), ('IRN', 'RUS'))
    """
    if value is None:
        return ()
    items = [value] if isinstance(value, str) else value
    if isinstance(items, Iterable) and not isinstance(items, bytes):
        found = list(items)
        if all(isinstance(item, str) for item in found):
            kept = [str(item).strip() for item in (sorted(found) if isinstance(items, set | frozenset) else found)]
            return tuple(item for item in kept if item)
    raise InputError([f'{key} cannot be {value!r}; give a name or a list of names, as {key}=("...", "...")'])


def refuse_others(given: Iterable[Any], kinds: tuple[type, ...], said: str) -> None:
    """Refuse what is of no kind that is meant: a text or a list in its place.

    Parameters
    ----------
    given : iterable
    kinds : tuple of type
    said : str
        What is meant, for the message.

    Raises
    ------
    InputError
        Naming all that is of another kind.
    """
    wrong = [
        f"{said}; this is of type {type(item).__name__}: {item!r:.80}" for item in given if not isinstance(item, kinds)
    ]
    if wrong:
        raise InputError(wrong)


def name_given(value: Any, key: str) -> str:
    """Return one name.

    Parameters
    ----------
    value : str
        What was given; None is no name.
    key : str
        What it was given for.

    Returns
    -------
    str

    Raises
    ------
    InputError
        When it is no text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError([f"{key} cannot be {value!r}; give one name, and a change of its own for each of several"])
    return value.strip()


def number_given(value: Any, key: str, *, low: float = 0.0, high: float = math.inf) -> float:
    """Return a number.

    Parameters
    ----------
    value : number
        What was given.
    key : str
        What it was given for.
    low, high : float
        Bounds, themselves included.

    Returns
    -------
    float

    Raises
    ------
    InputError
        When it is no number, or not between the bounds.
    """
    good = isinstance(value, Real) and not isinstance(value, bool | np.bool_) and math.isfinite(value)
    if good and low <= value <= high:
        return float(value)
    if low == -math.inf:
        wanted = "a finite number"
    elif high == math.inf:
        wanted = f"a number of at least {low:g}"
    else:
        wanted = f"a number from {low:g} to {high:g}"
    raise InputError([f"{key} cannot be {value!r}; give {wanted}"])


def flag_given(value: Any, key: str) -> bool:
    """Return a switch.

    Parameters
    ----------
    value : bool
        What was given.
    key : str
        What it was given for.

    Returns
    -------
    bool

    Raises
    ------
    InputError
        When it is neither true nor false: ``"no"`` would count as true.
    """
    if not isinstance(value, bool | np.bool_):
        raise InputError([f"{key} cannot be {value!r}; give True or False"])
    return bool(value)
