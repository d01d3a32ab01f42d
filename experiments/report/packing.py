"""Numbers of the page as bytes: arrays behind a head in JSON, packed with gzip and written in base64."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

ALIGN = 8
"""Bytes on multiples of which arrays begin, as typed arrays of a browser have to."""


def packed(head: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> str:
    """Pack a head and arrays for the page's script.

    Parameters
    ----------
    head : mapping
        What JSON can hold; finite numbers.
    arrays : mapping of str to array
        Of unsigned or signed integers of 8 to 32 bits, or floats of 32 or 64.

    Returns
    -------
    str
        Base64 of gzip of: length of the head (4 bytes, little-endian), head, arrays. In the head, ``arrays`` says of
        each its type, the byte where it begins after the head, and its number of items.

    Raises
    ------
    ValueError
        For an infinite number or NaN in the head.
    """
    where: dict[str, tuple[str, int, int]] = {}
    body = bytearray()
    for name, array in arrays.items():
        body.extend(b"\0" * (-len(body) % ALIGN))
        plain = np.ascontiguousarray(array)
        where[name] = (plain.dtype.name, len(body), plain.size)
        body.extend(plain.astype(plain.dtype.newbyteorder("<")).tobytes())
    text = json.dumps({**head, "arrays": where}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    start = text.encode("utf-8", errors="backslashreplace")
    start += b" " * (-(len(start) + 4) % ALIGN)
    whole = len(start).to_bytes(4, "little") + start + bytes(body)
    return base64.b64encode(gzip.compress(whole, compresslevel=9, mtime=0)).decode("ascii")


def varints(numbers: npt.ArrayLike) -> npt.NDArray[np.uint8]:
    """Write whole numbers in as few bytes as each needs: seven bits a byte, the low ones first, signs folded in.

    Parameters
    ----------
    numbers : array of int
        Between -2**30 and 2**30.

    Returns
    -------
    array of uint8

    Examples
    --------
    >>> varints([0, -1, 1, 63, -64, 64]).tolist()
    [0, 1, 2, 126, 127, 128, 1]
    """
    values = np.asarray(numbers, dtype=np.int64).ravel()
    folded = np.where(values < 0, -2 * values - 1, 2 * values)
    out = np.zeros((len(folded), 5), dtype=np.uint8)
    used = np.ones((len(folded), 5), dtype=np.bool_)
    for at in range(5):
        out[:, at] = (folded >> (7 * at)) & 127
        used[:, at] = (folded >> (7 * at)) > 0 if at else True
        out[:, at] |= np.where(folded >> (7 * (at + 1)) > 0, 128, 0).astype(np.uint8)
    return out[used]


def lines(shapes: Iterable[Sequence[npt.NDArray[np.float64]]], step: float) -> IntArray:
    """Write lines as whole numbers that `varints` makes short.

    Parameters
    ----------
    shapes : iterable of sequences of (k, 2) arrays
        The parts of each shape.
    step : float
        Length of a step, in the unit of the coordinates.

    Returns
    -------
    array of int
        For each shape the number of its parts; for each part the number of its points, and their steps from the point
        before, the first one's from the origin. Points that fall onto the one before are left out.
    """
    numbers: list[IntArray] = []
    for shape in shapes:
        numbers.append(np.array([len(shape)], dtype=np.int64))
        for part in shape:
            points = np.round(np.asarray(part) / step).astype(np.int64)
            moved = np.vstack([points[:1], np.diff(points, axis=0)])
            keep = (moved != 0).any(axis=1)
            keep[0] = True
            if keep.sum() < 2:
                keep[-1] = True
            numbers += [np.array([keep.sum()], dtype=np.int64), moved[keep].ravel()]
    return np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)


def sparse(rows: Sequence[IntArray]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """Write rows of whole numbers, most of which are zero.

    Parameters
    ----------
    rows : sequence of (k,) arrays of int

    Returns
    -------
    bytes : array of uint8
        For each number that is not zero, how many were passed over before it, and the number.
    ends : array of uint32
        Where each row ends in the bytes.
    """
    parts, ends, end = [np.zeros(0, dtype=np.uint8)], [], 0
    for row in rows:
        at = np.flatnonzero(row)
        gaps = np.diff(at, prepend=-1) - 1
        parts.append(varints(np.column_stack([gaps, row[at]]).ravel()))
        end += len(parts[-1])
        ends.append(end)
    return np.concatenate(parts), np.array(ends, dtype=np.uint32)
