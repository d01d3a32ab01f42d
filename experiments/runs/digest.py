"""Digests of all that the results of a run depend on, so that nothing outdated is ever taken for them."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import geodata
import optimize
from experiments.files import region_digest
from geodata import Region
from optimize import InputError

DIGITS = 16
"""Hexadecimal digits that are kept: one chance in a billion that two of 100,000 differ and read the same."""
_PACKAGES = ("silkhub", "numpy", "numba", "scipy", "pandas", "pulp", "highspy")

_PLAIN = (str, bytes, int, float, complex, type(None), type(...), np.generic, Path, slice, date, timedelta)


def digest_of(value: Any) -> str:
    """Make the digest of a value.

    Parameters
    ----------
    value : anything made of plain values
        Numbers, texts, arrays, tables, dataclasses, regions, and mappings, sequences and sets of them. What a dataclass
        calls ``metadata`` does not count, as nothing is calculated from it.

    Returns
    -------
    str
        Hexadecimal; the same in every process and on every machine.

    Raises
    ------
    InputError
        If a value is of another kind.

    Examples
    --------
    >>> digest_of({"a": 1, "b": [2.0]}) == digest_of({"b": [2.0], "a": 1})
    True
    >>> digest_of(1) == digest_of("1")
    False
    """
    digest = hashlib.sha256()
    _feed(digest.update, value)
    return digest.hexdigest()[:DIGITS]


def scenario_inputs(region: Any, scenario: str) -> Any:
    """Collect what the state of a region in a scenario follows from: other scenarios may change.

    Parameters
    ----------
    region : Region
    scenario : str
        Name.

    Returns
    -------
    anything
        That `digest_of` takes.
    """
    if not isinstance(region, Region):
        return region
    data = region.data
    files = region_digest(data, scenarios=False)
    return files, data.settings, data.world, region.choice, region.overrides, region.scenario(scenario)


def function_digest(function: Callable[..., Any]) -> str:
    """Make the digest of a function, of the code that it may call, and of the libraries that calculate.

    Parameters
    ----------
    function : callable
        At the top level of a module.

    Returns
    -------
    str
        Hexadecimal: over its name, the file that it stands in, all sources of silkhub, and the versions of libraries.
    """
    digest = hashlib.sha256(f"{function.__module__}.{function.__qualname__}|{code_digest()}".encode())
    source = inspect.getsourcefile(function)
    if source is not None and Path(source).is_file():
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()[:DIGITS]


@cache
def code_digest() -> str:
    """Make the digest of the sources of silkhub and of the versions of the libraries that it calculates with.

    Returns
    -------
    str
    """
    digest = hashlib.sha256()
    for name in _PACKAGES:
        digest.update(f"{name} {_version(name)}|".encode())
    packages = (Path(str(package.__file__)).parent for package in (optimize, geodata))
    for folder in (*packages, Path(__file__).resolve().parents[1]):
        for path in sorted(folder.rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}|{len(content)}|".encode())
            digest.update(content)
    return digest.hexdigest()[:DIGITS]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _feed(update: Callable[[bytes], None], value: Any) -> None:
    """Feed a value to a digest, with its kind and size, so that no two values read the same."""
    if isinstance(value, Region):
        data = value.data
        made = (data.settings, data.world, data.scenarios, value.choice, value.overrides)
        _feed(update, ("region", region_digest(data), *made))
    elif is_dataclass(value) and not isinstance(value, type):
        update(f"{type(value).__name__}(".encode())
        for each in fields(value):
            if each.name != "metadata":
                update(f"{each.name}=".encode())
                _feed(update, getattr(value, each.name))
    elif isinstance(value, np.ndarray):
        _feed_array(update, value)
    elif isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        _feed_frame(update, value)
    else:
        _feed_plain(update, value)


def _feed_plain(update: Callable[[bytes], None], value: Any) -> None:
    if isinstance(value, Mapping):
        items = sorted((repr(key), key, item) for key, item in value.items())
        _feed(update, ["mapping", *((key, item) for _, key, item in items)])
    elif isinstance(value, AbstractSet):
        _feed(update, ["set", *sorted(digest_of(item) for item in value)])
    elif isinstance(value, Enum | type):
        _feed(update, (type(value).__qualname__, str(value)))
    elif value is pd.NA or isinstance(value, _PLAIN):
        _feed_text(update, repr(value.item() if isinstance(value, np.generic) else value))
    elif isinstance(value, Sequence):
        update(f"{len(value)} items".encode())
        for item in value:
            _feed(update, item)
    elif inspect.isfunction(value):
        _feed(update, f"{value.__module__}.{value.__qualname__}")
    else:
        kind = type(value).__qualname__
        raise InputError(
            [f"a run cannot tell whether a {kind} has changed: say by inputs=... what it was made of, in plain values"]
        )


def _feed_text(update: Callable[[bytes], None], text: str) -> None:
    update(f"{len(text)}:{text}".encode("utf-8", "backslashreplace"))


def _feed_array(update: Callable[[bytes], None], value: np.ndarray[Any, Any]) -> None:
    update(f"{value.dtype.str}{value.shape}".encode())
    if value.dtype.hasobject:
        _feed(update, value.ravel().tolist())
    else:
        update(np.ascontiguousarray(value).tobytes())


def _feed_frame(update: Callable[[bytes], None], value: pd.DataFrame | pd.Series | pd.Index) -> None:
    if isinstance(value, pd.DataFrame):
        _feed(update, [str(name) for name in value.columns])
        for place in range(value.shape[1]):
            _feed_frame(update, value.iloc[:, place])
    elif isinstance(value, pd.Series):
        _feed(update, str(value.name))
        _feed_frame(update, value.index)
        _feed_values(update, value)
    else:
        _feed_values(update, value)


def _feed_values(update: Callable[[bytes], None], value: pd.Series | pd.Index) -> None:
    kind = value.dtype
    array = value.to_numpy() if isinstance(kind, np.dtype) and not kind.hasobject else value.to_numpy(dtype=object)
    update(str(kind).encode())
    _feed_array(update, array)
