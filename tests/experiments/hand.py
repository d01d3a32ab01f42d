"""A made-up study whose every cost can be read off: 10 t from Origin to Destination, and a price for each way.

Freight goes over the gateway and one further hub at that hub's price, over the gateway alone at 250 USD a tonne, direct
at 200, or stays behind at 900. So a set of hubs costs ten times the cheapest of its prices, and its fixed costs:

===========  ====  ====  ====
USD a tonne     A     B     C
===========  ====  ====  ====
base          100   120   150
shock         300   140   130
what-if       100    90   400
===========  ====  ====  ====

A costs 10 USD a year to open. In the base, then, A costs 10 x 100 + 10 = 1010 USD a year, and in the shock 2010, as its
freight goes direct. The base weighs 3/4, the shock 1/4, the what-if case nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pandas as pd

from experiments import compare
from experiments.comparison import Study
from optimize import HubProblem

PRICES = {
    "base": {"A": 100.0, "B": 120.0, "C": 150.0},
    "shock": {"A": 300.0, "B": 140.0, "C": 130.0},
    "what-if": {"A": 100.0, "B": 90.0, "C": 400.0},
}
WEIGHTS = {"base": 0.75, "shock": 0.25, "what-if": 0.0}
FIXED = {"A": 10.0}
NAMES = {"G": "Gate (dry port)", "A": "Alba", "B": "Brno", "C": "Cork", "O": "Origin", "D": "Destination"}
GATEWAY_USD, DIRECT_USD, UNMET_USD = 250.0, 200.0, 900.0


@dataclass(frozen=True)
class HandRegion:
    """As much of a region as a comparison asks for."""

    prices: dict[str, dict[str, float]] = field(default_factory=lambda: PRICES)
    fixed: dict[str, float] = field(default_factory=lambda: FIXED)
    direct: float | None = DIRECT_USD
    gateway: float = GATEWAY_USD
    flow: float = 10.0
    capacity: dict[str, float] | None = None
    title: str = "Hand-made"
    train_t: float = 0.0
    way: tuple[tuple[str, float], ...] = (("rail", 1000.0),)
    reference_class = "flow"
    changed = ()
    gateways = ("G",)
    consolidates = True

    @property
    def data(self):
        return {"hubs": [{"place": place} for place in NAMES]}

    def idle(self, scenarios):
        return ()

    @property
    def places(self):
        return pd.DataFrame({"name": NAMES, "country": dict.fromkeys(NAMES, "XXX")})

    @property
    def scenarios(self):
        return {name: SimpleNamespace(title=name.capitalize()) for name in self.prices}

    def state(self, scenario):
        known = {"tonnes_per_train": self.train_t, "consolidation_wait_h": 48.0}
        return SimpleNamespace(parameters=SimpleNamespace(get=lambda name, **keys: known[name]))

    def route(self, origin, destination, cls, service, scenario, *, modes=()):
        return SimpleNamespace(legs=[SimpleNamespace(mode=mode, length_km=km) for mode, km in self.way])

    def uncertain_inputs(self):
        return pd.DataFrame()

    def problem(self, scenario, candidates, classes=None, trunk=()):
        nodes = [place for place in NAMES if place in candidates or place in "OD"]
        at = {name: number for number, name in enumerate(nodes)}
        shape = (len(nodes), len(nodes))
        flow, transfer = np.zeros(shape), np.zeros(shape)
        collection, distribution = np.full(shape, np.inf), np.full(shape, np.inf)
        flow[at["O"], at["D"]] = self.flow
        for hub in candidates:
            if hub == "G":
                collection[at["O"], at["G"]] = 0.0
                distribution[at["G"], at["D"]] = self.gateway
                continue
            distribution[at[hub], at["D"]] = 0.0
            if "G" in candidates:
                transfer[at["G"], at[hub]] = self.prices[scenario][hub]
            else:
                collection[at["O"], at[hub]] = self.prices[scenario][hub]
        limits = None if self.capacity is None else [self.capacity.get(place, np.inf) for place in nodes]
        return HubProblem(
            pd.DataFrame(flow, nodes, nodes), collection_cost=collection, transfer_cost=transfer,
            distribution_cost=distribution, fixed_cost=[self.fixed.get(place, 0.0) for place in nodes],
            candidates=list(candidates), direct_cost=None if self.direct is None else np.full(shape, self.direct),
            unmet_penalty=UNMET_USD, capacity=limits,
        )  # fmt: skip


def hand_study(region=None, hubs="ABC", gateways="G", weights=WEIGHTS, p_max=2, **watched):
    """Study of some hubs in the scenarios that have a weight, be it 0."""
    return Study(region or HandRegion(), tuple(hubs), tuple(gateways), tuple(weights), weights, p_max, **watched)


def hand_comparison(region=None, *, confirmed=False, **study):
    """Comparison of such a study."""
    return compare(hand_study(region, **study), confirmed=confirmed)


def priced(**changes):
    """Prices of the base alone, with some changed."""
    return {"base": PRICES["base"] | changes}


ONLY_BASE = {"base": 1.0}
