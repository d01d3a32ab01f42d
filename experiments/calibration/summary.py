"""How many references the model meets: by what they were to it, and by kind."""

from __future__ import annotations

import pandas as pd
from rich.table import Table

from experiments.text import plain_table, rows

KINDS = {
    "distance_km": "Distance, km",
    "transit_days door": "Transit time from door to door, days",
    "transit_days station": "Transit time from station to station, days",
    "cost_usd_per_feu": "Cost, USD per FEU",
    "cost_usd_per_t": "Cost, USD per t",
    "share_percent": "Share, %",
    "mass_mt": "Mass, Mt a year",
}
NOT_SAID = "not said"
USES = {"fitted": "set so that the model meets it", "seen": "looked at while building", "fresh": "never looked at",
        NOT_SAID: "the region does not say"}  # fmt: skip


def kind_of(kind: str, scope: str) -> str:
    """Tell days from door to door from those from station to station.

    Parameters
    ----------
    kind, scope : str
        Of a reference.

    Returns
    -------
    str
        A key of `KINDS`.
    """
    return f"{kind} {scope}" if kind == "transit_days" else kind


def grouped(frame: pd.DataFrame) -> pd.DataFrame:
    """Add to a calibration what its references are counted by.

    Parameters
    ----------
    frame : DataFrame
        As `Region.calibration` returns.

    Returns
    -------
    DataFrame
        With ``group`` (a key of `USES`) and ``what`` (a key of `KINDS`).
    """
    what = [kind_of(kind, scope) for kind, scope in zip(frame["kind"], frame["scope"], strict=True)]
    return frame.assign(group=frame["use"].replace("", NOT_SAID), what=what)


def summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the references that are met, by group and kind.

    Parameters
    ----------
    frame : DataFrame
        As `Region.calibration` returns.

    Returns
    -------
    DataFrame
        ``group, kind, references, within, within_15_percent, met``; the last row of each group, and the last ones of
        all, are of ``all`` kinds and groups.
    """
    named = grouped(frame)
    parts = [(group, named[named["group"] == group]) for group in USES]
    counts = []
    for group, part in [(group, part) for group, part in parts if len(part)] + [("all", named)]:
        kinds = [(kind, part[part["what"] == kind]) for kind in KINDS]
        for kind, some in [(kind, some) for kind, some in kinds if len(some)] + [("all", part)]:
            met = {name: int(some[name].sum()) for name in ("within", "within_15_percent", "met")}
            counts.append({"group": group, "kind": kind, "references": len(some), **met})
    return pd.DataFrame(counts)


def summary_table(frame: pd.DataFrame) -> Table:
    """Make the table of references met by group and kind.

    Parameters
    ----------
    frame : DataFrame
        As `Region.calibration` returns.

    Returns
    -------
    Table
    """
    named = ", ".join(f"{use}: {words}" for use, words in USES.items() if use in set(grouped(frame)["group"]))
    table = plain_table(
        "References met, by what they were to the model",
        f"{named[:1].upper()}{named[1:]}. Met: within the range of the reference, and within 15% of its value.",
    )
    table.add_column("group")
    table.add_column("kind")
    for name in ("references", "within range", "within 15%", "met"):
        table.add_column(name, justify="right")
    before = ""
    for row in rows(summary(frame)):
        table.add_row(
            row["group"] if row["group"] != before else "",
            KINDS.get(row["kind"], row["kind"]),
            *[str(row[name]) for name in ("references", "within", "within_15_percent", "met")],
            end_section=row["kind"] == "all",
        )
        before = row["group"]
    return table


def group_words(frame: pd.DataFrame) -> str:
    """Say how many references of each group are met.

    Parameters
    ----------
    frame : DataFrame
        As `Region.calibration` returns.

    Returns
    -------
    str
        For example ``fitted 31 of 33, seen 56 of 73``.
    """
    totals = summary(frame).query("kind == 'all' and group != 'all'")
    return ", ".join(f"{row['group']} {row['met']} of {row['references']}" for row in rows(totals))
