"""The names of all that a region has, for what is asked of it by id or name, whatever the case and punctuation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from geodata.faults import LONGEST_LABEL, UnknownNameError, printable, unknown
from geodata.files.data import RegionData
from geodata.files.schema import HUB_NUMBERS, MODES, PARAMETER_KEYS, SERVICES
from geodata.places import folded

# the table that names come from: nothing is said about those of a table that could not be read whole
OF_TABLE = {
    "link": "links", "corridor": "links", "country": "countries", "place": "places", "class": "classes",
    "parameter": "parameters", "source": "sources", "scheduled service": "services",
}  # fmt: skip


@dataclass(frozen=True)
class Unknown:
    """A name that the region does not have, or that may be several things.

    Attributes
    ----------
    kind, name : str
        What it should name, and how it was given.
    known : tuple of str
        The names that there are.
    several : tuple of str
        Ids that it may mean.
    """

    kind: str
    name: str
    known: tuple[str, ...] = ()
    several: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """What is wrong, as a report of a file says it."""
        if self.several:
            return f'{self.kind} "{self.name}" can be any of {", ".join(self.several)}'
        return f'unknown {self.kind} "{self.name}"'

    @property
    def remedy(self) -> str:
        """What to do, as a report of a file says it."""
        if self.several:
            return "use the id"
        close = get_close_matches(self.name, sorted(self.known), n=3, cutoff=0.5)
        return f"did you mean {' or '.join(close)}?" if close else "correct it, or add it to the region"

    def __str__(self) -> str:
        if self.several:
            name = printable(self.name, LONGEST_LABEL)
            return f"{self.kind} {name!r} can be any of {', '.join(self.several)}; use the id"
        return unknown(self.kind, self.name, list(self.known))


class Names:
    """Finds ids by id or name.

    Parameters
    ----------
    data : RegionData
        The files of the region, perhaps with faults.
    """

    def __init__(self, data: RegionData) -> None:
        places, services = data["places"], data["services"]
        countries = {code: "" for row in data["links"] for code in row["through"]}
        countries |= dict.fromkeys(data.countries_of_places.values(), "")
        countries |= dict.fromkeys(sorted(data["countries"].mentioned), "")
        countries |= {row["iso3"]: row["name"] for row in data["countries"]}
        parameters = {row["parameter"] for row in data["parameters"]} | set(PARAMETER_KEYS) | set(HUB_NUMBERS)
        named: dict[str, dict[str, Collection[str]]] = {
            "link": _plain(data["links"].mentioned),
            "corridor": _plain(data.corridors),
            "country": {code: dict.fromkeys([name, name.partition(",")[0]]) for code, name in countries.items()},
            "place": _plain(places.mentioned) | {row["id"]: [row["name"], *row["aliases"]] for row in places},
            "mode": _plain(MODES),
            "class": _plain(data["classes"].mentioned) | {row["id"]: [row["name"]] for row in data["classes"]},
            "service": _plain(SERVICES),
            "scheduled service": _plain(services.mentioned) | {row["id"]: [row["name"]] for row in services},
            "parameter": _plain(parameters),
            "source": _plain(data["sources"].mentioned),
        }
        self._ids = named
        self._sure = {kind: data[table].complete for kind, table in OF_TABLE.items()}
        self._data = data
        self._folded: dict[str, dict[str, dict[str, None]]] = {}

    def known(self, kind: str) -> tuple[str, ...]:
        """Return all ids of a kind.

        Parameters
        ----------
        kind : str
            ``link``, ``corridor``, ``country``, ``place``, ``mode``, ``class``, ``service``, ``scheduled service``,
            ``parameter`` or ``source``.

        Returns
        -------
        tuple of str
        """
        return tuple(self._ids[kind])

    def sure(self, kind: str) -> bool:
        """Tell whether all names of a kind could be read.

        Parameters
        ----------
        kind : str
            As for `known`.

        Returns
        -------
        bool
        """
        return self._sure.get(kind, True)

    def find(self, kind: str, name: str) -> str | Unknown:
        """Return the id that a name means.

        Parameters
        ----------
        kind : str
            As for `known`.
        name : str
            Id or name.

        Returns
        -------
        str or `Unknown`
            The name itself where it may stand in a row that could not be read.
        """
        ids = self._ids[kind]
        if name in ids:
            return name
        if kind == "place" and self._data["places"].complete:
            try:
                return self._data.place_names.find(name)
            except UnknownNameError:
                several = self._data.place_names.ambiguous.get(folded(name), ())
                shown = (*ids, *(str(title) for titles in ids.values() for title in titles))
                return Unknown(kind, name, shown, several)
        found = tuple(self._by_name(kind).get(folded(name), ())) if folded(name) else ()
        if len(found) == 1:
            return found[0]
        if not found and not self.sure(kind):
            return name
        shown = (*ids, *(str(title) for titles in ids.values() for title in titles)) if kind == "country" else (*ids,)
        return Unknown(kind, name, shown, found)

    def _by_name(self, kind: str) -> dict[str, dict[str, None]]:
        """Ids by folded id and name; an id goes before names that read like it."""
        if kind not in self._folded:
            own: dict[str, dict[str, None]] = {}
            named: dict[str, dict[str, None]] = {}
            for id_, titles in self._ids[kind].items():
                own.setdefault(folded(id_), {})[id_] = None
                for title in titles:
                    named.setdefault(folded(title), {})[id_] = None
            self._folded[kind] = named | own
        return self._folded[kind]


def _plain(ids: Iterable[str]) -> dict[str, Collection[str]]:
    return dict.fromkeys(sorted(ids), ())
