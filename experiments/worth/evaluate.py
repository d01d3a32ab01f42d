"""One item, as a case of a run: its worth, who uses it, where it begins to pay, and what moves that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from experiments.air import Crossing, crossing
from experiments.worth.capacity import Routed, within_room
from experiments.worth.items import MORE, Item
from experiments.worth.touched import touched_t
from experiments.worth.values import (
    BASE,
    Pick,
    Use,
    Worlds,
    dearer,
    departures,
    earned,
    expected,
    picks,
    use_of,
)
from geodata import Change, Region, ServiceChange

TRADE, DEPARTURES, TARIFF = "trade", "departures", "tariff"
"""What is multiplied: trade of the classes that use an item, its departures, its tariff."""
FACTORS = {
    TRADE: (0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
    DEPARTURES: (0.25, 0.5, 1.0, 2.0, 4.0),
    TARIFF: (0.5, 1.0, 1.5, 2.0, 3.0),
}
"""Factors of the curves."""
VALUES, SCENARIOS, CURVE = "value", "scenario", "curve"
"""Tables that the rows belong to."""
NUMBER = "number"
TEXTS = ("table", "design", "hub_with", "hub_without", "scenario", "curve")
NUMBERS = (
    "with_usd", "without_usd", "worth_usd", "paid_usd", "cost_usd", "net_usd", "used_t", "room_share",
    "departures_per_year", "base_worth_usd", "base_net_usd",
    "within_room_worth_usd", "within_room_gap_usd", "room_price_usd_per_t",
    *(f"break_even_{kind}_{side}" for kind in (TRADE, DEPARTURES, TARIFF) for side in ("below", "above")),
    *(f"break_even_{kind}_room_share" for kind in (TRADE, DEPARTURES, TARIFF)),
    *(f"net_{kind}_{side}_usd" for kind in (TRADE, DEPARTURES, TARIFF) for side in ("below", "above")),
    "factor",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What all cases have in common.

    Attributes
    ----------
    worlds : Worlds
    items : tuple of Item
    break_even : bool
        Whether break-evens and curves are worked out.
    as_is : Routed or None
        All freight within the room of links, as the region is; None = that is not asked for.
    """

    worlds: Worlds
    items: tuple[Item, ...]
    break_even: bool = True
    as_is: Routed | None = None


def evaluate_item(shared: Asked, case: dict[str, Any], rng: np.random.Generator) -> list[dict[str, Any]]:  # noqa: ARG001
    """Value an item; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Asked
    case : dict
        ``number`` of the item.
    rng : Generator
        Not used.

    Returns
    -------
    list of dict
        Rows of all tables, `TEXTS` and `NUMBERS`.
    """
    valued = _Valued(shared.worlds, shared.items[int(case[NUMBER])], break_even=shared.break_even)
    rows = valued.rows()
    rows[0].update(within_room(shared.worlds.study, valued.item, valued.there, valued.gone, shared.as_is))
    return rows


@dataclass
class _Valued:
    worlds: Worlds
    item: Item
    break_even: bool
    nets: dict[tuple[str, float], pd.DataFrame] = field(default_factory=dict)
    uses: dict[tuple[str, float], Use] = field(default_factory=dict)

    @property
    def weights(self) -> list[float]:
        return [self.worlds.study.probability[name] for name in self.worlds.study.scenarios]

    @cached_property
    def there(self) -> Region:
        return self.worlds.with_it(self.item)

    @cached_property
    def gone(self) -> Region:
        return self.worlds.without_it(self.item)

    @cached_property
    def costs(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.worlds.table(self.there), self.worlds.table(self.gone)

    @cached_property
    def base(self) -> tuple[pd.Series, pd.Series]:
        """Costs of the designs in ``base``, with it and without it."""
        if BASE in self.costs[0]:
            return self.costs[0][BASE], self.costs[1][BASE]
        return self.worlds.table(self.there, [BASE])[BASE], self.worlds.table(self.gone, [BASE])[BASE]

    @cached_property
    def use(self) -> Use:
        return use_of(self.worlds, self.item, self.there, self.base[0])

    @cached_property
    def departs(self) -> tuple[float, float]:
        """Departures in a year and their cost."""
        return departures(self.worlds.study.region, self.item)

    @property
    def given_usd(self) -> float | None:
        return self.worlds.costs.get(self.item.id)

    @property
    def cost_usd(self) -> float:
        return self.departs[1] if self.given_usd is None else self.given_usd

    def rows(self) -> list[dict[str, Any]]:
        """All rows."""
        there, gone = self.costs
        mean = expected(there, self.weights), expected(gone, self.weights)
        chosen = picks(self.worlds, *mean)
        own = earned(self.worlds, self.item, self.there, self.gone, there) if self._earns else there * np.nan
        pay = expected(own, self.weights)
        rows = []
        for pick in chosen:
            with_usd, without_usd = float(mean[0][pick.hub_with]), float(mean[1][pick.hub_without])
            worth = without_usd - with_usd
            paid = float(pay[pick.hub_with])
            rows.append(
                {
                    **_labels(VALUES, pick),
                    "with_usd": with_usd,
                    "without_usd": without_usd,
                    "worth_usd": worth,
                    "paid_usd": paid,
                    "cost_usd": self.cost_usd,
                    "net_usd": worth + (paid if self._earns else 0.0) - self.cost_usd,
                    "used_t": self._used_t(pick),
                    "room_share": float(self.use.share[pick.hub_with]),
                    "departures_per_year": self.departs[0],
                }
            )
        now = self.net(TRADE, 1.0)
        for row in rows:
            row["base_worth_usd"], row["base_net_usd"] = now.loc[row["design"]].to_list()
        if self.break_even:
            self._add_break_evens(rows)
        rows += self._by_scenario()
        rows += self._curves() if self.break_even else []
        texts, numbers = dict.fromkeys(TEXTS, ""), dict.fromkeys(NUMBERS, np.nan)
        return [{**texts, **numbers, **row} for row in rows]

    def _used_t(self, pick: Pick) -> float:
        item, study = self.item, self.worlds.study
        hubs = [*study.gateways, *([pick.hub_with] if pick.hub_with else [])]
        if item.links or item.services or not hubs or pick.hub_with != pick.hub_without:
            return float(self.use.tonnes[pick.hub_with])
        return touched_t(self.there, self.gone, BASE, hubs, study.classes)

    @property
    def _earns(self) -> bool:
        """Whether what its users pay counts against its cost: the cost is that of departures, which they pay for."""
        return self.given_usd is None and np.isfinite(self.departs[1])

    def _by_scenario(self) -> list[dict[str, Any]]:
        there, gone = self.costs
        rows = []
        for scenario in there:
            for pick in picks(self.worlds, there[scenario], gone[scenario]):
                costs = float(there[scenario][pick.hub_with]), float(gone[scenario][pick.hub_without])
                # no way in either is no difference
                worth = 0.0 if np.isinf(costs).all() else costs[1] - costs[0]
                rows.append(
                    {
                        **_labels(SCENARIOS, pick),
                        "scenario": str(scenario),
                        "with_usd": costs[0],
                        "without_usd": costs[1],
                        "worth_usd": worth,
                    }
                )
        return rows

    # -- where it begins to pay ----------------------------------------------------------------------------------

    def net(self, kind: str, factor: float) -> pd.DataFrame:
        """By design: ``worth_usd`` and ``net_usd`` in ``base`` at a factor."""
        if (kind, factor) not in self.nets:
            self.nets[kind, factor] = self._net(kind, factor)
        return self.nets[kind, factor]

    def _regions(self, kind: str, factor: float) -> tuple[Region, Region]:
        """With it and without it, at a factor."""
        there, gone = self.there, self.gone
        if kind == TRADE:
            classes = list(self.use.classes)
            return there.with_demand(factor, cls=classes), gone.with_demand(factor, cls=classes)
        changes = _oftener(self.item, factor) if kind == DEPARTURES else dearer(self.item, factor)
        return there.with_overrides(*changes), gone

    def _net(self, kind: str, factor: float) -> pd.DataFrame:
        worlds, item = self.worlds, self.item
        there, gone, cost = self.there, self.gone, self.cost_usd
        if factor == 1.0:
            costs = self.base
        else:
            there, gone = self._regions(kind, factor)
            cost *= factor if kind == DEPARTURES else 1.0
            without = worlds.table(gone, [BASE])[BASE] if kind == TRADE else self.base[1]
            costs = worlds.table(there, [BASE])[BASE], without
        chosen = picks(worlds, *costs)
        own = earned(worlds, item, there, gone, costs[0].to_frame(BASE))[BASE] if self._earns else costs[0] * 0.0
        return pd.DataFrame(
            {
                "worth_usd": [float(costs[1][pick.hub_without] - costs[0][pick.hub_with]) for pick in chosen],
                "net_usd": [
                    float(costs[1][pick.hub_without] - costs[0][pick.hub_with] + own[pick.hub_with] - cost)
                    for pick in chosen
                ],
            },
            index=[pick.design for pick in chosen],
        )

    @property
    def _kinds(self) -> list[str]:
        """What can be multiplied: trade only where some class uses its links, or it has none."""
        item = self.item
        found = [TRADE] if self.use.classes or not item.links else []
        if np.isfinite(self.departs[0]) and item.kind != MORE and self._earns:
            found.append(DEPARTURES)
        return found + ([TARIFF] if dearer(item, 1.0) else [])

    def _add_break_evens(self, rows: list[dict[str, Any]]) -> None:
        now = self.net(TRADE, 1.0)
        for row in rows:
            design = row["design"]
            if not np.isfinite(self.cost_usd) or self.cost_usd <= 0 or not now["worth_usd"].max() > 0:
                continue
            for kind in self._kinds:
                found = self._crossing(kind, design)
                row[f"break_even_{kind}_below"], row[f"break_even_{kind}_above"] = found.below, found.above
                row[f"net_{kind}_below_usd"], row[f"net_{kind}_above_usd"] = found.gain_below, found.gain_above
                if np.isfinite(found.below) and np.isfinite(found.above):
                    row[f"break_even_{kind}_room_share"] = self._room(kind, found, row)

    def _room(self, kind: str, found: Crossing, row: dict[str, Any]) -> float:
        """Share of its room that is taken where it just pays."""
        factor = found.above if kind == TRADE else found.below
        there = self._regions(kind, factor)[0]
        if (kind, factor) not in self.uses:
            costs = self.worlds.table(there, [BASE])[BASE]
            self.uses[kind, factor] = use_of(self.worlds, self.item, there, costs, classes=False)
        return float(self.uses[kind, factor].share[row["hub_with"]])

    def _crossing(self, kind: str, design: str) -> Crossing:
        """Where net worth changes sign: with trade it rises, with departures and the tariff it falls."""

        def gain(factor: float) -> float:
            return float(self.net(kind, factor)["net_usd"][design])

        # a bracket of another design is one of this as well, if both sides say so: that saves most searches
        tried = sorted(factor for of, factor in self.nets if of == kind)
        for low, high in pairwise(tried):
            if high / low <= 1.0 + NARROW and (gain(low) >= 0) != (gain(high) >= 0):
                return Crossing(low, high, gain(low), gain(high))
        return crossing(gain, step=1.5) if kind == TRADE else _falling(gain)

    def _curves(self) -> list[dict[str, Any]]:
        rows = []
        for kind in self._kinds:
            if kind != TRADE and not np.isfinite(self.cost_usd):
                continue
            factors = {*FACTORS[kind], *(factor for of, factor in self.nets if of == kind)}
            for factor in sorted(factors):
                for design, found in self.net(kind, factor).iterrows():
                    rows.append(
                        {
                            "table": CURVE,
                            "curve": kind,
                            "factor": factor,
                            "design": str(design),
                            "worth_usd": float(found["worth_usd"]),
                            "net_usd": float(found["net_usd"]),
                        }
                    )
        return rows


NARROW = 0.01
"""Relative width of a bracket around a break-even."""


def _falling(gain: Callable[[float], float]) -> Crossing:
    """Bracket where a gain that falls changes sign: at the factor below it pays, at the one above it does not."""
    found = crossing(lambda inverse: gain(1.0 / inverse), step=1.5)
    return Crossing(1.0 / found.above, 1.0 / found.below, found.gain_above, found.gain_below)


def _oftener(item: Item, factor: float) -> tuple[Change | ServiceChange, ...]:
    links = (Change(links=item.links, wait=1.0 / factor, capacity=factor),) if item.links else ()
    return (*links, *((ServiceChange(services=item.services, departures=factor),) if item.services else ()))


def _labels(table: str, pick: Pick) -> dict[str, Any]:
    return {"table": table, "design": pick.design, "hub_with": pick.hub_with, "hub_without": pick.hub_without}
