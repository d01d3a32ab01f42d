"""JSON as it may be: no key twice, no numbers that JSON does not have, no depth that breaks the reader."""

import json
import math
import os
from collections import Counter
from typing import Any

from optimize.errors import InputError
from optimize.files.gate import MOST_BYTES, named, read_text
from optimize.files.numbers import short


def read_json(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> Any:
    """Read a JSON file.

    Parameters
    ----------
    path : str or Path
    most_bytes : int
        As for `read_bytes`.

    Returns
    -------
    dict, list, str, int, float, bool or None

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it is not JSON, has a key twice, or numbers that JSON does not have.
    """
    text, name = read_text(path, most_bytes=most_bytes), named(path)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        why = f"row {error.lineno}, column {error.colno}: {error.msg}"
        raise InputError([f"{name}, {why}; it is not JSON, or cut short: get it again"]) from error
    except RecursionError as error:
        raise InputError([f"{name}: lists are nested too deep to be read; is it the right file?"]) from error
    except ValueError as error:  # among them whole numbers of more digits than Python converts
        raise InputError([f"{name}: {str(error).partition(';')[0]}; correct it, or get it again"]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
        msg = f"{', '.join(short(key) for key in twice)} is given more than once"
        raise ValueError(msg)
    return found


def _no_number(word: str) -> float:
    msg = f"{word} is not a number that JSON has"
    raise ValueError(msg)


def _finite(word: str) -> float:
    value = float(word)
    if not math.isfinite(value):
        msg = f"{short(word)} is larger than any number can be (1.8e308)"
        raise ValueError(msg)
    return value
