"""What is valued: links, services and works of a region, each as changes with which it is there and is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.air import links_between
from geodata import Change, ParameterChange, Region, Scenario, ServiceChange
from optimize import InputError
from optimize.brief import Brief

Override = Change | ServiceChange | ParameterChange
LINK, PROJECT, SERVICE, SCENARIO, MORE = "link", "project", "service", "scenario", "more"
"""Kinds: a link, planned links that belong together, a scheduled service, the changes of a scenario, more departures
of what is there."""
FERRY = "ferry"
SHARE = 0.1
"""More departures where no timetable says how many there are: the wait is shorter and the room larger in that ratio."""


@dataclass(frozen=True)
class Item(Brief):
    """Something that is valued.

    Attributes
    ----------
    id, kind, name : str
        Id of the link, service or scenario, or several joined; one of the kinds; for people.
    links, services : tuple of str
        What it consists of, by id.
    present, absent : tuple of changes
        With which it is there, and with which it is not; none: as the region is.
    more : float
        By how much departures are multiplied, less 1; 0 for all kinds but `MORE`.
    planned : bool
        Whether all of it is closed until something opens it.
    """

    id: str
    kind: str
    name: str
    links: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    present: tuple[Override, ...] = ()
    absent: tuple[Override, ...] = ()
    more: float = 0.0
    planned: bool = False

    def without(self, opened: bool) -> tuple[Override, ...]:
        """Return the changes without it.

        Parameters
        ----------
        opened : bool
            Whether something in force may open what is planned.

        Returns
        -------
        tuple of changes
            None where it is not there anyway.
        """
        return () if self.planned and not opened else self.absent


def default_items(region: Region) -> list[Item]:
    """List what is worth a look: watched links, works that scenarios turn on and off, planned links, ferries.

    Parameters
    ----------
    region : Region

    Returns
    -------
    list of Item
        Watched links; scenarios ``<name>-on`` with their ``<name>-off``; what scenarios open that do nothing else;
        other planned links, those of the same corridors and mode together, flights each by itself; more departures of
        each ferry that waits or has a capacity. What consists of the same links is listed once.
    """
    rows = list(region.data["links"])
    planned = [row for row in rows if row["status"] == "planned"]
    found = [link_item(region, link) for link in region.data.settings.watched_links]
    found += [item for name in region.scenarios if (item := _pair(region, name)) is not None]
    for scenario in region.scenarios.values():
        if _opens_only(scenario):
            found.append(scenario_item(region, scenario.name))
    found += [_group(region, group) for group in _groups(planned)]
    ferries = [row for row in rows if row["mode"] == FERRY and row["status"] != "planned"]
    found += [more_item(region, row["id"]) for row in ferries if _grows(row)]
    return once(found)


def once(items: Iterable[Item]) -> list[Item]:
    """Leave out what was there before, or consists of links that were valued before.

    Parameters
    ----------
    items : iterable of Item

    Returns
    -------
    list of Item
    """
    kept: list[Item] = []
    seen: set[str] = set()
    known: set[tuple[bool, str]] = set()
    for item in items:
        parts = {(item.kind == MORE, link) for link in item.links}
        if item.id in seen or (parts and parts <= known):
            continue
        seen.add(item.id)
        known |= parts
        kept.append(item)
    return kept


def named_items(
    region: Region,
    links: Sequence[str] = (),
    services: Sequence[str] = (),
    scenarios: Sequence[str] = (),
    more: Sequence[str] = (),
) -> list[Item]:
    """Look up what is to be valued.

    Parameters
    ----------
    region : Region
    links, services, scenarios, more : sequence of str
        Links by id or ends (``A-B``), services by id, scenarios by name, links or services that leave more often.

    Returns
    -------
    list of Item

    Raises
    ------
    InputError
        Naming all that there is not, and scenarios that are not a thing that has a worth.
    """
    rows, faults, found = list(region.data["links"]), [], []
    ids, known = {row["id"] for row in rows}, {row["id"] for row in region.data["services"]}
    for name in links:
        here = [name] if name in ids else links_between(region, name, rows)
        found += [link_item(region, link) for link in here]
        if not here:
            faults.append(f"link: there is none called {name!r}; give an id of links.csv, or two places, A-B")
    for name in services:
        if name in known:
            found.append(service_item(region, name))
        else:
            faults.append(f"service: there is none called {name!r}; give an id of services.csv")
    for name in scenarios:
        try:
            found.append(scenario_item(region, region.scenario(name).name))
        except InputError as error:
            faults += error.faults
        except ValueError as error:
            faults.append(f"scenario: {error}")
    for name in more:
        here = [name] if name in ids | known else links_between(region, name, rows)
        for each in here:
            try:
                found.append(more_item(region, each))
            except InputError as error:
                faults += error.faults
        if not here:
            faults.append(f"more: {name!r} is neither a link nor a service; give an id, or two places, A-B")
    if faults:
        raise InputError(faults)
    return list({item.id: item for item in found}.values())


def link_item(region: Region, link: str) -> Item:
    """Value a link: open, or closed.

    Parameters
    ----------
    region : Region
    link : str
        Id.

    Returns
    -------
    Item

    Raises
    ------
    InputError
        If there is no such link.
    """
    row = next((row for row in region.data["links"] if row["id"] == link), None)
    if row is None:
        raise InputError([f"there is no link {link!r}; give an id of links.csv"])
    return _of_links(region, link, LINK, _link_name(region, row), [row])


def service_item(region: Region, service: str) -> Item:
    """Value a scheduled service: running, or not.

    Parameters
    ----------
    region : Region
    service : str
        Id.

    Returns
    -------
    Item
    """
    row = next(row for row in region.data["services"] if row["id"] == service)
    start = (ServiceChange(services=(service,), open=True),) if row["status"] == "planned" else ()
    stop = (ServiceChange(services=(service,), close=True),)
    return Item(service, SERVICE, row["name"] or service, (), (service,), start, stop, planned=bool(start))


def scenario_item(region: Region, name: str) -> Item:
    """Value what a scenario changes.

    Parameters
    ----------
    region : Region
    name : str
        Of the scenario. One that opens something is there with its changes; one of a pair ``-on`` and ``-off`` with
        those of the one and not with those of the other; one that closes is what is lost with its changes.

    Returns
    -------
    Item

    Raises
    ------
    InputError
        If the scenario changes trade, so that costs with and without it are of different freight, or nothing.
    """
    pair = _pair(region, name)
    if pair is not None:
        return pair
    scenario = region.scenario(name)
    if scenario.demand:
        raise InputError([f"scenario {name} changes trade: what different freight costs says nothing of its worth"])
    changes = _changes(scenario)
    if not changes:
        raise InputError([f"scenario {name} changes nothing that has a worth: name another"])
    title = scenario.title or name
    opened = _parts(region, [change for change in changes if getattr(change, "open", False)])
    if any(opened):
        links, services = opened
        corridors = {tuple(row["corridors"]) for row in region.data["links"] if row["id"] in links}
        own = next(iter(corridors)) if len(corridors) == 1 else ()
        shut = _shut(links, services)
        return Item(
            name,
            PROJECT,
            own[0] if len(own) == 1 else title,
            links,
            services,
            changes,
            shut,
            planned=_opens_only(scenario) and _all_planned(region, links, services),
        )
    links, services = _parts(region, [change for change in changes if getattr(change, "close", False)])
    if any((links, services)):
        return Item(name, SCENARIO, f"without: {title}", links, services, (), changes)
    return Item(name, SCENARIO, title, (), (), changes, ())


def more_item(region: Region, name: str) -> Item:
    """Value more departures: one a week where there is a timetable, else a share more, by `SHARE`.

    Parameters
    ----------
    region : Region
    name : str
        Id of a link or service.

    Returns
    -------
    Item

    Raises
    ------
    InputError
        If it neither waits nor has a capacity.
    """
    row = next((row for row in region.data["services"] if row["id"] == name), None)
    if row is not None:
        more = 1.0 / float(row["departures_per_week"])
        oftener: Override = ServiceChange(services=(name,), departures=1.0 + more)
        return Item(f"more:{name}", MORE, f"One departure a week more: {row['name'] or name}", (), (name,), (oftener,),
                    (), more)  # fmt: skip
    row = next(row for row in region.data["links"] if row["id"] == name)
    if not _grows(row):
        raise InputError([f"link {name} has no departures, no wait and no capacity: there is nothing to have more of"])
    weekly = _number(row["departures_per_week"])
    more = 1.0 / weekly if weekly > 0 else SHARE
    what = "One departure a week more" if weekly > 0 else f"{SHARE:.0%} more departures"
    change = Change(links=(name,), wait=1.0 / (1.0 + more), capacity=1.0 + more)
    return Item(f"more:{name}", MORE, f"{what}: {_link_name(region, row)}", (name,), (), (change,), (), more)


def _pair(region: Region, name: str) -> Item | None:
    """Two scenarios of the same name with -on and -off, if they are there and leave trade as it is."""
    stem = name.removesuffix("-on").removesuffix("-off")
    there, gone = (region.scenarios.get(f"{stem}-{end}") for end in ("on", "off"))
    if stem == name or there is None or gone is None or there.demand or gone.demand:
        return None
    links, services = _parts(region, [change for change in _changes(gone) if getattr(change, "close", False)])
    title = there.title or there.name
    return Item(stem, SCENARIO, title, links, services, _changes(there), _changes(gone))


def _changes(scenario: Scenario) -> tuple[Override, ...]:
    return (*scenario.changes, *scenario.services, *scenario.parameters)


def _opens_only(scenario: Scenario) -> bool:
    changes: list[Change | ServiceChange] = [*scenario.changes, *scenario.services]
    others = scenario.parameters or scenario.demand or scenario.name.endswith("-on")
    return bool(changes) and not others and all(change.open and not change.close for change in changes)


def _parts(region: Region, changes: Sequence[Override]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the links and services that some changes select."""
    links, timetable = region.model.links, region.model.timetable
    on, run = np.zeros(len(links), dtype=np.bool_), np.zeros(len(timetable), dtype=np.bool_)
    for change in changes:
        if isinstance(change, Change):
            on |= links.select(change)
        elif isinstance(change, ServiceChange):
            run |= timetable.select(change, links.places)
    chosen = dict.fromkeys(links.ids[at] for at in np.flatnonzero(on))
    return tuple(chosen), tuple(dict.fromkeys(timetable.ids[at] for at in np.flatnonzero(run)))


def _shut(links: Sequence[str], services: Sequence[str]) -> tuple[Override, ...]:
    closed: list[Override] = [Change(links=tuple(links), close=True)] if links else []
    return (*closed, *([ServiceChange(services=tuple(services), close=True)] if services else []))


def _groups(planned: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Planned links of the same corridors and mode; what has a timetable, or no corridor, by itself."""
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for row in planned:
        alone = _number(row["departures_per_week"]) > 0 or not row["corridors"]
        groups.setdefault(row["id"] if alone else (row["mode"], tuple(row["corridors"])), []).append(row)
    return list(groups.values())


def _group(region: Region, rows: Sequence[Mapping[str, Any]]) -> Item:
    if len(rows) == 1:
        return link_item(region, str(rows[0]["id"]))
    name = f"{' / '.join(rows[0]['corridors'])} ({rows[0]['mode']})"
    return _of_links(region, "+".join(str(row["id"]) for row in rows), PROJECT, name, rows)


def _of_links(region: Region, key: str, kind: str, name: str, rows: Sequence[Mapping[str, Any]]) -> Item:
    """Links, with the planned services that run on them alone."""
    links = tuple(str(row["id"]) for row in rows)
    planned = tuple(str(row["id"]) for row in rows if row["status"] == "planned")
    ends = {row["from"] for row in rows} | {row["to"] for row in rows}
    modes = {row["mode"] for row in rows}
    services = tuple(
        str(row["id"])
        for row in region.data["services"]
        if row["status"] == "planned" and planned and set(row["stops"]) <= ends and set(row["modes"]) <= modes
    )
    start: list[Override] = [Change(links=planned, open=True)] if planned else []
    if services:
        start.append(ServiceChange(services=services, open=True))
    closed = _all_planned(region, links, services)
    return Item(key, kind, name, links, services, tuple(start), _shut(links, services), planned=closed)


def _all_planned(region: Region, links: Sequence[str], services: Sequence[str]) -> bool:
    chosen = {"links": links, "services": services}
    return all(
        row["status"] == "planned" for table, ids in chosen.items() for row in region.data[table] if row["id"] in ids
    )


def _link_name(region: Region, row: Mapping[str, Any]) -> str:
    names = region.places["name"]
    start, end = (str(names[row[side]]).split("(")[0].split("/")[0].strip() for side in ("from", "to"))
    return f"{start} - {end} ({row['mode']})"


def _grows(row: Mapping[str, Any]) -> bool:
    """Whether more departures change anything."""
    return any(_number(row[name]) > 0 for name in ("departures_per_week", "wait_h", "capacity_t_per_year"))


def _number(value: Any) -> float:
    return 0.0 if value is None or value != value or value == "" else float(value)
