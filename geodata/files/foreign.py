"""Tables of other programs: columns that we know are read as those of a region are, further ones are kept as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from geodata.faults import FaultCollector
from geodata.files.cells import is_row, split_cells
from geodata.files.columns import TableSpec, text
from geodata.files.io import Table, read_table
from geodata.files.source import read_text


def read_foreign(folder: Path, spec: TableSpec, faults: FaultCollector) -> Table:
    """Read a CSV file that may have more columns than those we know.

    Parameters
    ----------
    folder : Path
    spec : TableSpec
        Which file, and what its known columns must be.
    faults : FaultCollector
        Receives every fault.

    Returns
    -------
    Table
        Its specification has the columns that the file has; rows with faults are left out, but for their key.
    """
    before = len(faults.faults)
    content = read_text(folder, spec.file, FaultCollector())
    raw = None if content is None else split_cells(content, spec.file, FaultCollector())
    header = next((cells for cells in raw or () if is_row(cells)), [])
    known = {column.name: column for column in spec.columns}
    there = [known.get(name, text(name, free=True)) for name in dict.fromkeys(header) if name]
    wanted = {column.name for column in spec.columns if column.required} | set(spec.key)
    missing = [known[name] for name in known if name in wanted - set(header)]
    table = read_table(folder, replace(spec, columns=(*there, *missing)), faults)
    return table if len(faults.faults) == before else replace(table, complete=False)
