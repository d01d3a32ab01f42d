"""What may be lost: corridors, border crossings, single links and hubs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.question import Study
from experiments.text import distinct
from geodata import Change, Region, Scenario
from geodata.files import SERVICES
from geodata.routes import load_links
from optimize import InputError

LINKS = ("used", "all", "none")
"""Which single links are looked at: those that some cheapest path uses, all that are open, or none."""
KINDS = ("corridor", "crossing", "link", "hub")
"""Kinds of elements, in the order in which they are listed."""


@dataclass(frozen=True)
class Element:
    """Something that may be lost.

    Attributes
    ----------
    id : str
        Name of the corridor, id of the link or hub, or the two ends of a crossing, ``A|B``; unique within its kind.
    kind : {"corridor", "crossing", "link", "hub"}
    name : str
        For people.
    links : tuple of str
        Links that are closed.
    hubs : tuple of str
        Hubs that are lost.
    """

    id: str
    kind: str
    name: str
    links: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Unique name: ``link:rail-a-b``."""
        return f"{self.kind}:{self.id}"

    def holds(self, other: Element) -> bool:
        """Tell whether all of another element is lost with this one.

        Parameters
        ----------
        other : Element

        Returns
        -------
        bool
        """
        return set(other.links) <= set(self.links) and set(other.hubs) <= set(self.hubs)

    def with_other(self, other: Element) -> Element:
        """Join two elements that are lost together.

        Parameters
        ----------
        other : Element

        Returns
        -------
        Element
        """
        links, hubs = ({*self.links, *other.links}, {*self.hubs, *other.hubs})
        return Element(
            f"{self.key} & {other.key}", "pair", f"{self.name} and {other.name}", tuple(sorted(links)),
            tuple(sorted(hubs)),
        )  # fmt: skip


def without(state: Scenario, links: Iterable[str]) -> Scenario:
    """Close links in a state of the world.

    Parameters
    ----------
    state : Scenario
    links : iterable of str
        Their ids, all directions; none = the state as it is.

    Returns
    -------
    Scenario
    """
    closed = tuple(links)
    if not closed:
        return state
    return replace(state, name="lost", combine=(), changes=(*state.changes, Change(links=closed, close=True)))


def list_elements(study: Study, state: Scenario, hubs: Sequence[str], links: str = "used") -> list[Element]:
    """List what may be lost.

    Parameters
    ----------
    study : Study
    state : Scenario
        The state of the world in which it is lost.
    hubs : sequence of str
        The open hubs.
    links : {"used", "all", "none"}
        Which single links are listed. A crossing of one link is that link, and listed once.

    Returns
    -------
    list of Element
        Corridors, crossings, links, hubs. Corridors and crossings that no cheapest path uses are left out, unless
        `links` is "all".

    Raises
    ------
    InputError
        If `links` is none of these.
    """
    if links not in LINKS:
        raise InputError([f"links is {links!r}: give one of {', '.join(LINKS)}"])
    used = used_links(study, state)
    counted = open_links(study.region, state) if links == "all" else used
    corridors = [one for one in _corridors(study.region) if counted & set(one.links)]
    crossings = [one for one in _crossings(study) if counted & set(one.links)]
    alone = {one.links[0] for one in crossings if len(one.links) == 1}
    single = [] if links == "none" else [one for one in _links(study) if one.links[0] in counted - alone]
    return [*corridors, *crossings, *single, *(Element(hub, "hub", study.name(hub), hubs=(hub,)) for hub in hubs)]


def open_links(region: Region, state: Scenario) -> set[str]:
    """Find the links that some class may use in some direction.

    Parameters
    ----------
    region : Region
    state : Scenario

    Returns
    -------
    set of str
    """
    now = region.state(state)
    model = now.model
    found = np.zeros(len(model.links), dtype=np.bool_)
    for cls in now.chosen_classes(None):
        for service in SERVICES:
            weight = now.arc_costs(cls, service).weight
            on = (model.graph.link >= 0) & np.isfinite(weight)
            found[model.graph.link[on]] = True
    return {model.links.ids[at] for at in np.flatnonzero(found)}


def used_links(study: Study, state: Scenario) -> set[str]:
    """Find the links that carry something: some cheapest path between two nodes, or a service, uses them.

    Closing any other link leaves all costs as they are.

    Parameters
    ----------
    study : Study
    state : Scenario

    Returns
    -------
    set of str
        Of paths that cost the same one is followed.
    """
    now = study.region.state(state)
    model = now.model
    row_of = {place: row for row, place in enumerate(model.links.places)}
    rows = np.array([row_of[place] for place in now.nodes(study.candidates)], dtype=np.int64)
    every = np.ones((len(rows), len(rows)))
    carried = np.zeros(len(model.links))
    for cls in study.classes or now.chosen_classes(None):
        for service in SERVICES:
            carried += load_links(model.graph, model.links, now.arc_costs(cls, service).weight, every, rows)[0]
        if len(model.timetable):
            carried += study.region.assignment(state, cls).flow_t
    return {model.links.ids[at] for at in np.flatnonzero(carried > 0)}


def _corridors(region: Region) -> list[Element]:
    on: dict[str, dict[str, None]] = {}
    for row in region.data["links"]:
        for name in row["corridors"]:
            on.setdefault(str(name), {})[str(row["id"])] = None
    return [Element(name, "corridor", name, tuple(sorted(links))) for name, links in sorted(on.items())]


def _crossings(study: Study) -> list[Element]:
    """Border posts: all links with a crossing between the same two places."""
    crossed = {str(row["link"]) for row in study.region.data["crossings"]}
    posts: dict[tuple[str, str], list[str]] = {}
    for row in study.region.data["links"]:
        if row["id"] in crossed:
            one, other = sorted((str(row["from"]), str(row["to"])))
            posts.setdefault((one, other), []).append(str(row["id"]))
    return [
        Element("|".join(ends), "crossing", f"{study.name(ends[0])} - {study.name(ends[1])}", tuple(sorted(links)))
        for ends, links in posts.items()
    ]


def _links(study: Study) -> list[Element]:
    rows = {str(row["id"]): row for row in study.region.data["links"]}
    names = distinct(
        {link: f"{study.name(row['from'])} - {study.name(row['to'])} ({row['mode']})" for link, row in rows.items()}
    )
    return [Element(link, "link", names[link], (link,)) for link in rows]
