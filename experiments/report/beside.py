"""Results of other studies of the same region, which the page shows beside its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.files import region_digest
from experiments.question import Study
from experiments.report.fronts import AGAINST
from experiments.text import Row, count, figure, listed, percent, rows, scaled, tonnes, usd
from optimize import InputError

RECORDS = ("run.json", "corridors.json")
"""Records that studies leave; the corridors' has a name of its own, as it may lie beside another."""
TABLES = {
    "verdict": ("verdict.csv", "verdict-switches.csv", "verdict-frontier.csv"),
    "tipping": ("tipping.csv",),
    "frontier": ("frontier.csv",),
    "corridors": ("corridors.csv", "unmet.csv", "corridor-costs.csv"),
}
"""Tables that the page takes of each study."""
NOTHING_T = 0.5
"""Tonnes a year that are shown as none."""


@dataclass(frozen=True, eq=False)
class Beside:
    """What another study found.

    Attributes
    ----------
    study : Study
        The comparison's, for the names of hubs.
    command : str
        Of `TABLES`.
    folder : Path
    written : str
        When it was written.
    verdict : tuple of str
        Its sentences.
    hubs : tuple of str
        Hubs that were open, ids; of corridors alone.
    digest : str
        SHA-256 of its record.
    tables : dict of str to DataFrame
        By file.
    """

    study: Study
    command: str
    folder: Path
    written: str
    verdict: tuple[str, ...]
    hubs: tuple[str, ...]
    digest: str
    tables: Mapping[str, pd.DataFrame]

    @property
    def fact(self) -> dict[str, str]:
        """What the record of a comparison says of it."""
        return {
            "command": self.command, "folder": str(self.folder), "written": self.written, "digest": self.digest,
        }  # fmt: skip

    def claims(self) -> list[Row]:
        """Make the rows of the claim in every year and beside all gateways.

        Returns
        -------
        list of dict
            None where the study has none.
        """
        return [
            {
                "year": row["year"],
                "freight": row["freight"],
                "gateways": self._names(row["gateways"], "+"),
                "claim": row["claim"],
                "central": self._names(row["central"], "+"),
                "incumbent": self._names(row["incumbent"], "+"),
                "share": _interval(row["first_share"], row["first_share_low"], row["first_share_high"]),
                "lead": _spread(row["first_lead_mean_usd"], row["first_lead_sd_usd"]),
            }
            for row in rows(self.tables.get("verdict.csv", pd.DataFrame()))
        ]

    def switches(self) -> tuple[list[Row], str]:
        """Make the rows of switching values.

        Returns
        -------
        list of dict
            Inputs that make another hub the best somewhere, within their range first.
        str
            What was found of the others.
        """
        table = self.tables.get("tipping.csv", self.tables.get("verdict-switches.csv"))
        if table is None:
            return [], ""
        searched = table[table["method"] != "screened"].copy()
        searched["inside"] = searched["within"].astype(str) == "True"
        turning = searched[searched["switch"].notna()].sort_values("inside", ascending=False, kind="stable")
        told = [
            {
                "name": row["name"],
                "low": figure(row["low"]),
                "central": figure(row["central"]),
                "high": figure(row["high"]),
                "switch": figure(row["switch"]),
                "within": "yes" if row["inside"] else "no",
                "after": self._names(row["hub_after"], "+"),
                "swing": scaled(row["swing_usd"]),
            }
            for row in rows(turning)
        ]
        numbers = {"searched without any": len(searched) - len(turning), "looked at alone": len(table) - len(searched)}
        return told, listed([f"{count(number, 'input')} {what}" for what, number in numbers.items() if number])

    def fronts(self) -> list[Row]:
        """Make the rows of cost against safety.

        Returns
        -------
        list of dict
        """
        table = self.tables.get("frontier.csv", self.tables.get("verdict-frontier.csv"))
        return [
            {
                "size": count(row["p"], "hub"),
                "measure": AGAINST.get(row["measure"], row["measure"]),
                "name": row["name"],
                "more": scaled(row["extra_usd"]),
                "less": scaled(row["saved_usd"]),
            }
            for row in rows(pd.DataFrame() if table is None else table)
        ]

    def closures(self) -> list[Row]:
        """Make the rows of what scenarios do within the capacities of links.

        Returns
        -------
        list of dict
            One a scenario: cost above that undisturbed, corridors that lose and gain most, unmet by class.
        """
        if "corridors.csv" not in self.tables:
            return []
        moved, unmet = self._moved(), self.tables["unmet.csv"]
        told, costs = [], self.tables["corridor-costs.csv"]
        first = str(costs["scenario"].iloc[0])
        for row in rows(costs):
            name = str(row["scenario"])
            change = moved[name] - moved[first]
            left = unmet[unmet["scenario"] == name].groupby("class")["unmet_t"].sum()
            named = [f"{self._class(cls)} {tonnes(value)}" for cls, value in left.items() if value >= NOTHING_T]
            told.append(
                {
                    "title": row["title"],
                    "more": usd(row["above_base_usd"]),
                    "due": usd(row["due_to_capacity_usd"]),
                    "full": row["full_links"],
                    "loses": _corridor(change, str(change.idxmin())) if change.min() < -NOTHING_T else "-",
                    "gains": _corridor(change, str(change.idxmax())) if change.max() > NOTHING_T else "-",
                    "unmet": listed(named) or "-",
                }
            )
        return told

    def corridor_matrix(self) -> tuple[list[str], list[tuple[str, list[str]]]]:
        """Make the table of all corridors in all scenarios.

        Returns
        -------
        list of str
            Titles of the scenarios.
        list of (str, list of str)
            Corridors: tonnes in the first scenario, and what each other one adds.
        """
        if "corridors.csv" not in self.tables:
            return [], []
        moved, costs = self._moved(), self.tables["corridor-costs.csv"]
        first, *others = [moved[str(name)] for name in costs["scenario"]]
        table = [
            (str(name), [tonnes(first[name]), *(_signed(float(other[name] - first[name])) for other in others)])
            for name in moved.index
        ]
        return [str(title) for title in costs["title"]], table

    def _moved(self) -> pd.DataFrame:
        """Corridors x scenarios, tonnes within the capacities of links."""
        table = self.tables["corridors.csv"]
        return table.pivot_table(values="flow_t", index="corridor", columns="scenario", aggfunc="sum")

    def _names(self, ids: str, between: str) -> str:
        return self.study.names(str(ids).split(between)) if ids and not pd.isna(ids) else "none"

    def _class(self, cls: object) -> str:
        names = self.study.region.classes["name"].to_dict()
        return str(names.get(cls, cls))


def read_beside(folders: Iterable[str | Path], study: Study) -> list[Beside]:
    """Read the results of other studies, which have to be of the comparison's region as it is.

    Parameters
    ----------
    folders : iterable of path
        That ``silkhub verdict``, ``tipping``, ``frontier`` or ``corridors`` wrote.
    study : Study
        The comparison's.

    Returns
    -------
    list of Beside
        In the order of the folders.

    Raises
    ------
    InputError
        If a folder has no such results, or they are damaged, or of another region, year or gateways.
    """
    faults: list[str] = []
    found: list[Beside] = []
    digest = region_digest(study.region.data)
    for folder in map(Path, folders):
        records = {path: _record(path) for name in RECORDS if (path := folder / name).is_file()}
        taken = {path: record for path, record in records.items() if record.get("command") in TABLES}
        if not taken:
            wrote = listed([f"`silkhub {record.get('command')}`" for record in records.values()])
            known = ", ".join(f"`silkhub {name}`" for name in TABLES)
            faults.append(f"{folder}: {f'results of {wrote}' if records else 'no results'}; give a folder that one of "
                          f"{known} wrote")  # fmt: skip
        for path, record in taken.items():
            read = _unlike(record, study, digest) or _tables(folder, record, study)
            if isinstance(read, str):
                faults.append(f"{folder}: results of `silkhub {record['command']}` {read}; run it again")
            else:
                found.append(_beside(folder, path, record, study, read))
    if faults:
        raise InputError(faults)
    return found


def _record(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _unlike(record: Mapping[str, Any], study: Study, digest: str) -> str:
    """What sets the other study's question apart; nothing where it is of the same region."""
    region = record.get("region", {})
    if region.get("digest") != digest:
        return "are of another region, or of other files of it"
    if region.get("base_year") != study.region.base_year:
        return f"are of {region.get('base_year')}, and this comparison of {study.region.base_year}"
    if list(record.get("changed", [])) != list(study.region.changed):
        return "are of the region with other changes"
    return _other_gateways(record["gateways"], study) if "gateways" in record else ""


def _other_gateways(gateways: Iterable[str], study: Study) -> str:
    told = [gateway for gateway in gateways if gateway]
    return "" if set(told) == set(study.gateways) else f"are beside other gateways ({', '.join(told) or 'none'})"


def _tables(folder: Path, record: Mapping[str, Any], study: Study) -> dict[str, pd.DataFrame] | str:
    """The tables, or what is wrong with them."""
    read = {}
    for name in TABLES[record["command"]]:
        path = folder / name
        if not path.is_file():
            return f"lack {name}"
        if hashlib.sha256(path.read_bytes()).hexdigest() != record.get("files", {}).get(name):
            return f"have a {name} that is not the one they were written with"
        # ids such as NA are texts
        read[name] = pd.read_csv(path, keep_default_na=False, na_values=[""])
    claims = read.get("verdict.csv", pd.DataFrame())
    wrong = _other_gateways(str(claims["gateways"].fillna("").iloc[0]).split("+"), study) if len(claims) else ""
    return wrong or read


def _beside(
    folder: Path, path: Path, record: Mapping[str, Any], study: Study, read: Mapping[str, pd.DataFrame]
) -> Beside:
    hubs: Sequence[str] = record.get("arguments", {}).get("hubs") or ()
    return Beside(
        study=study, command=record["command"], folder=folder, written=str(record.get("written", "")),
        verdict=tuple(map(str, record.get("verdict", ()))), hubs=tuple(hubs),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        tables=read,
    )  # fmt: skip


def _interval(share: float, low: float, high: float) -> str:
    return "-" if pd.isna(share) else f"{percent(share)} ({percent(low)} to {percent(high)})"


def _spread(mean: float, sd: float) -> str:
    return "-" if pd.isna(mean) else f"{scaled(mean)} ± {scaled(sd)}"


def _signed(change: float) -> str:
    if abs(change) < NOTHING_T:
        return "0"
    return f"{'+' if change > 0 else '-'}{tonnes(abs(change))}"


def _corridor(change: pd.Series, name: str) -> str:
    return f"{name} {_signed(float(change[name]))}"
