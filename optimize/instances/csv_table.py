"""Plain CSV tables: a matrix with labels, a matrix without labels, or one row per pair.

The form is recognised by the content of the file.

- Matrix with labels: a heading row and a heading column of node names.
- Matrix without labels: n rows of n numbers.
- Long: a heading row ``origin, destination, value`` (with any names) and one row per pair. Pairs that are not listed
  have no flow; in a table of costs they have no connection, except that a node reaches itself at no cost.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from optimize.errors import collecting
from optimize.files import MOST_BYTES, number, number_fault, short
from optimize.instances.omx import is_omx, read_omx
from optimize.instances.sheet import BARE, MOST_NODES, SHOWN, Sheet, read_sheet
from optimize.late import pd
from optimize.problem import few

_LONG_WIDTH = 3  # columns of a long table: origin, destination, value
_WHOLE = re.compile(r"0|[1-9]\d{0,17}", re.ASCII)
"""Names that become whole numbers: those that are written back as they were read."""
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)


def read_table(
    path: str | Path, absent: float, faults: list[str], *, most_bytes: int = MOST_BYTES
) -> pd.DataFrame | None:
    """Read a table of one value for each pair of nodes, in any of the three forms, or from an OMX file.

    Parameters
    ----------
    path : str or Path
        The file.
    absent : float
        Value of pairs that a long table does not list: 0 for flows, ``inf`` for costs.
    faults : list of str
        Faults found are appended to it.
    most_bytes : int
        Largest file that is read.

    Returns
    -------
    DataFrame or None
        Square, with node names as labels; None if there are faults.
    """
    if is_omx(path):
        with collecting(faults):
            return read_omx(path, absent, most_bytes=most_bytes)
        return None
    found: list[str] = []
    sheet = read_sheet(path, _fits, found, most_bytes=most_bytes)
    table = None
    if sheet is not None:
        if _is_long(sheet.rows):
            table = _from_long(sheet, absent, found)
        elif _is_bare(sheet.rows):
            table = _from_matrix(_with_headings(sheet), absent, found, bare=True)
        else:
            table = _from_matrix(sheet, absent, found)
    if len(found) > SHOWN:
        found[SHOWN:] = [f"{Path(path).name}: and {len(found) - SHOWN} more faults; correct these first"]
    faults.extend(found)
    return None if found else table


def twice(items: list[str], at: list[int], what: str) -> list[str]:
    """Say which names appear more than once, and where.

    Parameters
    ----------
    items : list of str
        The names; empty ones are not looked at.
    at : list of int
        Row or column of each.
    what : str
        "rows" or "columns".

    Returns
    -------
    list of str
        A sentence for each such name.
    """
    places: dict[str, list[int]] = {}
    for item, place in zip(items, at, strict=True):
        places.setdefault(item, []).append(place)
    return [
        f"{short(item)!r} appears more than once, in {what} {' and '.join(map(str, where[:5]))}; keep one"
        for item, where in places.items()
        if item != "" and len(where) > 1
    ]


class Cells:
    """Reads numbers out of cells; decimal commas, which mostly fill a whole file, are told once.

    Parameters
    ----------
    faults : list of str
        Faults found are appended to it.
    infinite : bool
        Whether numbers may be infinite.
    meaning : str
        Where an infinite number is right, for messages.
    """

    def __init__(self, faults: list[str], *, infinite: bool, meaning: str = "where there is no connection") -> None:
        self._faults = faults
        self._infinite = infinite
        self._meaning = meaning
        self._commas: list[tuple[str, str]] = []

    def value(self, word: str, where: str) -> float:
        """Read the number in a cell.

        Parameters
        ----------
        word : str
            Text of the cell.
        where : str
            File, row and column, for messages.

        Returns
        -------
        float
            0 if the cell holds no number that may be there.
        """
        found = number(word)
        if found is None:
            if _COMMA.fullmatch(word):
                self._commas.append((word, where))
                return 0.0
            problem, remedy = number_fault(word)
            remedy += f", or inf {self._meaning}" if self._infinite else ""
            cell = "the cell" if word == "" else f"the cell is {short(word)!r}, which"
            self._faults.append(f"{where}: {cell} {problem}; {remedy}")
        elif found < 0:
            self._faults.append(f"{where}: {short(word)} is negative; it has to be >= 0")
        elif found == np.inf and not self._infinite:
            self._faults.append(f"{where}: {word} is infinite; it has to be finite")
        else:
            return found
        return 0.0

    def close(self) -> None:
        """Report the decimal commas."""
        if self._commas:
            word, where = self._commas[0]
            _, remedy = number_fault(word)
            others = f", and {len(self._commas) - 1} more cells have a comma" if len(self._commas) > 1 else ""
            self._faults.append(f"{where}: the cell is {word!r}, with a comma{others}; {remedy}")


def is_bare(table: pd.DataFrame) -> bool:
    """Whether a table that was read had no headings, and its nodes are numbered from 0.

    Parameters
    ----------
    table : DataFrame
        From `read_table`.

    Returns
    -------
    bool
    """
    return bool(table.attrs.get(BARE, False))


def typed(names: list[str]) -> list[Any]:
    """Make node names whole numbers if all of them are.

    Parameters
    ----------
    names : list of str

    Returns
    -------
    list of str or int
    """
    return [int(x) for x in names] if all(map(_WHOLE.fullmatch, names)) else list(names)


def _fits(rows: list[list[str]]) -> bool:
    """Whether rows are square, or of three cells."""
    widths = {len(row) for row in rows}
    return widths == {len(rows)} or (widths == {_LONG_WIDTH} and _is_long(rows))


def _is_bare(rows: list[list[str]]) -> bool:
    """Whether there are numbers, or what should be some, where headings would be."""
    heads = [_meant_as_number(word) for word in rows[0]]
    return all(_meant_as_number(row[0]) for row in rows) and 2 * sum(heads) >= len(heads)


def _meant_as_number(word: str) -> bool:
    return number(word) is not None or bool(_COMMA.fullmatch(word)) or word.lower() in ("nan", "na")


def _is_long(rows: list[list[str]]) -> bool:
    """Whether this is a long table, and not a matrix of two nodes, which has three columns too.

    A matrix is headed by names of nodes; or has numbers where a long table has its second node.
    """
    head, body = rows[0], rows[1:]
    if len(head) != _LONG_WIDTH or "" in head[:2] or any(number(cell) is not None for cell in head):
        return False
    firsts = {row[0] for row in body}
    if firsts & set(head[1:]):
        return False
    seconds = {row[1] for row in body if len(row) > 1}
    numeric = [all(number(name) is not None for name in names) for names in (firsts, seconds)]
    return not (len(rows) == _LONG_WIDTH and numeric == [False, True])


def _with_headings(sheet: Sheet) -> Sheet:
    """Give a matrix of numbers alone headings: its places, counted from 0."""
    width = len(sheet.rows[0])
    rows = [["", *map(str, range(width))], *([str(r), *row] for r, row in enumerate(sheet.rows))]
    return Sheet(sheet.name, rows, [0, *sheet.lines], sheet.separator)


def _from_long(sheet: Sheet, absent: float, faults: list[str]) -> pd.DataFrame | None:
    heads, name = sheet.rows[0], sheet.name
    cells = Cells(faults, infinite=np.isinf(absent))
    values: dict[tuple[str, str], float] = {}
    first: dict[tuple[str, str], int] = {}
    for r, row in zip(sheet.lines[1:], sheet.rows[1:], strict=True):
        if len(row) != _LONG_WIDTH:
            faults.append(f"{name}, row {r}: has {len(row)} cells; give {', '.join(heads)}")
            continue
        pair = (row[0], row[1])
        if "" in pair:
            faults.append(f"{name}, row {r}: a node has no name; fill column {heads[pair.index('')]!r}")
        if pair in values:
            faults.append(
                f"{name}, row {r}: the pair {row[0]!r}, {row[1]!r} appears before, in row {first[pair]}; drop one"
            )
        values[pair] = cells.value(row[2], f"{name}, row {r}, column {heads[2]!r}")
        first.setdefault(pair, r)
    cells.close()
    nodes = list(dict.fromkeys([i for i, _ in values] + [j for _, j in values]))
    if not nodes:
        faults.append(f"{name} has no row below its heading: give {', '.join(heads)}")
    if len(nodes) > MOST_NODES:
        faults.append(f"{name} names {len(nodes):,} nodes, more than the {MOST_NODES:,} whose matrices are read")
    if faults:
        return None
    at = {node: position for position, node in enumerate(nodes)}
    matrix = np.full((len(nodes), len(nodes)), absent)
    np.fill_diagonal(matrix, 0.0)
    for (i, j), value in values.items():
        matrix[at[i], at[j]] = value
    labels = typed(nodes)
    return pd.DataFrame(matrix, index=labels, columns=labels)


def _from_matrix(sheet: Sheet, absent: float, faults: list[str], *, bare: bool = False) -> pd.DataFrame | None:
    name, nodes = sheet.name, sheet.rows[0][1:]
    names = [row[0] for row in sheet.rows[1:]]
    if bare and len(names) != len(nodes):
        faults.append(
            f"{name} has {len(names)} rows of {len(nodes)} numbers, separated by {sheet.separator}: a matrix without "
            "headings has as many rows as columns"
        )
        return None
    faults.extend(f"{name}: column heading {said}" for said in twice(nodes, list(range(2, len(nodes) + 2)), "columns"))
    faults.extend(f"{name}: row heading {said}" for said in twice(names, sheet.lines[1:], "rows"))
    faults.extend(f"{name}, row {r}: has no heading" for r, x in zip(sheet.lines[1:], names, strict=True) if x == "")
    faults.extend(f"{name}: column {c} has no heading" for c, x in enumerate(nodes, start=2) if x == "")
    odd = sorted(set(names) ^ set(nodes) - {""})
    if odd:
        faults.append(
            f"{name}: row and column headings differ in {few(repr(short(x)) for x in odd)} (cells are separated by "
            f"{sheet.separator}); give each node both"
        )
    if len(nodes) == 0:
        faults.append(f"{name} has one column: give a matrix, or rows of origin, destination and value")
    cells = Cells(faults, infinite=np.isinf(absent))
    matrix = np.zeros((len(names), len(nodes)))
    for r, (place, row) in enumerate(zip(sheet.lines[1:], sheet.rows[1:], strict=True)):
        at = f"{name}, row {place}"
        if len(row) != len(nodes) + 1:
            faults.append(f"{at}: has {len(row) - bare} cells instead of {len(nodes) + 1 - bare}; fill or cut it")
            continue
        for c, word in enumerate(row[1:]):
            column = c + 1 if bare else repr(short(nodes[c]))
            matrix[r, c] = cells.value(word, f"{at}, column {column}")
    cells.close()
    if faults:
        return None
    table = pd.DataFrame(matrix, index=typed(names), columns=typed(nodes))
    table.attrs[BARE] = bare
    return table
