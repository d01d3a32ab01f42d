"""What functions return, as Arrow tables of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.runs.cases import NUMBER, Case
from optimize import InputError


def table_of(numbers: Sequence[int], cases: Sequence[Case], results: Sequence[Any]) -> pa.Table:
    """Make the rows of some cases: number and values of the case, then what was found.

    Parameters
    ----------
    numbers : sequence of int
    cases : sequence of dict
    results : sequence
        What `Cases.evaluate` returned for each.

    Returns
    -------
    Table

    Raises
    ------
    TypeError
        If a result is nothing of the kind, or values of a column do not go together.
    ValueError
        If a result has a name that the case has too, or columns of several lengths.
    """
    tables: list[pa.Table] = []
    plain: list[dict[str, Any]] = []
    for number, case, result in zip(numbers, cases, results, strict=True):
        own = {NUMBER: number, **case}
        columns = _columns(result)
        if columns is None:
            plain += [_joined(own, row) for row in _rows(result)]
            continue
        if plain:
            tables.append(_of_rows(plain))
            plain = []
        tables.append(_of_columns(own, columns))
    if plain or not tables:
        tables.append(_of_rows(plain))
    return joined(tables)


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Put tables below each other, as one piece of memory.

    Parameters
    ----------
    tables : iterable of Table
        A column that one of them lacks is empty there; whole numbers become floating where some have a fraction.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        If a column has values in two tables that do not go together.
    """
    found = [table for table in tables if table.num_columns]
    if not found:
        return pa.table({})
    try:
        return pa.concat_tables(found, promote_options="permissive").combine_chunks()
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError([_mixed(error)]) from error


def common_schema(schemas: Sequence[pa.Schema]) -> pa.Schema:
    """Make the schema that all tables fit into.

    Parameters
    ----------
    schemas : sequence of Schema

    Returns
    -------
    Schema

    Raises
    ------
    InputError
        If there is none.
    """
    try:
        return pa.unify_schemas([schema.remove_metadata() for schema in schemas], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError([_mixed(error)]) from error


def fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Give a table the columns and types of a schema.

    Parameters
    ----------
    table : Table
    schema : Schema
        As `common_schema` makes it.

    Returns
    -------
    Table
    """
    empty = schema.empty_table()
    return pa.concat_tables([empty, table.replace_schema_metadata()], promote_options="permissive").combine_chunks()


def _mixed(error: Exception) -> str:
    told = " ".join(str(error).split())[:200]
    return f"results of cases do not go into one table ({told}): give each column values of one kind"


def _columns(result: Any) -> dict[str, Any] | None:
    """Columns, where a result is made of them; else None."""
    if isinstance(result, pd.DataFrame):
        return {str(name): result[name].array for name in result.columns}
    if isinstance(result, Mapping) and any(isinstance(value, np.ndarray) for value in result.values()):
        return {str(name): value for name, value in result.items()}
    return None


def _rows(result: Any) -> Sequence[Mapping[str, Any]]:
    if result is None:
        return ()
    if isinstance(result, Mapping):
        return (result,)
    if isinstance(result, list | tuple) and all(isinstance(row, Mapping) for row in result):
        return result
    message = f"it returned {type(result).__name__}, not a dict, a list of dicts, a DataFrame or a dict of arrays"
    raise TypeError(message)


def _joined(own: Case, found: Mapping[str, Any]) -> dict[str, Any]:
    row = {**own, **found}
    if len(row) != len(own) + len(found):
        _refuse_twice(own, found)
    return row


def _refuse_twice(own: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    twice = ", ".join(name for name in found if name in own)
    message = f"it returned {twice}, which its case has already: give the result another name"
    raise ValueError(message)


def _of_rows(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({str(name): _array(str(name), [row.get(name) for row in rows]) for name in names})


def _array(name: str, values: Any) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as error:
        told = " ".join(str(error).split())[:200]
        message = f"column {name} has values that do not go together or into a table: {told}"
        raise TypeError(message) from error


def _of_columns(own: Case, columns: Mapping[str, Any]) -> pa.Table:
    if any(name in own for name in columns):
        _refuse_twice(own, columns)
    many = {name: len(values) for name, values in columns.items() if _is_column(values)}
    if len(set(many.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in many.items())
        message = f"it returned columns of several lengths: {told}"
        raise ValueError(message)
    length = next(iter(many.values()), 0)
    whole = {name: _array(name, [value] * length) for name, value in own.items()}
    more = {name: _array(name, values if name in many else [values] * length) for name, values in columns.items()}
    return pa.table({**whole, **more})


def _is_column(values: Any) -> bool:
    return not isinstance(values, str | bytes | np.generic) and hasattr(values, "__len__")
