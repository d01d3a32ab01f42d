"""Plain CSV tables: a matrix with labels, a matrix without labels, or one row per pair.

The form is recognised by the content of the file.

- Matrix with labels: a heading row and a heading column of node names.
- Matrix without labels: n rows of n numbers.
- Long: a heading row ``origin, destination, value`` (with any names) and one row per pair. Pairs that are not listed
  have no flow; in a table of costs they have no connection, except that a node reaches itself at no cost.
"""

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from optimize.instances.text import number, read_text

_LONG_WIDTH = 3  # columns of a long table: origin, destination, value
_SHOWN = 20  # faults of one file that are listed: what fits on a screen (a judgement)


def rows_of(path: str | Path, faults: list[str]) -> list[list[str]]:
    """Read the cells of a file that are separated by commas, semicolons or tabs.

    Parameters
    ----------
    path : str or Path
        The file.
    faults : list of str
        A fault is appended to it if the file is empty.

    Returns
    -------
    list of lists of str
        By row; empty rows at the end are left out.
    """
    text = read_text(path)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        faults.append(f"{Path(path).name} is empty: give a table")
    return rows


def cell_value(word: str, where: str, faults: list[str], infinite: bool) -> float:
    """Read the number in a cell.

    Parameters
    ----------
    word : str
        Text of the cell.
    where : str
        File, row and column, for messages.
    faults : list of str
        A fault is appended to it if the cell holds no number >= 0.
    infinite : bool
        Whether the number may be infinite.

    Returns
    -------
    float
        0 if the cell holds no number.
    """
    value = number(word)
    if value is None:
        what = "is empty" if word == "" else f"is {word!r}, which is not a number"
        faults.append(
            f"{where}: the cell {what}; give a number" + (", or inf where there is no connection" if infinite else "")
        )
        return 0.0
    if value < 0:
        faults.append(f"{where}: {word} is negative; it has to be >= 0")
    if value == np.inf and not infinite:
        faults.append(f"{where}: {word} is infinite; it has to be finite")
    return value


def read_table(path: str | Path, absent: float, faults: list[str]) -> pd.DataFrame | None:
    """Read a table of one value for each pair of nodes, in any of the three forms.

    Parameters
    ----------
    path : str or Path
        The file.
    absent : float
        Value of pairs that a long table does not list: 0 for flows, ``inf`` for costs.
    faults : list of str
        Faults found are appended to it.

    Returns
    -------
    DataFrame or None
        Square, with node names as labels; None if there are faults.
    """
    found: list[str] = []
    rows = rows_of(path, found)
    table = None
    if rows:
        head = rows[0]
        if len(head) == _LONG_WIDTH and all(number(cell) is None for cell in head) and _is_long(rows):
            table = _from_long(rows, Path(path).name, absent, found)
        elif all(number(cell) is not None for cell in head) and head[0] != "" and len(rows) == len(head):
            table = _from_matrix(
                [["", *map(str, range(len(head)))], *([str(r), *row] for r, row in enumerate(rows))],
                Path(path).name,
                absent,
                found,
                bare=True,
            )
        else:
            table = _from_matrix(rows, Path(path).name, absent, found)
    if len(found) > _SHOWN:
        found[_SHOWN:] = [f"{Path(path).name}: and {len(found) - _SHOWN} more faults; correct these first"]
    faults.extend(found)
    return None if found else table


def _is_long(rows: list[list[str]]) -> bool:
    """Tell a long table from a matrix of two nodes, which also has three columns but is headed by node names."""
    return not {row[0] for row in rows[1:]} & set(rows[0][1:])


def _from_long(rows: list[list[str]], name: str, absent: float, faults: list[str]) -> pd.DataFrame:
    heads = rows[0]
    values: dict[tuple[str, str], float] = {}
    for r, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) != _LONG_WIDTH:
            faults.append(f"{name}, row {r}: has {len(row)} cells; give {', '.join(heads)}")
            continue
        pair = (row[0], row[1])
        if "" in pair:
            faults.append(f"{name}, row {r}: a node has no name; fill column {heads[pair.index('')]!r}")
        if pair in values:
            faults.append(f"{name}, row {r}: the pair {row[0]!r}, {row[1]!r} appears before; drop one")
        values[pair] = cell_value(row[2], f"{name}, row {r}, column {heads[2]!r}", faults, np.isinf(absent))
    nodes = list(dict.fromkeys([i for i, _ in values] + [j for _, j in values]))
    at = {node: position for position, node in enumerate(nodes)}
    matrix = np.full((len(nodes), len(nodes)), absent)
    np.fill_diagonal(matrix, 0.0)
    for (i, j), value in values.items():
        matrix[at[i], at[j]] = value
    labels = _typed(nodes)
    return pd.DataFrame(matrix, index=labels, columns=labels)


def _from_matrix(
    rows: list[list[str]], name: str, absent: float, faults: list[str], *, bare: bool = False
) -> pd.DataFrame:
    nodes = rows[0][1:]
    names = [row[0] for row in rows[1:]]
    for what, items in (("column", nodes), ("row", names)):
        twice = sorted({x for x in items if items.count(x) > 1})
        if twice:
            faults.append(f"{name}: {what} headings {', '.join(map(repr, twice[:5]))} appear more than once")
    if set(names) != set(nodes):
        odd = sorted(set(names) ^ set(nodes))
        faults.append(f"{name}: row and column headings differ in {', '.join(map(repr, odd[:5]))}; give each node both")
    matrix = np.zeros((len(names), len(nodes)))
    for r, row in enumerate(rows[1:]):
        at = f"{name}, row {r + 1 if bare else r + 2}"
        if len(row) != len(nodes) + 1:
            faults.append(f"{at}: has {len(row) - bare} cells instead of {len(nodes) + 1 - bare}; fill or cut it")
            continue
        for c, word in enumerate(row[1:]):
            column = c + 1 if bare else repr(nodes[c])
            matrix[r, c] = cell_value(word, f"{at}, column {column}", faults, np.isinf(absent))
    return pd.DataFrame(matrix, index=_typed(names), columns=_typed(nodes))


def _typed(names: list[str]) -> list[Any]:
    """Node names, converted to whole numbers if all of them are."""
    whole = all(x.isdecimal() and (x == "0" or x[0] != "0") for x in names)
    return [int(x) for x in names] if whole else list(names)
