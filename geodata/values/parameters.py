"""The numbers of the cost and demand models: looked up by class, mode, service and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from geodata.scenarios import ParameterChange


@dataclass(frozen=True)
class Entry:
    """One row of parameters.csv with the value in use."""

    cls: str
    mode: str
    service: str
    place: str
    value: float

    def fits(self, cls: str, mode: str, service: str, place: str) -> bool:
        """Whether the row holds for these keys."""
        return (
            self.cls in ("", cls)
            and self.mode in ("", mode)
            and self.service in ("", service)
            and self.place in ("", place)
        )

    def rank(self) -> tuple[int, bool, bool, bool]:
        """How specific the row is."""
        filled = [bool(key) for key in (self.place, self.cls, self.mode, self.service)]
        return (sum(filled), filled[0], filled[1], filled[2])


@dataclass(frozen=True)
class Parameters:
    """All parameters at the values in use, with the changes of a scenario on top.

    A look-up takes the most specific row that fits, then applies the changes that fit, in their order.

    Examples
    --------
    >>> rows = Entry("", "", "", "", 1.0), Entry("", "rail", "", "", 2.0)
    >>> numbers = Parameters({"tariff": rows}).changed([ParameterChange("tariff", factor=10.0, mode="rail")])
    >>> numbers.get("tariff", mode="road"), numbers.get("tariff", mode="rail")
    (1.0, 20.0)
    """

    entries: dict[str, tuple[Entry, ...]]
    changes: tuple[ParameterChange, ...] = ()
    _cache: dict[tuple[str, str, str, str, str], float | None] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str, *, cls: str = "", mode: str = "", service: str = "", place: str = "") -> float | None:
        """Return a parameter's value, None when no row fits."""
        key = (name, cls, mode, service, place)
        if key not in self._cache:
            fitting = [e for e in self.entries.get(name, ()) if e.fits(cls, mode, service, place)]
            number = max(fitting, key=Entry.rank).value if fitting else None
            for change in self.changes:
                if change.parameter == name and _applies(change, cls, mode, service, place):
                    if number is not None:
                        number = change.apply(number)
                    elif change.value is not None:
                        number = change.apply(0.0)
            self._cache[key] = number
        return self._cache[key]

    def get(
        self,
        name: str,
        *,
        cls: str = "",
        mode: str = "",
        service: str = "",
        place: str = "",
        default: float = 0.0,
    ) -> float:
        """Return a parameter's value, ``default`` when no row fits."""
        number = self.find(name, cls=cls, mode=mode, service=service, place=place)
        return default if number is None else number

    def places(self, name: str) -> set[str]:
        """Places that have a value of their own."""
        named = {entry.place for entry in self.entries.get(name, ())}
        named |= {change.place for change in self.changes if change.parameter == name}
        return named - {""}

    def changed(self, changes: Iterable[ParameterChange]) -> Parameters:
        """Return these parameters with more changes on top."""
        added = tuple(changes)
        return Parameters(self.entries, self.changes + added) if added else self


def _applies(change: ParameterChange, cls: str, mode: str, service: str, place: str) -> bool:
    return (
        change.cls in ("", cls)
        and change.mode in ("", mode)
        and change.service in ("", service)
        and change.place in ("", place)
    )
