"""Draws as tables of the terminal."""

from __future__ import annotations

from rich.table import Table

from experiments.text import percent, plain_table, rows, usd
from experiments.uncertainty.study import Robustness


def shares_table(found: Robustness) -> Table:
    """Make the table of single hubs.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    Table
    """
    table = plain_table(f"Best single hub in {found.count} draws of all uncertain inputs")
    table.add_column("hub")
    for title in ("best in", "from", "to", "mean lead", "std. dev."):
        table.add_column(title, justify="right")
    for row in rows(found.hubs):
        shares = [percent(row[name]) for name in ("share_best", "share_low", "share_high")]
        leads = [usd(row[name]) if row[name] == row[name] else "" for name in ("lead_mean", "lead_sd")]
        table.add_row(str(row["name"]), *shares, *leads)
    return table
