"""The mean-value problem: what would be solved by someone who puts a mean in the place of everything uncertain."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from optimize.decide.look_up import checked
from optimize.problem import Block, FloatArray, HubProblem, Problem, Scenario

_Pairs = list[tuple[float, Block]]  # probabilities and blocks of one class in the scenarios that have it


def mean_value_problem(scenarios: Problem) -> HubProblem:
    """Make the problem whose data are the means of those of the scenarios (Birge 1982).

    Every datum is replaced by its expected value: flows, unit costs of legs, handling, direct service and penalties,
    fixed costs, capacities; scenarios of probability 0 do not count. Flows and unit costs are averaged separately, so
    that the cost of a hub set is that of its mean scenario, not its mean cost. Three cases need a rule:

    - A way that does not exist in some scenarios (cost ``inf``) has the mean of its cost over the scenarios in which it
      exists: a mean of ``inf`` would close in the mean problem every link that is ever closed, however improbable that
      is. That the way may be gone is what the mean problem does not see. The same holds for direct service and
      penalties that only some scenarios offer.
    - A class that some scenarios do not have has flow 0 there, and its unit costs are averaged over the others.
    - Where the weight of a class differs between scenarios, flows are averaged with their weights, as their product
      enters the cost. So where nothing but demand varies, every hub set costs in the mean problem what it costs on
      average, and planning for the mean is no mistake. (Capacities may make it one.)

    Parameters
    ----------
    scenarios : ScenarioProblem or HubProblem

    Returns
    -------
    HubProblem
        A hub without a limit in some scenario has none.

    Examples
    --------
    >>> from optimize import ScenarioProblem
    >>> flow, cost = np.ones((2, 2)), np.array([[0, 4], [4, 0.0]])
    >>> closed = np.where(cost > 0, np.inf, 0.0)
    >>> low, high, gone = HubProblem(flow, cost), HubProblem(5 * flow, 2 * cost), HubProblem(flow, closed)
    >>> mean = mean_value_problem(ScenarioProblem({"low": low, "high": high, "gone": gone}, [0.5, 0.25, 0.25]))
    >>> float(mean.blocks[0].flow[0, 1]), float(mean.blocks[0].collection[0, 1])
    (2.0, 5.333333333333333)
    """
    problem = checked(scenarios, "scenarios")
    counted = [scenario for scenario in problem.scenarios if scenario.probability > 0]
    total = sum(scenario.probability for scenario in counted)
    chances = [scenario.probability / total for scenario in counted]
    names = dict.fromkeys(block.name for scenario in counted for block in scenario.blocks)
    blocks = {name: _block(problem, _of_class(name, chances, counted)) for name in names}
    return HubProblem.from_blocks(
        blocks,
        fixed_cost=_at_nodes(problem, _mean(chances, (s.fixed_cost for s in counted)), 0.0),
        capacity=_capacity(problem, chances, counted),
        candidates=list(problem.candidates),
        labels=list(problem.labels),
        capacity_on=problem.capacity_on,
        link_cost=_between_nodes(problem, problem.link_cost),
        discount=problem.discount,
    )


def _of_class(name: str, chances: list[float], scenarios: list[Scenario]) -> _Pairs:
    return [(chance, b) for chance, s in zip(chances, scenarios, strict=True) for b in s.blocks if b.name == name]


def _mean(chances: Iterable[float], values: Iterable[Any]) -> Any:
    return sum(chance * value for chance, value in zip(chances, values, strict=True))


def _block(problem: Problem, pairs: _Pairs) -> dict[str, Any]:
    chances, blocks = [chance for chance, _ in pairs], [block for _, block in pairs]
    share = [chance / sum(chances) for chance in chances]  # given that the class is there
    one_weight = len({block.weight for block in blocks}) == 1
    weight = blocks[0].weight if one_weight else _mean(share, (block.weight for block in blocks))
    counted = (b.flow if one_weight or weight == 0 else b.flow * (b.weight / weight) for b in blocks)
    direct, unmet = ([_or_inf(getattr(b, name), b.n) for b in blocks] for name in ("direct", "unmet_penalty"))
    arguments = {
        "flow": _mean(chances, counted),
        "weight": weight,
        "capacity_use": _mean(share, (block.capacity_use for block in blocks)),
        "handling_cost": _at_nodes(problem, _mean(share, (block.handling for block in blocks)), 0.0),
        "collection_cost": _columns(problem, _where_possible(share, [b.collection for b in blocks])),
        "transfer_cost": _between_nodes(problem, _where_possible(share, [b.transfer for b in blocks])),
        "distribution_cost": _columns(problem, _where_possible(share, [b.distribution for b in blocks]).T).T,
        "direct_cost": None if all(b.direct is None for b in blocks) else _where_possible(share, direct),
    }
    if any(block.unmet_penalty is not None for block in blocks):
        arguments["unmet_penalty"] = _where_possible(share, unmet)
    return arguments


def _or_inf(price: FloatArray | None, n: int) -> FloatArray:
    return np.full((n, n), np.inf) if price is None else price


def _where_possible(share: list[float], costs: list[FloatArray]) -> FloatArray:
    """Mean of costs over the scenarios in which they are finite; ``inf`` where they never are."""
    stacked = np.stack(costs)
    possible = np.isfinite(stacked)
    weights = np.where(possible, np.array(share)[:, None, None], 0.0)
    certain = weights.sum(axis=0)
    total = (weights * np.where(possible, stacked, 0.0)).sum(axis=0)
    always = possible.all(axis=0) & (stacked == stacked[0]).all(axis=0)
    mean = np.where(certain > 0, total / np.where(certain > 0, certain, 1.0), np.inf)
    return np.where(always, stacked[0], mean)  # what never varies is not rounded


def _capacity(problem: Problem, chances: list[float], scenarios: list[Scenario]) -> FloatArray | None:
    if all(scenario.capacity is None for scenario in scenarios):
        return None
    return _at_nodes(problem, _mean(chances, (s.limits for s in scenarios)), np.inf)


def _at_nodes(problem: Problem, values: FloatArray, otherwise: float) -> FloatArray:
    spread = np.full(problem.n, otherwise)
    spread[problem.candidate_index] = values
    return spread


def _columns(problem: Problem, values: FloatArray) -> FloatArray:
    """Spread an (n, h) matrix over all nodes."""
    spread = np.full((problem.n, problem.n), np.inf)
    spread[:, problem.candidate_index] = values
    return spread


def _between_nodes(problem: Problem, values: FloatArray | None) -> FloatArray | None:
    """Spread an (h, h) matrix over all nodes."""
    if values is None:
        return None
    spread = np.full((problem.n, problem.n), np.inf)
    spread[np.ix_(problem.candidate_index, problem.candidate_index)] = values
    return spread
