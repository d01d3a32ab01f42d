"""A region as its folder has it: tables, settings and scenarios, checked but not yet a model."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from geodata.faults import FaultCollector, UnknownNameError, unknown
from geodata.files.io import Record, Table, read_table
from geodata.files.made import Made
from geodata.files.places import PLACE_FILES, read_places
from geodata.files.scenario_files import read_scenarios, read_world
from geodata.files.schema import FIRST_YEAR, LAST_YEAR, TABLES
from geodata.files.source import check_names, list_files
from geodata.files.text import name_problem, text_problem
from geodata.files.toml import read_toml, shown
from geodata.places import PlaceNames, folded
from geodata.scenarios import BASE, Scenario
from optimize.brief import Brief

SETTINGS_FILE = "region.toml"
NAME_LISTS = ("candidates", "gateways", "scenarios", "air_hubs", "air_gateways", "watched_links")
"""Defaults of region.toml that are lists of names."""
_KINDS: dict[str, tuple[type, str]] = {
    "name": (str, "a text in quotes"),
    "title": (str, "a text in quotes"),
    "base_year": (int, "a whole number"),
    "description": (str, "a text in quotes"),
    "defaults": (dict, "a table"),
    "reexport": (list, "tables in double brackets"),
}


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
    gateway_sets : tuple of tuples of str
        Sets of gateways over which a study shows its verdict.
    scenarios : tuple of str
        Scenarios of a default study; when empty, ``base`` and all with a probability.
    reference_class : str
        Class that stands for freight in general; when empty, the first.
    incumbent, challenger : str
        Hubs that reports name; may be empty.
    reexports : tuple of Reexport
        Goods that are sent on.
    air_hubs, air_gateways : tuple of str
        Candidate hubs of air cargo and the airports that feed them; when empty, studies choose by the flights.
    watched_links : tuple of str
        Flights whose worth a study tells.
    """

    name: str
    title: str
    base_year: int
    description: str = ""
    candidates: tuple[str, ...] = ()
    gateways: tuple[str, ...] | None = None
    gateway_sets: tuple[tuple[str, ...], ...] = ()
    scenarios: tuple[str, ...] = ()
    reference_class: str = ""
    incumbent: str = ""
    challenger: str = ""
    reexports: tuple[Reexport, ...] = ()
    air_hubs: tuple[str, ...] = ()
    air_gateways: tuple[str, ...] = ()
    watched_links: tuple[str, ...] = ()


@dataclass(frozen=True)
class World:
    """A region in another year than that of its own tables.

    Attributes
    ----------
    trade : Table
        Trade of that year.
    changes : Scenario
        What else is different.
    """

    trade: Table
    changes: Scenario


@dataclass(frozen=True)
class RegionData(Brief):
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
    worlds : dict
        Other years that the region has tables of.
    world : Scenario
        What is different in the year that the region is in; nothing in its own year.
    made : Made
        What was made of the tables; variants of the region share it.
    """

    folder: Path
    settings: Settings
    tables: dict[str, Table]
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    worlds: dict[int, World] = field(default_factory=dict)
    world: Scenario = BASE
    made: Made = field(default_factory=Made, repr=False, compare=False)

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the files alone, not what was made of them."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def in_year(self, year: int) -> RegionData:
        """Return the region with the trade of another year.

        Parameters
        ----------
        year : int
            One of ``worlds``.

        Returns
        -------
        RegionData
            What else is different that year is in ``world``, and is not applied. The year that was left is among
            ``worlds``, so that there is a way back.
        """
        now, new = World(self["trade"], self.world), self.worlds[year]
        return replace(
            self,
            tables=self.tables | {"trade": new.trade},
            settings=replace(self.settings, base_year=year),
            worlds=self.worlds | {self.settings.base_year: now},
            world=new.changes,
        )

    @cached_property
    def place_names(self) -> PlaceNames:
        """Finds places by id, name and alias."""
        return PlaceNames.from_table(self["places"])

    @cached_property
    def countries_of_places(self) -> dict[str, str]:
        """Country of each place, by id."""
        return {row["id"]: row["country"] for row in self["places"]}

    @cached_property
    def customs_areas(self) -> dict[str, str]:
        """Customs area of each place, by id: that of its country, or the country itself."""
        area = {row["iso3"]: row["customs_area"] or row["iso3"] for row in self["countries"]}
        return {place: area.get(country, country) for place, country in self.countries_of_places.items()}

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
        if cls in self.class_ids:
            return cls
        key = folded(cls)
        for row in self["classes"]:
            if key and key in (folded(row["id"]), folded(row["name"])):
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
    known = [*(spec.file for spec in TABLES.values()), *PLACE_FILES, SETTINGS_FILE, "scenarios", "years"]
    check_names(folder, known, faults)
    tables = {
        name: read_places(folder, faults) if name == "places" else read_table(folder, spec, faults)
        for name, spec in TABLES.items()
    }
    settings = read_settings(folder, faults)
    return RegionData(folder, settings, tables, read_scenarios(folder, faults), _read_worlds(folder, faults))


def _read_worlds(folder: Path, faults: FaultCollector) -> dict[int, World]:
    """Read the folders ``years/<year>``."""
    found = {}
    for name in list_files(folder, "years", "", faults):
        year = name.removeprefix("years/")
        if not (year.isdecimal() and year.isascii() and FIRST_YEAR <= int(year) <= LAST_YEAR):
            faults.add("years/", None, "", year, "the folder's name is not a year", "name it e.g. years/2025")
            continue
        for other in list_files(folder, name, "", faults):
            if other.endswith((".csv", ".toml")) and not other.endswith(("/trade.csv", "/world.toml")):
                remedy = "name it trade.csv or world.toml, or say what is different by changes in world.toml"
                faults.add(other, None, "", "", "a file that is not read", remedy)
        spec = replace(TABLES["trade"], file=f"{name}/trade.csv")
        found[int(year)] = World(read_table(folder, spec, faults), read_world(folder, int(year), faults))
    return found


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
    content = _checked(read_toml(folder, SETTINGS_FILE, faults, needed=True), faults)
    if content is None:
        return Settings("", "", 2000)
    defaults = content.get("defaults", {})
    lists: dict[str, tuple[str, ...]] = {}
    sets: tuple[tuple[str, ...], ...] = ()
    texts: dict[str, str] = {}
    for key, value in defaults.items():
        if key in NAME_LISTS:
            if _are_names(value):
                lists[key] = tuple(value)
            else:
                _fault(faults, f"defaults.{key}", "must be a list of names", 'write ["A", "B"]')
        elif key == "gateway_sets":
            if isinstance(value, list) and all(_are_names(item) for item in value):
                sets = tuple(tuple(item) for item in value)
            else:
                _fault(faults, "defaults.gateway_sets", "must be a list of lists of names", 'write [["A"], ["A", "B"]]')
        elif key in ("incumbent", "challenger", "reference_class"):
            if isinstance(value, str):
                texts[key] = value
            else:
                what = "class" if key == "reference_class" else "place"
                _fault(faults, f"defaults.{key}", f"must be the id of a {what}", 'write "A"')
        else:
            known = f"{', '.join(NAME_LISTS)}, gateway_sets, incumbent, challenger or reference_class"
            _fault(faults, f"defaults.{key}", "unknown key", f"use {known}")
    return Settings(
        name=content.get("name", ""),
        title=content.get("title", ""),
        base_year=content.get("base_year", 2000),
        description=content.get("description", ""),
        reexports=tuple(_read_reexports(content.get("reexport", []), faults)),
        candidates=lists.get("candidates", ()),
        gateways=lists.get("gateways"),
        gateway_sets=sets,
        scenarios=lists.get("scenarios", ()),
        reference_class=texts.get("reference_class", ""),
        incumbent=texts.get("incumbent", ""),
        challenger=texts.get("challenger", ""),
        air_hubs=lists.get("air_hubs", ()),
        air_gateways=lists.get("air_gateways", ()),
        watched_links=lists.get("watched_links", ()),
    )


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _fault(faults: FaultCollector, key: str, problem: str, remedy: str) -> None:
    faults.add(SETTINGS_FILE, None, key, "", problem, remedy)


def _checked(content: dict[str, Any] | None, faults: FaultCollector) -> dict[str, Any] | None:
    """Leave out what is not of its kind, and note it, and what is missing."""
    if content is None:
        return None
    good: dict[str, Any] = {}
    for key, value in content.items():
        if key not in _KINDS:
            _fault(faults, key, "unknown key", "use one of " + ", ".join(_KINDS))
        elif not isinstance(value, _KINDS[key][0]) or isinstance(value, bool):
            _fault(faults, key, f"must be {_KINDS[key][1]}", "correct the value")
        elif isinstance(value, str) and (problem := (name_problem if key == "name" else text_problem)(value)):
            _fault(faults, key, *problem)
        elif isinstance(value, int) and not FIRST_YEAR <= value <= LAST_YEAR:
            _fault(faults, key, f"{shown(value)} is no year", f"write one from {FIRST_YEAR} to {LAST_YEAR}")
        else:
            good[key] = value
    for key in ("name", "title", "base_year"):
        if key not in content:
            _fault(faults, key, "the key is missing", f"add it, e.g. {key} = ...")
    return good


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
            names = (block["country"], block["origin"], block.get("parameter", "reexport_share"))
            if not all(isinstance(name, str) for name in names):
                raise TypeError
            found.append(Reexport(names[0], names[1], shares, names[2]))
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
            problem = "country, origin or destinations is missing or wrong"
            remedy = 'write country = "KGZ", origin = "CHN", destinations = { KAZ = 0.6, RUS = 0.4 }'
            _fault(faults, where, problem, remedy)
    return found
