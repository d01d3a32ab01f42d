"""`Request`: the question that `solve` was asked, checked, with positions instead of labels.

It holds what determines the optimum and nothing else; how long a run may take is in `optimize.run.limits`.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.errors import report
from optimize.problem import FloatArray, Problem, find_labels, without_penalties, without_weightless_gaps
from optimize.risk import Envelope, Expected, RiskMeasure, make_measure
from optimize.rules import OBJECTIVES, Objective
from optimize.run.number import hub_numbers

ALLOCATIONS = ("multiple", "single")


@dataclass(frozen=True)
class Request(Brief):
    """A checked request to `solve`.

    Attributes
    ----------
    p_min, p_max : int
        Smallest and largest number of hubs; equal if p is given.
    allocation : "multiple", "single" or int
        For r-allocation the integer r >= 2; r = 1 is "single", and r >= p_max is "multiple".
    objective : Objective
        What is minimised or maximised.
    measure : RiskMeasure
        The risk measure over the scenarios' costs.
    own_optimum : tuple of float or None
        Each scenario's own optimal cost under the same rules; `solve` fills it in for measures against it.
    open_hubs, closed_hubs : frozenset of int
        Positions among the candidates that must be open, and that must not.
    hub_links : int or None
        Incomplete hub networks: exact number of undirected hub links.
    """

    p_min: int
    p_max: int
    allocation: str | int = "multiple"
    objective: Objective = field(default_factory=Objective)
    measure: RiskMeasure = field(default_factory=Expected)
    own_optimum: tuple[float, ...] | None = None
    open_hubs: frozenset[int] = frozenset()
    closed_hubs: frozenset[int] = frozenset()
    hub_links: int | None = None

    @property
    def p(self) -> int | None:
        """The number of hubs where it is fixed, else None."""
        return self.p_min if self.p_min == self.p_max else None

    @property
    def risk(self) -> str:
        """Name of the risk measure."""
        return self.measure.name

    def envelope(self, problem: Problem) -> Envelope:
        """Give the weights of scenarios over which the risk measure takes the largest weighted cost.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem

        Returns
        -------
        Envelope
        """
        return self.measure.envelope(np.array([scenario.probability for scenario in problem.scenarios]))

    def reference(self, problem: Problem) -> FloatArray:
        """Give what the risk measure takes off each scenario's cost.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem

        Returns
        -------
        (s,) array
            The scenario's own optimum for regrets, else 0.
        """
        return self.measure.reference(self._own, len(problem.scenarios))

    def factor(self, problem: Problem) -> FloatArray:
        """Give what the risk measure multiplies each scenario's cost by, after the reference is taken off.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem

        Returns
        -------
        (s,) array
            One over the scenario's own optimum for the relative regret, else 1.
        """
        return self.measure.factor(self._own, len(problem.scenarios))

    @property
    def _own(self) -> FloatArray | None:
        return None if self.own_optimum is None else np.array(self.own_optimum)

    def chooses_links(self, problem: Problem) -> bool:
        """Whether hub links are a decision, as in incomplete hub networks.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem

        Returns
        -------
        bool
        """
        return problem.link_cost is not None or self.hub_links is not None

    def combine(self, scenario_cost: FloatArray, probability: FloatArray) -> FloatArray:
        """Apply the risk measure to scenario costs.

        Parameters
        ----------
        scenario_cost : (..., s) array
            Cost in each scenario, on the last axis.
        probability : (s,) array
            Probability of each scenario.

        Returns
        -------
        (...) array
        """
        return self.measure.value(scenario_cost, probability, self._own)

    def only(self, hubs: Iterable[int], h: int) -> "Request":
        """Make the request in which the hubs are given.

        Parameters
        ----------
        hubs : iterable of int
            Positions of the open candidates.
        h : int
            Number of candidates.

        Returns
        -------
        Request
            All other candidates are closed.
        """
        opened = frozenset(hubs)
        return replace(
            self,
            p_min=len(opened),
            p_max=len(opened),
            open_hubs=opened,
            closed_hubs=frozenset(range(h)) - opened,
        )

    def allows(self, hubs: Iterable[int]) -> bool:
        """Whether a set of hubs obeys the limits on their number and contains all open and no closed hubs.

        Parameters
        ----------
        hubs : iterable of int
            Positions among the candidates.

        Returns
        -------
        bool
        """
        chosen = frozenset(hubs)
        return self.p_min <= len(chosen) <= self.p_max and self.open_hubs <= chosen and not (self.closed_hubs & chosen)


def counted_scenarios(problem: Problem, request: Request) -> list[int]:
    """Positions of the scenarios that the objective depends on.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    list of int
        Ascending.
    """
    return [int(s) for s in np.flatnonzero(request.envelope(problem).counted)]


def as_asked(problem: Problem, request: Request) -> Problem:
    """Remove from a problem what its objective does not depend on.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    HubProblem or ScenarioProblem
        For covering, without penalties for unmet demand: only service covers a pair. For the total cost, with finite
        costs on all legs of classes of weight 0.
    """
    if request.objective.is_covering:
        return without_penalties(problem)
    return without_weightless_gaps(problem) if request.objective.adds_costs else problem


def make_request(
    problem: Problem,
    *,
    p: int | None = None,
    p_min: int | None = None,
    p_max: int | None = None,
    allocation: str | int = "multiple",
    objective: str = "cost",
    risk: str = "expected",
    cvar_level: float = 0.9,
    cvar_weight: float | None = None,
    radius: float | None = None,
    probability_low: Any = None,
    probability_high: Any = None,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    threshold: float | None = None,
    hub_links: int | None = None,
) -> Request:
    """Check the arguments of `solve` that make up the question, and translate labels to candidate positions.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p, p_min, p_max, allocation, objective
        As in `optimize.solve`.
    risk, cvar_level, cvar_weight, radius, probability_low, probability_high
        The risk measure, as in `optimize.solve`.
    open_hubs, closed_hubs, threshold, hub_links
        As in `optimize.solve`.

    Returns
    -------
    Request

    Raises
    ------
    InputError
        If arguments cannot be used; it reports all faults at once.
    """
    report(_wrong_types({"threshold": threshold, "hub_links": hub_links}))
    faults: list[str] = []
    if hub_links is not None and not (np.isfinite(hub_links) and int(hub_links) == hub_links):
        faults.append(f"hub_links is {hub_links!r}: it has to be a whole number")
    opened = _positions(problem, open_hubs, "open_hubs", faults)
    closed = _positions(problem, closed_hubs, "closed_hubs", faults)
    for k in sorted(opened & closed):
        faults.append(f"hub {problem.candidates[k]!r} is in open_hubs and in closed_hubs: drop it from one")
    low, high = hub_numbers(problem, p, p_min, p_max, len(opened), len(closed), faults)

    allocation = _allocation(allocation, high, faults)
    aim = _objective(objective, threshold, faults, number_given=p is not None or p_max is not None)
    measure = make_measure(
        risk,
        {
            "cvar_level": cvar_level,
            "cvar_weight": cvar_weight,
            "radius": radius,
            "probability_low": probability_low,
            "probability_high": probability_high,
        },
        [scenario.name for scenario in problem.scenarios],
        faults,
    )
    if hub_links is not None and (hub_links < 0 or hub_links > high * (high - 1) // 2):
        faults.append(
            f"hub_links is {hub_links}: {high} hubs have between 0 and {high * (high - 1) // 2} undirected links"
        )
    report(faults)
    return Request(
        p_min=low,
        p_max=high,
        allocation=allocation,
        objective=aim,
        measure=measure or Expected(),
        open_hubs=opened,
        closed_hubs=closed,
        hub_links=None if hub_links is None else int(hub_links),
    )


def _wrong_types(numbers: Mapping[str, object]) -> list[str]:
    faults = []
    for name, value in numbers.items():
        if not (isinstance(value, Real) or value is None):
            faults.append(f"{name} is {value!r}: it has to be a number")
    return faults


def _allocation(given: str | int, p_max: int, faults: list[str]) -> str | int:
    if isinstance(given, np.integer):
        given = int(given)
    if isinstance(given, bool) or not (isinstance(given, int) or given in ALLOCATIONS):
        faults.append(f"allocation is {given!r}: use 'multiple', 'single' or a whole number r >= 1")
    elif isinstance(given, int):
        if given < 1:
            faults.append(f"allocation is {given}: r has to be at least 1")
        elif given == 1:
            return "single"
        elif given >= p_max:
            return "multiple"
    return given


def _objective(name: str, threshold: float | None, faults: list[str], *, number_given: bool) -> Objective:
    if name not in OBJECTIVES:
        faults.append(f"objective is {name!r}: use one of {', '.join(OBJECTIVES)}")
    if name == "covering":
        name = "max_covering" if number_given else "set_covering"
    if name in ("set_covering", "max_covering") and not (threshold is not None and threshold >= 0):
        faults.append(f"objective {name!r} needs `threshold`, a unit cost >= 0; it is {threshold!r}")
    elif name in OBJECTIVES and name not in ("set_covering", "max_covering") and threshold is not None:
        faults.append(f"threshold is given, but objective {name!r} has none: leave it out; it is for covering")
    try:
        limit = None if threshold is None else float(threshold)
    except OverflowError:
        faults.append("threshold is larger than any number that can be calculated with: give inf for no limit")
        limit = None
    return Objective(name, limit)


def _positions(problem: Problem, hubs: Iterable[Hashable], what: str, faults: list[str]) -> frozenset[int]:
    where = {int(node): k for k, node in enumerate(problem.candidate_index)}
    found = set()
    for node in find_labels(hubs, problem.labels, what, faults):
        if node in where:
            found.add(where[node])
        elif what == "open_hubs":
            faults.append(f"{what}: {problem.labels[node]!r} is not a candidate: add it to `candidates`")
    return frozenset(found)
