"""Reading ``scenarios/*.toml``."""

from __future__ import annotations

import math
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from geodata.coerce import LARGEST_ADDITION, LARGEST_FACTOR
from geodata.faults import FaultCollector
from geodata.files.columns import LARGEST_VALUE
from geodata.files.schema import CONFIDENCES, SERVICES
from geodata.files.source import list_files
from geodata.files.text import name_problem, text_problem
from geodata.files.toml import read_toml, shown
from geodata.scenarios import (
    DAYS_PER_YEAR,
    LINK_ADDITIONS,
    LINK_FACTORS,
    Change,
    DemandChange,
    ParameterChange,
    Scenario,
    ServiceChange,
    share_of_time,
)
from optimize import InputError

SELECTORS = ("links", "corridor", "country", "place", "mode")
TOP_KEYS = (
    "title", "description", "probability", "probability_low", "probability_high", "probability_source", "confidence",
    "per_year", "per_year_low", "per_year_high", "duration_days", "recovery_days", "group", "correlation", "combine",
    "note", "source", "change", "demand", "parameter", "service",
)  # fmt: skip


# what a year's world.toml may say: it holds all the time
WORLD_KEYS = ("title", "description", "note", "source", "change", "demand", "parameter", "service")


def read_scenarios(folder: Path, faults: FaultCollector) -> dict[str, Scenario]:
    """Read every scenario file of a region folder.

    Parameters
    ----------
    folder : Path
        The region folder.
    faults : FaultCollector
        Receives every fault.

    Returns
    -------
    dict
        Scenarios by name, in the order of names.
    """
    found: dict[str, Scenario] = {}
    for file in list_files(folder, "scenarios", ".toml", faults):
        name = file.removeprefix("scenarios/").removesuffix(".toml")
        reader = _Reader(file, faults)
        if problem := name_problem(name):
            reader.fault("", f"the file's name {problem[0]}", "give the file another name")
        elif name == "base":
            reader.fault("", "base is the undisturbed state", "give the file another name")
        elif (content := read_toml(folder, file, faults, needed=True)) is not None:
            found[name] = reader.scenario(name, content)
    return found


def read_scenario(file: str | Path) -> Scenario:
    """Read a scenario from a file of one's own, in no region's folder.

    Parameters
    ----------
    file : str or Path
        A TOML file as a region's folder ``scenarios`` has them; the scenario is named by it.

    Returns
    -------
    Scenario
        Its names are not compared with any region yet.

    Raises
    ------
    InputError
        When it is not there or has faults; all of them are named.
    """
    path, faults = Path(file), FaultCollector()
    reader = _Reader(path.name, faults)
    if problem := name_problem(path.stem):
        reader.fault("", f"the file's name {problem[0]}", "give the file another name")
    elif path.stem == "base":
        reader.fault("", "base is the undisturbed state", "give the file another name")
    content = None
    if not path.is_file():
        reader.fault("", "there is no such file", f"looked for it at {path}")
    else:
        content = read_toml(path.parent, path.name, faults, needed=True)
    found = None if content is None else reader.scenario(path.stem, content)
    if faults.faults or found is None:
        raise InputError(map(str, faults.sorted()))
    return found


def read_world(folder: Path, year: int, faults: FaultCollector) -> Scenario:
    """Read what is different in another year, beside its trade.

    Parameters
    ----------
    folder : Path
        The region folder.
    year : int
        The year.
    faults : FaultCollector
        Receives every fault.

    Returns
    -------
    Scenario
        Named by the year; nothing is changed where the year has no ``world.toml``.
    """
    file = f"years/{year}/world.toml"
    content = read_toml(folder, file, faults)
    return _Reader(file, faults).scenario(str(year), content, WORLD_KEYS) if content else Scenario(str(year))


class _Reader:
    """Turns the content of one file into a `Scenario`, noting faults."""

    def __init__(self, file: str, faults: FaultCollector) -> None:
        self.file = file
        self.faults = faults

    def fault(self, column: str, problem: str, remedy: str) -> None:
        self.faults.add(self.file, None, column, "", problem, remedy)

    def scenario(self, name: str, content: dict[str, Any], keys: tuple[str, ...] = TOP_KEYS) -> Scenario:
        self.known(content, keys, "")
        confidence = self.text(content, "confidence", "")
        if confidence and confidence not in CONFIDENCES:
            self.fault("confidence", f'"{confidence}" is not known', "use one of " + ", ".join(CONFIDENCES))
        per_year, duration, recovery, probability = self.frequency(content)
        likely = self.probability_range(content, probability if per_year is None else None)
        return Scenario(
            name=name,
            title=self.text(content, "title", "") or name,
            description=self.text(content, "description", ""),
            probability=probability,
            probability_source=self.text(content, "probability_source", ""),
            confidence=confidence,
            per_year=per_year,
            probability_range=likely,
            duration_days=duration,
            recovery_days=recovery,
            group=self.text(content, "group", ""),
            correlation=self.number(content, "correlation", "", 0.0, high=1.0) or 0.0,
            combine=self.names(content, "combine", ""),
            changes=tuple(self.change(block, f"change {number}.") for number, block in self.blocks(content, "change")),
            demand=tuple(self.demand(block, f"demand {number}.") for number, block in self.blocks(content, "demand")),
            parameters=tuple(
                item
                for number, block in self.blocks(content, "parameter")
                if (item := self.parameter(block, f"parameter {number}.")) is not None
            ),
            services=tuple(
                self.service(block, f"service {number}.") for number, block in self.blocks(content, "service")
            ),
            note=self.text(content, "note", ""),
        )

    def frequency(
        self, content: dict[str, Any]
    ) -> tuple[tuple[float, float, float] | None, float | None, float | None, float | None]:
        """Occurrences a year (low, central, high), duration and recovery in days, and the share of the time."""
        duration, recovery = (self.number(content, key, "", None) for key in ("duration_days", "recovery_days"))
        probability = self.number(content, "probability", "", None, high=1.0)
        central = self.number(content, "per_year", "", None)
        if central is None:
            for key in ("per_year_low", "per_year_high", "recovery_days"):
                if key in content:
                    self.fault(key, "without per_year", "give per_year, how often it begins in a year")
            return None, duration, recovery, probability
        if probability is not None:
            self.fault("probability", "beside per_year, from which it follows", "keep one of the two")
        if duration is None:
            self.fault("duration_days", "per_year without a duration", "say how many days one occurrence lasts")
        low, high = (self.number(content, f"per_year_{end}", "", central) for end in ("low", "high"))
        triple = (low or 0.0, central, high or 0.0)
        if list(triple) != sorted(triple):
            self.fault("per_year", f"{triple[0]:g}, {central:g}, {triple[2]:g} are not in order", "they must rise")
        if triple[2] * (duration or 0.0) > DAYS_PER_YEAR:
            problem = f"{triple[2]:g} a year of {duration:g} days each are more than a year"
            self.fault("duration_days", problem, "correct per_year or duration_days")
        return triple, duration, recovery, share_of_time(central, duration or 0.0, recovery or 0.0)

    def probability_range(self, content: dict[str, Any], central: float | None) -> tuple[float, float, float] | None:
        """Low, central and high of a probability that is given itself; None when it is certain."""
        given = [key for key in ("probability_low", "probability_high") if key in content]
        if not given:
            return None
        if central is None:
            for key in given:
                self.fault(key, "without probability", "give probability, or per_year_low and per_year_high")
            return None
        low, high = (self.number(content, f"probability_{end}", "", central, high=1.0) for end in ("low", "high"))
        triple = (low or 0.0, central, high or 0.0)
        if list(triple) != sorted(triple):
            self.fault("probability", f"{triple[0]:g}, {central:g}, {triple[2]:g} are not in order", "they must rise")
        return triple

    def service(self, block: dict[str, Any], where: str) -> ServiceChange:
        selectors = ("services", "mode", "place")
        self.known(block, (*selectors, "close", "open", "departures", "tariff", "note", "source"), where)
        chosen = {key: self.names(block, key, where) for key in selectors}
        if not any(chosen.values()):
            self.fault(where.rstrip("."), "selects no services", "name services, mode or place")
        close, opened = self.flag(block, "close", where), self.flag(block, "open", where)
        if close and opened:
            self.fault(where.rstrip("."), "closes and opens at once", "keep one of the two")
        if not (close or opened or "departures" in block or "tariff" in block):
            self.fault(where.rstrip("."), "does nothing", "add close = true, open = true, departures or tariff")
        return ServiceChange(
            close=close,
            open=opened,
            departures=self.number(block, "departures", where, 1.0) or 0.0,
            tariff=self.number(block, "tariff", where, 1.0) or 0.0,
            **chosen,
        )

    def change(self, block: dict[str, Any], where: str) -> Change:
        keys = (*SELECTORS, "exclusive", "direction", "class", "service", "close", "open", *LINK_FACTORS,
                *LINK_ADDITIONS, "note", "source")  # fmt: skip
        self.known(block, keys, where)
        chosen: dict[str, Any] = {key: self.names(block, key, where) for key in (*SELECTORS, "service")}
        if not any(chosen[key] for key in SELECTORS):
            self.fault(where.rstrip("."), "selects no links", "name links, corridor, country, place or mode")
        for service in chosen["service"]:
            if service not in SERVICES:
                self.fault(where + "service", f'"{service}" is not known', "use " + " or ".join(SERVICES))
        direction = self.text(block, "direction", where, "both")
        if direction not in ("both", "forward", "backward"):
            self.fault(where + "direction", f'"{direction}" is not known', "use forward, backward or both")
            direction = "both"
        effects: dict[str, Any] = {key: self.number(block, key, where, 1.0) or 0.0 for key in LINK_FACTORS}
        effects |= {
            key: self.number(block, key, where, 0.0, low=-LARGEST_ADDITION, high=LARGEST_ADDITION) or 0.0
            for key in LINK_ADDITIONS
        }
        close, opened = self.flag(block, "close", where), self.flag(block, "open", where)
        if close and opened:
            self.fault(where.rstrip("."), "closes and opens at once", "keep one of the two")
        if not (close or opened or any(key in block for key in (*LINK_FACTORS, *LINK_ADDITIONS))):
            self.fault(where.rstrip("."), "does nothing", "add close = true, open = true or a factor")
        return Change(
            cls=self.names(block, "class", where),
            exclusive=self.flag(block, "exclusive", where),
            direction=direction,
            close=close,
            open=opened,
            **(chosen | effects),
        )

    def demand(self, block: dict[str, Any], where: str) -> DemandChange:
        self.known(block, ("exporter", "importer", "country", "class", "factor", "note", "source"), where)
        if "factor" not in block:
            self.fault(where + "factor", "is missing", "add e.g. factor = 1.2")
        return DemandChange(
            factor=self.number(block, "factor", where, 1.0) or 0.0,
            exporter=self.names(block, "exporter", where),
            importer=self.names(block, "importer", where),
            country=self.names(block, "country", where),
            cls=self.names(block, "class", where),
        )

    def parameter(self, block: dict[str, Any], where: str) -> ParameterChange | None:
        keys = ("parameter", "class", "mode", "service", "place", "country", "factor", "value", "add", "note", "source")
        self.known(block, keys, where)
        if sum(key in block for key in ("factor", "value", "add")) != 1:
            self.fault(where.rstrip("."), "needs either factor or value or add", "give one of the three")
        if not (name := self.text(block, "parameter", where)):
            self.fault(where + "parameter", "is missing", "name the parameter, as in parameters.csv or hubs.csv")
            return None
        return ParameterChange(
            name,
            value=self.number(block, "value", where, None, high=LARGEST_VALUE),
            factor=self.number(block, "factor", where, 1.0) or 0.0,
            cls=self.text(block, "class", where),
            mode=self.text(block, "mode", where),
            service=self.text(block, "service", where),
            place=self.text(block, "place", where),
            country=self.text(block, "country", where),
            add=self.number(block, "add", where, 0.0, low=-LARGEST_VALUE, high=LARGEST_VALUE) or 0.0,
        )

    def known(self, block: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
        for key in block:
            if key not in keys:
                close = get_close_matches(key, keys, n=1)
                hint = f"did you mean {close[0]}?" if close else "use one of " + ", ".join(keys)
                self.fault(where + key, "unknown key", hint)

    def blocks(self, content: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
        value = content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, "must be a list of tables", f"write [[{key}]] with double brackets")
            return []
        return list(enumerate(value, start=1))

    def text(self, block: dict[str, Any], key: str, where: str, default: str = "") -> str:
        value = block.get(key, default)
        if not isinstance(value, str):
            self.fault(where + key, f"{shown(value)} is not a text", f'write {key} = "..."')
            return default
        if problem := text_problem(value):
            self.fault(where + key, *problem)
        return value.strip() or default

    def names(self, block: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = block.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.fault(where + key, f"{shown(value)} is not a name or list of names", f'write {key} = ["...", "..."]')
            return ()
        return tuple(item.strip() for item in items if item.strip())

    def flag(self, block: dict[str, Any], key: str, where: str) -> bool:
        value = block.get(key, False)
        if not isinstance(value, bool):
            self.fault(where + key, f"{shown(value)} is not true or false", f"write {key} = true")
            return False
        return value

    def number(
        self,
        block: dict[str, Any],
        key: str,
        where: str,
        default: float | None,
        *,
        low: float = 0.0,
        high: float = LARGEST_FACTOR,
    ) -> float | None:
        value = block.get(key, default)
        if value is None or key not in block:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not -math.inf < value < math.inf:
            self.fault(where + key, f"{shown(value)} is not a usable number", f"write {key} = 0.5")
            return default
        if not low <= value <= high:
            self.fault(where + key, f"{shown(value)} is out of range", f"it must be between {low:g} and {high:g}")
            return default
        return float(value)
