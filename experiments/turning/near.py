"""Sets of hubs near the best, what each hub is worth, and who wins beside other gateways: from one table of sets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from experiments.defaults import TIPPING_WITHIN
from experiments.question import Design, Study, design_tables, single_designs
from experiments.runs import Cases, Results
from experiments.turning.leads import Bench
from optimize.decide import shapley_values

WITHIN = TIPPING_WITHIN
EVERY, MOST_PLAYERS = 12, 10
"""Up to so many hubs share their worth; of more, so many, those that cost least alone."""
SCENARIO, GATEWAYS, HUBS, COST = "scenario", "gateways", "hubs", "cost_usd"


@dataclass(frozen=True)
class Sets:
    """Sets of hubs that are evaluated.

    Attributes
    ----------
    study : Study
    designs : tuple of Design
    players : tuple of str
        Hubs of which all sets are there.
    """

    study: Study
    designs: tuple[Design, ...]
    players: tuple[str, ...]

    @classmethod
    def of(cls, bench: Bench) -> Sets:
        """List sets: up to the study's number of hubs, and all of the hubs that share their worth.

        Parameters
        ----------
        bench : Bench

        Returns
        -------
        Sets
        """
        study, hubs = bench.study, bench.hubs
        order = [hubs[at] for at in np.argsort(bench.expected, kind="stable")]
        best = set(order if len(hubs) <= EVERY else order[:MOST_PLAYERS])
        players = tuple(hub for hub in hubs if hub in best) if study.gateways else ()
        chosen = [some for p in range(1, study.p_max + 1) for some in combinations(hubs, p)]
        chosen += [some for p in range(len(players) + 1) for some in combinations(players, p)]
        designs = [Design(study.gateways, some) for some in dict.fromkeys(chosen) if some or study.gateways]
        for gateways in study.gateway_sets:
            designs += single_designs(study, gateways)
        designs = list(dict.fromkeys(designs))
        return cls(study, tuple(designs), players)

    def cases(self) -> Cases:
        """Plan their evaluation, scenario by scenario.

        Returns
        -------
        Cases
        """
        study = self.study
        return Cases(
            evaluate_sets,
            pd.DataFrame({SCENARIO: list(study.scenarios)}),
            shared=self,
            inputs=(study.region, study.candidates, study.classes, study.trunk, study.room,
                    [design.key for design in self.designs]),
            label=lambda case: study.title(str(case[SCENARIO])),
        )  # fmt: skip


def evaluate_sets(shared: Sets, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Evaluate all sets in a scenario; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Sets
    case : dict
        ``scenario``, its name.
    rng : Generator
        Not used.

    Returns
    -------
    dict of arrays
        ``gateways`` and ``hubs``, those beside them, each ``A+B``, and ``cost_usd``, fixed costs included.
    """
    tables = design_tables(shared.study, shared.designs, scenarios=[str(case[SCENARIO])], probability=[1.0])
    costs = [
        float(table.scenario_cost[table.row(design.open), 0])
        for design in shared.designs
        for table in (tables[design.gateways],)
    ]
    return {
        GATEWAYS: np.array(["+".join(design.gateways) for design in shared.designs], dtype=object),
        HUBS: np.array(["+".join(design.hubs) for design in shared.designs], dtype=object),
        COST: np.array(costs),
    }


def expected_sets(study: Study, found: Results) -> pd.DataFrame:
    """Return what sets cost on average over the scenarios.

    Parameters
    ----------
    study : Study
    found : Results
        Of `Sets.cases`.

    Returns
    -------
    DataFrame
        ``gateways, hubs, cost_usd``.
    """
    keys = [GATEWAYS, HUBS]
    costs = found.frame().pivot_table(index=keys, columns=SCENARIO, values=COST, sort=False, dropna=False)
    likely = [name for name in study.scenarios if study.probability[name] > 0]
    weights = np.array([study.probability[name] for name in likely])
    return costs.index.to_frame(index=False).assign(**{COST: costs[likely].to_numpy(dtype=np.float64) @ weights})


def own_sets(study: Study, expected: pd.DataFrame) -> pd.Series[float]:
    """Look up what sets beside the study's gateways cost.

    Parameters
    ----------
    study : Study
    expected : DataFrame
        As `expected_sets` returns it.

    Returns
    -------
    Series
        USD a year by the hubs beside the gateways, ``A+B``.
    """
    own = expected[expected[GATEWAYS] == "+".join(study.gateways)]
    return own.set_index(HUBS)[COST]


def by_gateways(study: Study, expected: pd.DataFrame) -> pd.DataFrame:
    """Tell which hub is the best beside each set of gateways.

    Parameters
    ----------
    study : Study
    expected : DataFrame
        As `expected_sets` returns it.

    Returns
    -------
    DataFrame
        The study's gateways first: ``gateways, gateways_name, hub, name, lead_usd, runner_up``; without a lead where
        there is one hub.
    """
    rows = []
    for gateways in dict.fromkeys([study.gateways, *study.gateway_sets]):
        hubs = {design.hubs[0] for design in single_designs(study, gateways)}
        part = expected[(expected[GATEWAYS] == "+".join(gateways)) & expected[HUBS].isin(hubs)]
        part = part.sort_values(COST, kind="stable")
        if len(part):
            (first, least), *rest = zip(part[HUBS], part[COST], strict=True)
            second, more = rest[0] if rest else ("", np.nan)
            told = ("+".join(gateways), study.names(gateways), first, study.name(str(first)), more - least, second)
            rows.append(told)
    return pd.DataFrame(rows, columns=["gateways", "gateways_name", "hub", "name", "lead_usd", "runner_up"])


def near_sets(study: Study, costs: pd.Series[float], within: float) -> pd.DataFrame:
    """List the sets that cost nearly as little as the best of as many hubs.

    Parameters
    ----------
    study : Study
    costs : Series
        As `own_sets` returns them.
    within : float
        How much more, as a share of the best one's cost.

    Returns
    -------
    DataFrame
        By number of hubs ``p``, the best first: ``p, hubs, name, cost_usd, excess_usd, excess_share``.
    """
    rows = []
    sizes = pd.Series([hubs.count("+") + bool(hubs) for hubs in costs.index], index=costs.index)
    for p in range(1, study.p_max + 1):
        own = costs[(sizes == p) & np.isfinite(costs)].sort_values(kind="stable")
        for hubs, cost in own[own <= own.min() * (1 + within)].items():
            least = float(own.min())
            rows.append((p, hubs, study.names(str(hubs).split("+")), cost, cost - least, cost / least - 1))
    return pd.DataFrame(rows, columns=["p", "hubs", "name", "cost_usd", "excess_usd", "excess_share"])


def near_shares(study: Study, hubs: tuple[str, ...], near: pd.DataFrame) -> pd.DataFrame:
    """Count how often each hub is in the sets that are near the best.

    Parameters
    ----------
    study : Study
    hubs : tuple of str
    near : DataFrame
        As `near_sets` returns it.

    Returns
    -------
    DataFrame
        By number of hubs ``p``, the most frequent hub first: ``p, hub, name, share_near, sets``.
    """
    rows = []
    for p, part in near.groupby("p"):
        held = [set(str(some).split("+")) for some in part["hubs"]]
        shares = sorted(((sum(hub in some for some in held) / len(held), hub) for hub in hubs), key=lambda x: -x[0])
        rows += [(p, hub, study.name(hub), share, len(held)) for share, hub in shares]
    return pd.DataFrame(rows, columns=["p", "hub", "name", "share_near", "sets"])


def hub_values(sets: Sets, costs: pd.Series[float]) -> pd.DataFrame:
    """Share what hubs save beside the gateways among them: their Shapley values, over all of their sets.

    Parameters
    ----------
    sets : Sets
    costs : Series
        As `own_sets` returns them.

    Returns
    -------
    DataFrame
        The largest first: ``kind`` (hub), ``id, name, value_usd``. Empty without gateways, or where they alone cannot
        serve all: nothing can then be compared with.
    """
    columns = ["kind", "id", "name", "value_usd"]
    wanted = ["+".join(some) for p in range(len(sets.players) + 1) for some in combinations(sets.players, p)]
    if not sets.players or not np.isfinite(costs[wanted]).all():
        return pd.DataFrame(columns=columns)
    alone = float(costs[""])
    found = shapley_values(lambda some: alone - float(costs["+".join(some)]), sets.players, exact_up_to=EVERY)
    rows = [("hub", hub, sets.study.name(str(hub)), value) for hub, value in found["value"].items()]
    return pd.DataFrame(rows, columns=columns).sort_values("value_usd", ascending=False, ignore_index=True)
