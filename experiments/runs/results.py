"""The results of a run: read as a whole, or asked without being loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from experiments.runs.rows import joined
from optimize.brief import Brief


@dataclass(frozen=True)
class Results(Brief):
    """What a run has found.

    Attributes
    ----------
    files : tuple of Path
        Parquet files of rows, in the order of the cases; any program that reads Parquet takes them as one table.
    failed : DataFrame
        Cases that could not be evaluated, however often they were tried: ``case, name, tries, kind, reason``;
        the kind is ``raised`` (an exception), ``ended`` (its process), or ``late``.
    total, reused : int
        Number of cases, and how many of them were there from an earlier run.
    notes : tuple of str
        What a user should know about what was kept: sentences without a full stop.
    seconds : float
        That the run took.
    digest : str
        Of the inputs: equal digests, equal rows.
    """

    files: tuple[Path, ...]
    failed: pd.DataFrame
    total: int
    reused: int = 0
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    digest: str = ""
    _table: pa.Table | None = field(default=None, repr=False)

    def facts(self) -> dict[str, Any]:
        """Tell what the record of a study should say of the run.

        Returns
        -------
        dict
            ``inputs`` (their digest), ``cases, kept_from_earlier, failed, notes, seconds``.
        """
        return {
            "inputs": self.digest,
            "cases": self.total,
            "kept_from_earlier": self.reused,
            "failed": self.failed.to_dict("records"),
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
        }

    def table(self) -> pa.Table:
        """Read all rows.

        Returns
        -------
        Table
            In the order of the cases: ``case``, the values of the case, what was found.
        """
        if self._table is not None:
            return self._table
        return joined(pq.read_table(path).replace_schema_metadata() for path in self.files)

    def frame(self) -> pd.DataFrame:
        """Read all rows.

        Returns
        -------
        DataFrame
            In the order of the cases: ``case``, the values of the case, what was found.
        """
        return self.table().to_pandas()

    def dataset(self) -> Any:
        """Open the rows without reading them.

        Returns
        -------
        pyarrow.dataset.Dataset
            DuckDB, Polars and Dask take it, or `files`, as a table.
        """
        if self._table is not None or not self.files:
            return ds.dataset(self.table())
        return ds.dataset([str(path) for path in self.files], format="parquet")


def failed_table(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Make the table of cases that failed.

    Parameters
    ----------
    rows : iterable of dict

    Returns
    -------
    DataFrame
    """
    return pd.DataFrame(list(rows), columns=["case", "name", "tries", "kind", "reason"])
