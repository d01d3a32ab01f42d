"""A region as its folder has it: tables, settings and scenarios, checked but not yet a model."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from geodata.faults import FaultCollector, UnknownNameError, unknown
from geodata.files.io import Record, Table, read_table
from geodata.files.places import read_places
from geodata.files.scenario_files import read_scenarios
from geodata.files.schema import TABLES
from geodata.places import PlaceNames, folded
from geodata.scenarios import Scenario


@dataclass(frozen=True)
class Reexport:
    """Goods that a country imports and sends on.

    Attributes
    ----------
    country, origin : str
        Who sends on, and where the goods come from.
    destinations : dict
        Share of each country that receives them; they sum to 1.
    parameter : str
        Parameter with the share of the imports that is sent on.
    """

    country: str
    origin: str
    destinations: dict[str, float]
    parameter: str = "reexport_share"


@dataclass(frozen=True)
class Settings:
    """What region.toml says.

    Attributes
    ----------
    name, title, description : str
        Short name, and texts for people.
    base_year : int
        Year of the trade figures.
    candidates : tuple of str
        Places that may be hubs; when empty, those with the role hub_candidate.
    gateways : tuple of str or None
        Hubs that studies take as given; None: the places with the role gateway.
    scenarios : tuple of str
        Scenarios of a default study; when empty, ``base`` and all with a probability.
    reference_class : str
        Class that stands for freight in general; when empty, the first.
    incumbent, challenger : str
        Hubs that reports name; may be empty.
    reexports : tuple of Reexport
        Goods that are sent on.
    """

    name: str
    title: str
    base_year: int
    description: str = ""
    candidates: tuple[str, ...] = ()
    gateways: tuple[str, ...] | None = None
    scenarios: tuple[str, ...] = ()
    reference_class: str = ""
    incumbent: str = ""
    challenger: str = ""
    reexports: tuple[Reexport, ...] = ()


@dataclass(frozen=True)
class RegionData:
    """Everything in a region folder.

    Attributes
    ----------
    folder : Path
        The folder.
    settings : Settings
        What region.toml says.
    tables : dict
        The tables by their names in `geodata.files.schema.TABLES`; ``data["links"]`` is one of them.
    scenarios : dict
        Scenarios by name, combinations not written out.
    """

    folder: Path
    settings: Settings
    tables: dict[str, Table]
    scenarios: dict[str, Scenario] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    @cached_property
    def place_names(self) -> PlaceNames:
        """Finds places by id, name and alias."""
        return PlaceNames.from_table(self["places"])

    @cached_property
    def class_ids(self) -> tuple[str, ...]:
        """Ids of the commodity classes, in the order of classes.csv."""
        return tuple(row["id"] for row in self["classes"])

    @cached_property
    def demand_places(self) -> tuple[Record, ...]:
        """Rows of the places that trade, in the order of places.csv."""
        return tuple(row for row in self["places"] if "demand" in row["roles"])

    @cached_property
    def trading_countries(self) -> tuple[str, ...]:
        """Countries of the demand places, each once, in the order of places.csv."""
        return tuple(dict.fromkeys(row["country"] for row in self.demand_places))

    @cached_property
    def corridors(self) -> frozenset[str]:
        """Names of the corridors that links belong to."""
        return frozenset(name for row in self["links"] for name in row["corridors"])

    def class_id(self, cls: str) -> str:
        """Return the id of a commodity class.

        Parameters
        ----------
        cls : str
            Its id or name, whatever the case and punctuation.

        Returns
        -------
        str

        Raises
        ------
        UnknownNameError
            When there is no such class; the message has close matches.
        """
        for row in self["classes"]:
            if folded(cls) in (folded(row["id"]), folded(row["name"])):
                return str(row["id"])
        raise UnknownNameError(unknown("class", cls, list(self.class_ids)))


def read_data(folder: Path, faults: FaultCollector) -> RegionData:
    """Read all files of a folder.

    Parameters
    ----------
    folder : Path
        The region folder.
    faults : FaultCollector
        Receives every fault within a file.

    Returns
    -------
    RegionData
        What could be read.
    """
    tables = {
        name: read_places(folder, faults) if name == "places" else read_table(folder, spec, faults)
        for name, spec in TABLES.items()
    }
    settings = read_settings(folder, faults)
    return RegionData(folder, settings, tables, read_scenarios(folder, faults))


def read_settings(folder: Path, faults: FaultCollector) -> Settings:
    """Read region.toml.

    Parameters
    ----------
    folder : Path
        The region folder.
    faults : FaultCollector
        Receives the faults.

    Returns
    -------
    Settings
    """
    file = "region.toml"
    content = _read_toml(folder / file, file, faults)
    if content is None:
        return Settings("", "", 2000)
    known = {"name": str, "title": str, "base_year": int, "description": str, "defaults": dict, "reexport": list}
    words = {str: "a text in quotes", int: "a whole number", dict: "a table", list: "tables in double brackets"}
    for key in content:
        if key not in known:
            faults.add(file, None, key, "", "unknown key", "use one of " + ", ".join(known))
        elif not isinstance(content[key], known[key]) or isinstance(content[key], bool):
            faults.add(file, None, key, "", f"must be {words[known[key]]}", "correct the value")
            return Settings("", "", 2000)
    for key in ("name", "title", "base_year"):
        if key not in content:
            faults.add(file, None, key, "", "the key is missing", f"add it, e.g. {key} = ...")
    defaults = content.get("defaults", {})
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in defaults.items():
        if key in ("candidates", "gateways", "scenarios"):
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                lists[key] = tuple(value)
            else:
                faults.add(file, None, f"defaults.{key}", "", "must be a list of names", 'write ["A", "B"]')
        elif key in ("incumbent", "challenger"):
            if not isinstance(value, str):
                faults.add(file, None, f"defaults.{key}", "", "must be the id of a place", 'write "A"')
        elif key != "reference_class":
            faults.add(
                file,
                None,
                f"defaults.{key}",
                "",
                "unknown key",
                "use candidates, gateways, incumbent, challenger, scenarios or reference_class",
            )
    return Settings(
        name=content.get("name", ""),
        title=content.get("title", ""),
        base_year=content.get("base_year", 2000),
        description=content.get("description", ""),
        reference_class=str(defaults.get("reference_class", "")),
        incumbent=str(defaults.get("incumbent", "")),
        challenger=str(defaults.get("challenger", "")),
        reexports=tuple(_read_reexports(content.get("reexport", []), faults)),
        **lists,
    )


def _read_reexports(blocks: list[Any], faults: FaultCollector) -> list[Reexport]:
    """Read the [[reexport]] tables of region.toml."""
    found = []
    for number, block in enumerate(blocks, start=1):
        where = f"reexport {number}"
        try:
            weights = {str(key): float(value) for key, value in block["destinations"].items()}
            total = sum(weights.values())
            if not weights or min(weights.values()) < 0 or not 0 < total < float("inf"):
                raise ValueError
            shares = {key: value / total for key, value in weights.items()}
            found.append(
                Reexport(
                    str(block["country"]), str(block["origin"]), shares, str(block.get("parameter", "reexport_share"))
                )
            )
        except (KeyError, TypeError, AttributeError, ValueError):
            faults.add(
                "region.toml",
                None,
                where,
                "",
                "country, origin or destinations is missing or wrong",
                'write country = "KGZ", origin = "CHN", destinations = { KAZ = 0.6, RUS = 0.4 }',
            )
    return found


def _read_toml(path: Path, file: str, faults: FaultCollector) -> dict[str, Any] | None:
    """Read one TOML file; None with a fault noted when it cannot be."""
    if not path.is_file():
        faults.add(
            file,
            None,
            "",
            "",
            "the file is missing",
            "write it as docs/region-format.md says, or start from `silkhub region new`",
        )
        return None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(file, None, "", "", f"not readable as TOML ({error})", "correct the line that is named")
        return None
