"""Random small cases that draw what other generators leave out, and the optimum of each by listing everything.

Every case is made from its seed and the names of the twists it has:

- "penalties win": a price of unserved demand that is below the cheapest path of some pairs and above that of others;
- "one-sided outside": symmetric legs beside outside options that differ by direction;
- "ties": whole numbers, and two candidates that cost exactly the same;
- "impossible": a scenario of no probability in which nothing has a way;
- "weightless": a class of weight 0, with gaps in its costs;
- "dear here, cheap there": fixed costs that differ by scenario;
- "odd order": labelled candidates, given in no order;
- "lone node": all flow starts, and ends, at one node, or stays there.
"""

from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from optimize import HubProblem, ScenarioProblem
from optimize.rules import Objective
from tests.oracles import compact, families
from tests.oracles.risk import RISKS, parameters

TWISTS = (
    "penalties win",
    "one-sided outside",
    "ties",
    "impossible",
    "weightless",
    "dear here, cheap there",
    "odd order",
    "lone node",
)
NAMES = ("osh", "ala", "tas", "bis", "khi", "dus")


@dataclass(frozen=True)
class Asked:
    """What is asked of a problem, in positions, with what the oracles need: apart from the package's own request."""

    p_min: int
    p_max: int
    allocation: str | int = "multiple"
    objective: Objective = field(default_factory=Objective)
    risk: str = "expected"
    cvar_level: float = 0.9
    cvar_weight: float | None = None
    radius: float | None = None
    probability_low: list | None = None
    probability_high: list | None = None
    open_hubs: frozenset = frozenset()
    closed_hubs: frozenset = frozenset()
    hub_links: int | None = None

    def allows(self, hubs):
        chosen = frozenset(hubs)
        return self.p_min <= len(chosen) <= self.p_max and self.open_hubs <= chosen and not self.closed_hubs & chosen


@dataclass(frozen=True)
class Case:
    """A problem, what is asked of it, and the same problem as the oracle has to see it."""

    problem: object
    asked: Asked
    counted: object = field(repr=False)

    def arguments(self):
        """What is asked, as `solve` takes it."""
        asked, names = self.asked, self.problem.candidates
        said = {
            "p_min": asked.p_min,
            "p_max": asked.p_max,
            "allocation": asked.allocation,
            "objective": asked.objective.name,
            "risk": asked.risk,
            "cvar_level": asked.cvar_level,
            "open_hubs": [names[k] for k in asked.open_hubs],
            "closed_hubs": [names[k] for k in asked.closed_hubs],
        }
        optional = {"threshold": asked.objective.threshold, "hub_links": asked.hub_links}
        for name in ("cvar_weight", "radius", "probability_low", "probability_high"):
            optional[name] = getattr(asked, name)
        return said | {name: value for name, value in optional.items() if value is not None}

    def optimum(self):
        """Optimal value by enumeration; None if there is no solution."""
        asked, problem = self.asked, self.counted
        if asked.objective.name == "center":
            return families.center(problem, asked)
        if asked.objective.name == "set_covering":
            return families.set_covering(problem, asked)
        if asked.objective.name == "max_covering":
            return families.max_covering(problem, asked)
        if problem.discount is not None:
            return families.discount(problem, asked)
        if problem.link_cost is not None or asked.hub_links is not None:
            return families.incomplete(problem, asked)
        return compact.optimum(problem, asked)

    def size(self):
        """Size of the numbers that a value comes from: a regret may be 0 where costs are large."""
        legs = [b.collection + b.distribution.T for s in self.problem.scenarios for b in s.blocks]
        unit = max(float(leg[np.isfinite(leg)].max(initial=0.0)) for leg in legs)
        flow = max(sum(float(b.flow.sum()) for b in s.blocks) for s in self.problem.scenarios)
        return max(1.0, unit * flow if self.asked.objective.name == "cost" else max(unit, flow))


def _legs(rng, n, twists):
    """(n, n) costs of a unit."""
    if "one-sided outside" in twists:
        points = rng.uniform(0, 10, (n, 2))
        cost = np.linalg.norm(points[:, None] - points[None], axis=2)
    elif "ties" in twists:
        cost = rng.integers(1, 5, (n, n)).astype(float)
    else:
        cost = rng.uniform(0, 10, (n, n))
    if "ties" in twists:
        cost = np.round(cost)
        cost[1], cost[:, 1] = cost[0], cost[:, 0]  # the same place twice
        cost[0, 1] = cost[1, 0] = 0.0
    np.fill_diagonal(cost, 0.0)
    return cost


def _flow(rng, n, twists):
    flow = rng.integers(0, 5, (n, n)).astype(float)
    if "lone node" in twists:
        node = rng.integers(n)
        kept = np.zeros((n, n), dtype=bool)
        kind = rng.integers(3)
        kept[node] = kind == 0
        kept[:, node] |= kind == 1
        kept[node, node] = True
        flow = np.where(kept, flow + 1.0, 0.0)
    return flow


def _block(rng, n, twists, outside, discount):
    legs = {
        "flow": _flow(rng, n, twists),
        "cost": _legs(rng, n, twists),
        "transfer": 1.0 if discount else float(rng.choice([0.2, 0.6, 1.0])),
        "weight": float(rng.choice([0.5, 1.0, 2.0])),
    }
    if rng.random() < 0.4 and "one-sided outside" not in twists:
        legs["handling_cost"] = rng.integers(0, 3, n).astype(float)
    if not outside:
        return legs
    if "penalties win" in twists:
        legs["unmet_penalty"] = rng.uniform(0, 12, (n, n)).round()
        if rng.random() < 0.5:
            legs["direct_cost"] = np.where(rng.random((n, n)) < 0.3, rng.uniform(0, 15, (n, n)), np.inf)
    elif "one-sided outside" in twists:
        legs["direct_cost"] = np.where(np.triu(np.ones((n, n)), 1) > 0, rng.uniform(0, 12, (n, n)), 40.0)
    elif rng.random() < 0.4:
        legs["unmet_penalty"] = 25.0
    return legs


def _scenario(rng, n, twists, common, options):
    """The blocks of a scenario, and its problem with and without penalties."""
    outside, limited, discount = options["outside"], options["capacities"], common.get("discount") is not None
    blocks = {"one": _block(rng, n, twists, outside, discount)}
    if options["blocks"] > 1 or "weightless" in twists:
        blocks["two"] = _block(rng, n, twists, outside, discount)
    if "weightless" in twists:
        blocks["two"]["weight"] = 0.0
    fixed = common["fixed_cost"]
    if "dear here, cheap there" in twists:
        fixed = rng.integers(0, 60, n).astype(float)
    own = {"fixed_cost": fixed}
    if limited:
        for block in blocks.values():
            block["capacity_use"] = float(rng.choice([0.0, 0.25, 1.0, 1.0, 3.0]))
        total = sum(block["capacity_use"] * block["flow"].sum() for block in blocks.values())
        own["capacity"] = np.where(rng.random(n) < 0.2, np.inf, np.ceil(total * rng.uniform(0.2, 1.0, n)))
    served = {name: {k: v for k, v in block.items() if k != "unmet_penalty"} for name, block in blocks.items()}
    return tuple(HubProblem.from_blocks(b, **{**common, **own}) for b in (blocks, served))


def _nothing_has_a_way(problem, common):
    """The same problem with no way anywhere."""
    blocks = {
        block.name: {"flow": block.flow + 1.0, "cost": np.full((problem.n, problem.n), np.inf)}
        for block in problem.blocks
    }
    return HubProblem.from_blocks(blocks, **{**common, "fixed_cost": None})


def random_case(
    seed, *, n=4, h=3, scenarios=1, twists=None, allocation="multiple", objective="cost", capacities=False, links=False,
    discount=False, outside=True, risk=None,
):  # fmt: skip
    """Make a case of a kind; what is not said is drawn from the seed.

    Parameters
    ----------
    seed : int
    n, h : int
        Nodes, and candidates at most.
    scenarios : int
    twists : sequence of str, optional
        Out of `TWISTS`; default two or three of them.
    allocation, objective, risk
        As for `solve`.
    capacities, links, discount, outside : bool
        Whether hubs have capacities, links have prices, links earn a discount, and pairs have outside options.
    """
    rng = np.random.default_rng(seed)
    if twists is None:
        twists = rng.choice(TWISTS, rng.integers(2, 4), replace=False).tolist()
    h = int(rng.integers(2, h + 1))
    places = rng.choice(n, h, replace=False).tolist()
    if "ties" in twists and h >= 2:
        places[:2] = [0, 1]
        places = list(dict.fromkeys([*places, *range(n)]))[:h]
    common = {"fixed_cost": None if rng.random() < 0.4 else rng.integers(0, 30, n).astype(float)}
    common["labels"] = NAMES[:n]
    common["candidates"] = [NAMES[k] for k in (places if "odd order" in twists else sorted(places))]
    if capacities:
        common["capacity_on"] = str(rng.choice(["collection", "throughput"]))
    if links:
        price = rng.integers(0, 30, (n, n)).astype(float)
        price[rng.random((n, n)) < 0.15] = np.inf
        common["link_cost"] = price
    if discount:
        common["discount"] = [[(0.0, 1.0), (4.0, 0.4)], [(0.0, 0.8)], [(2.0, 0.5)]][int(rng.integers(3))]
    options = {"outside": outside, "capacities": capacities, "blocks": 2 if rng.random() < 0.3 else 1}
    made = {f"s{s}": _scenario(rng, n, twists, common, options) for s in range(scenarios)}
    chances = rng.dirichlet(np.ones(scenarios))
    risk = str(rng.choice(RISKS)) if risk is None and scenarios > 1 else risk or "expected"
    if scenarios > 1 and "impossible" in twists:
        chances = np.append(chances, 0.0)
        lost = _nothing_has_a_way(made["s0"][0], common)
        # what has no probability counts for the worst case, the regret and set covering: there it repeats another one
        count = risk not in ("expected", "cvar", "mean_cvar") or objective == "set_covering"
        made["never"] = made["s0"] if count else (lost, lost)
    chance = dict(zip(made, (chances / chances.sum()).tolist(), strict=True))
    whole, served = (
        next(iter(made.values()))[version]
        if scenarios == 1
        else ScenarioProblem({name: both[version] for name, both in made.items()}, chance)
        for version in (0, 1)
    )
    low = int(rng.integers(1, h + 1))
    high = low if rng.random() < 0.6 else int(rng.integers(low, h + 1))
    opened = frozenset([int(rng.integers(h))]) if rng.random() < 0.25 else frozenset()
    closed = frozenset([k for k in range(h) if k not in opened][:1]) if h > high and rng.random() < 0.3 else frozenset()
    asked = Asked(low, high, allocation, Objective(objective), risk, open_hubs=opened, closed_hubs=closed)
    asked = replace(asked, **parameters(risk, rng, len(made)))
    if objective in ("set_covering", "max_covering"):
        low_mark, high_mark = (2, 14) if objective == "max_covering" else (6, 25)
        asked = replace(asked, objective=Objective(objective, float(rng.integers(low_mark, high_mark))))
    if links and rng.random() < 0.4:
        asked = replace(asked, hub_links=int(rng.integers(0, high * (high - 1) // 2 + 1)))
    counted = served if "covering" in objective else whole
    return Case(whole, asked, counted)


def every_path(block, hubs):
    """(n, n) cheapest cost of every pair over some hubs, or outside, by comparing all paths."""
    best = np.full((block.n, block.n), np.inf)
    for option in (block.direct, block.unmet_penalty):
        if option is not None:
            best = np.minimum(best, option)
    for k, m in product(hubs, hubs):
        between = 0.0 if k == m else block.transfer[k, m] + block.handling[m]
        best = np.minimum(best, block.collection[:, [k]] + block.handling[k] + between + block.distribution[[m]])
    return best
