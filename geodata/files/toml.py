"""Reading TOML files of a region, whatever is in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from geodata.faults import LONGEST_LABEL, FaultCollector, printable
from geodata.files.source import read_text

MOST_TOML_BYTES = 1_000_000
"""Size of a TOML file: a thousand times that of a long scenario."""
DEEPEST = 100
"""Levels of nesting. Files of the format have three; the parser's time grows with the square of the depth."""


def read_toml(folder: Path, file: str, faults: FaultCollector, *, needed: bool = False) -> dict[str, Any] | None:
    """Read one TOML file.

    Parameters
    ----------
    folder : Path
        The region folder.
    file : str
        Name of the file within it.
    faults : FaultCollector
        Receives what is wrong with it.
    needed : bool
        Whether it is a fault when there is no such file.

    Returns
    -------
    dict or None
        None with a fault noted when it cannot be read.
    """
    text = read_text(folder, file, faults, needed=needed, most_bytes=MOST_TOML_BYTES)
    if text is None:
        return None

    def fault(problem: str, remedy: str) -> None:
        faults.add(file, None, "", "", problem, remedy)

    if max(part.count(".") for part in re.split(r"[=,\n{}\[\]]", text)) > DEEPEST:
        fault(f"a key has more than {DEEPEST} parts", "write keys as docs/region-format.md has them")
        return None
    try:
        content = tomllib.loads(text)
    except RecursionError:
        fault("tables or lists are nested too deeply", "write them as docs/region-format.md has them")
    except ValueError as error:  # TOMLDecodeError is one; whole numbers of thousands of digits raise it plainly
        fault(f"not readable as TOML ({error})", "correct the line that is named")
    else:
        return content
    return None


def shown(value: object) -> str:
    """Return a value of a TOML file as a message quotes it.

    Parameters
    ----------
    value : object
        What the parser made of it.

    Returns
    -------
    str
        On one line, not long.
    """
    if isinstance(value, dict | list) and value:
        return "a list" if isinstance(value, list) else "a table"
    try:
        return printable(repr(value), LONGEST_LABEL)
    except ValueError:  # a whole number of thousands of digits, written in hexadecimal
        return "a very long number"
