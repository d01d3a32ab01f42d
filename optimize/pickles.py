"""Pickles that are small: without results that can be calculated again, and each array once, however often it stands.

Blocks of a problem share most of their costs, flows are mostly zero, and penalties mostly one number: the problem of
the bundled region, with 115 blocks, takes 5 MB in place of 80. What comes back is equal to the last bit, and lies in
memory in the same order, so that sums over it are equal as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

_SMALL_BYTES = 512
"""Arrays of so many bytes are left alone."""
_SPARSE = 3
"""An array is kept as one value and exceptions where fewer than one in so many elements are exceptions."""
_SAMPLE = 31
"""Elements that are looked at to find the most frequent one."""
_USERS_OWN = "metadata"


class Slim:
    """An object that is small when pickled: what properties remember is left out, and its arrays are packed."""

    def __getstate__(self) -> dict[str, Any]:
        """Tell what is pickled."""
        kind = type(self)
        own = {
            name: value
            for name, value in self.__dict__.items()
            if not isinstance(getattr(kind, name, None), cached_property)
        }
        return {name: value if name == _USERS_OWN else _packed(value) for name, value in own.items()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take over what was pickled or copied."""
        self.__dict__.update({name: _unpacked(value) for name, value in state.items()})


@dataclass(frozen=True, eq=False)
class Packed:
    """An array on its way; unpickled it is the array itself, and the same one wherever it stood.

    Attributes
    ----------
    kind : str
        Type of the elements, as NumPy writes it.
    shape : tuple of int
    rows_first : bool
        Whether the last index moves fastest in memory.
    frozen : bool
        Whether it is read-only.
    values : bytes
        All elements; or the most frequent one and behind it the exceptions.
    places : bytes or None
        Where the exceptions are.
    """

    kind: str
    shape: tuple[int, ...]
    rows_first: bool
    frozen: bool
    values: bytes
    places: bytes | None

    def __reduce__(self) -> tuple[Any, ...]:
        return restored, (self.kind, self.shape, self.rows_first, self.frozen, self.values, self.places)


_KNOWN: WeakValueDictionary[tuple[Any, ...], Packed] = WeakValueDictionary()
"""Read-only arrays that are being pickled, by their content."""


def restored(
    kind: str, shape: tuple[int, ...], rows_first: bool, frozen: bool, values: bytes, places: bytes | None
) -> np.ndarray[Any, Any]:
    """Make the array of what `Packed` holds.

    Parameters
    ----------
    kind, shape, rows_first, frozen, values, places
        See `Packed`.

    Returns
    -------
    array
    """
    given = np.frombuffer(values, dtype=kind)
    if places is None:
        flat = given.copy()
    else:
        flat = np.full(int(np.prod(shape)), given[0], dtype=kind)
        flat[np.frombuffer(places, dtype=np.uint32)] = given[1:]
    array = flat.reshape(shape) if rows_first else flat.reshape(shape[::-1]).T
    array.flags.writeable = not frozen
    return array


def _packed(value: Any) -> Any:
    kind = type(value)
    if kind is np.ndarray:
        return _pack(value) if value.dtype.kind in "biuf" and value.nbytes > _SMALL_BYTES else value
    if kind is dict:
        return {key: _packed(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return kind(_packed(item) for item in value)
    return value


def _unpacked(value: Any) -> Any:
    """Make arrays again where nothing was pickled, as in a copy."""
    kind = type(value)
    if kind is Packed:
        return restored(*value.__reduce__()[1])
    if kind is dict:
        return {key: _unpacked(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return kind(_unpacked(item) for item in value)
    return value


def _pack(array: np.ndarray[Any, Any]) -> Packed:
    rows_first = array.flags.c_contiguous or not array.flags.f_contiguous
    flat = np.ascontiguousarray(array if rows_first else array.T).reshape(-1)
    frozen = not array.flags.writeable
    # compared as bits: zero has two signs, and not every NaN is the same
    bits = flat.view(f"u{flat.itemsize}") if flat.itemsize in (1, 2, 4, 8) else None
    usual, other = _exceptions(bits) if bits is not None and flat.size < 1 << 32 else (0, None)
    if other is not None and _SPARSE * len(other) < flat.size:
        values = flat[np.r_[usual, other]].tobytes()
        places = other.astype(np.uint32).tobytes()
    else:
        values, places = flat.tobytes(), None
    found = Packed(flat.dtype.str, array.shape, rows_first, frozen, values, places)
    if not frozen:
        return found
    key = (found.kind, found.shape, rows_first, sha256(values).digest(), sha256(places or b"").digest())
    return _KNOWN.setdefault(key, found)


def _exceptions(bits: np.ndarray[Any, Any]) -> tuple[int, np.ndarray[Any, Any]]:
    """Find where a usual element is, by a sample, and where all that differ from it are."""
    sample = np.linspace(0, bits.size - 1, _SAMPLE).astype(np.int64)
    _, first, counts = np.unique(bits[sample], return_index=True, return_counts=True)
    usual = int(sample[first[counts.argmax()]])
    return usual, np.flatnonzero(bits != bits[usual])
