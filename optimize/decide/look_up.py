"""What every decision starts from: checked arguments, and the exact costs of sets of hubs.

Costs are those of multiple allocation, in which every flow takes its cheapest way over the hubs of a set, within their
capacities. The fixed costs of the hubs of the set are included. The empty set has a cost as well, where all flow may go
directly or be left unserved.
"""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError, report
from optimize.kernels import cheapest, prepare_scenarios, total
from optimize.problem import FloatArray, HubProblem, IntArray, Problem, ScenarioProblem, find_labels, is_capacitated
from optimize.run import Request, make_request
from optimize.table import HubSetTable

LEVELS = ("cvar_level", "cvar_weight", "radius", "probability_low", "probability_high")
"""Numbers that some risk measures need, as `solve` calls them."""


def checked(problem: Any, what: str = "problem") -> Problem:
    """Check that the cost of a set of hubs can be looked up.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    what : str
        What it is called, for messages.

    Returns
    -------
    HubProblem or ScenarioProblem
        The same.

    Raises
    ------
    InputError
        If it is no problem, or has hub link costs or a discount.
    """
    if not isinstance(problem, (HubProblem, ScenarioProblem)):
        raise InputError([f"`{what}` is a {type(problem).__name__}: make a HubProblem or a ScenarioProblem"])
    if problem.link_cost is not None or problem.discount is not None:
        words = "hub link costs and flow-dependent discounts leave no closed form for the cost of a set of hubs"
        raise InputError([f"{words}: leave `link_cost` and `discount` out"])
    return problem


def positions_of(problem: Problem, hubs: Iterable[Hashable], what: str = "hubs") -> tuple[int, ...]:
    """Positions of hubs among the candidates.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of labels, or a single label
    what : str
        What they are called, for messages.

    Returns
    -------
    tuple of int
        Ascending.

    Raises
    ------
    InputError
        If one is unknown or no candidate.
    """
    given: Any = hubs
    if not isinstance(given, Iterable) or (isinstance(given, tuple) and given in problem.labels):
        given = [given]
    faults: list[str] = []
    nodes = find_labels(given, problem.labels, what, faults)
    where = {int(node): k for k, node in enumerate(problem.candidate_index)}
    faults += [
        f"{what}: {problem.labels[node]!r} is not a candidate: add it to `candidates`"
        for node in nodes
        if node not in where
    ]
    report(faults)
    return tuple(sorted(where[node] for node in nodes))


def labels_of(problem: Problem, positions: Iterable[int]) -> tuple[Hashable, ...]:
    """Labels of hubs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    positions : iterable of int
        Among the candidates.

    Returns
    -------
    tuple of labels
        In the order of the nodes.
    """
    return tuple(problem.candidates[k] for k in sorted(positions))


def whole_number(value: Any, least: int, most: int, what: str, why: str) -> int:
    """Check a count.

    Parameters
    ----------
    value : int
    least, most : int
        The range.
    what : str
        What it is called.
    why : str
        Where the range comes from, to end a sentence.

    Returns
    -------
    int

    Raises
    ------
    InputError
        If it is no whole number in the range.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)) or not least <= value <= most:
        raise InputError([f"{what} is {value!r:.50}: it has to be a whole number from {least} to {most}, {why}"])
    return int(value)


def measure(problem: Problem, risk: str, levels: dict[str, Any], *, regret: bool = False) -> Request:
    """Check a risk measure; `Request.combine` of the result applies it.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    risk : str
        As for `solve`.
    levels : dict
        Numbers that it needs, see `LEVELS`.
    regret : bool
        Whether a regret makes sense.

    Returns
    -------
    Request
        That of any number of hubs.

    Raises
    ------
    InputError
        If the measure cannot be used.
    """
    unknown = [name for name in levels if name not in LEVELS]
    report(f"{name} is not an argument: a risk measure takes {', '.join(LEVELS)}" for name in unknown)
    request = make_request(problem, risk=risk, **levels)
    if "regret" in request.risk and not regret:
        words = "a regret compares with the best hubs of each scenario, which other hubs are not while some are lost"
        raise InputError([f"risk is {risk!r}: {words}; use 'expected', 'worst_case' or 'cvar'"])
    return request


def subset_costs(problem: Problem, hubs: Iterable[int]) -> FloatArray:
    """Cost of every subset of some hubs in every scenario, from the table of hub sets.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of int
        Positions of m candidates.

    Returns
    -------
    (2**m, s) array
        In row b the subset of the hubs whose bits are set in b: bit 0 stands for the first of the hubs in ascending
        order. Fixed costs are included; ``inf`` where flow has no way or does not fit.

    Raises
    ------
    InputError
        If the table would be too large.

    Examples
    --------
    >>> cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
    >>> subset_costs(HubProblem(np.ones((3, 3)), cost), [1, 2])[:, 0]
    array([inf, 12., 24., 10.])
    """
    members = sorted(hubs)
    if not members:
        return SetCosts(problem).of(())[None, :]
    inside = set(members)
    table = HubSetTable.build(
        problem, len(members), closed_hubs=[x for k, x in enumerate(problem.candidates) if k not in inside]
    )
    costs = np.empty_like(table.scenario_cost)
    costs[bit_masks(table.order.joined, members)] = table.scenario_cost
    return costs


def bit_masks(sets: npt.NDArray[np.integer[Any]], members: Iterable[int]) -> IntArray:
    """Write sets as numbers whose bits say which members they have.

    Parameters
    ----------
    sets : (m, k) int array
        Positions of the members of each set; negative = none.
    members : iterable of int
        The member of each bit, from the lowest on.

    Returns
    -------
    (m,) int array
    """
    masks = np.zeros(len(sets), dtype=np.int64)
    for bit, k in enumerate(members):
        masks |= (sets == k).any(axis=1).astype(np.int64) << bit
    return masks


class SetCosts:
    """Costs of single sets of hubs in every scenario, computed when they are first asked for.

    For questions that need few of all sets; `subset_costs` and `HubSetTable` give many at once.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request, optional
        Its risk measure is that of `value`; default: the expected cost.

    Attributes
    ----------
    probability : (s,) array
        Of each scenario.
    blocks : list of lists of PreparedBlock, or None
        Of each scenario, without the nodes that send or receive nothing; None if capacities count.
    known : dict of frozenset of int to (s,) array
        The costs of the sets that were asked for.
    """

    def __init__(self, problem: Problem, request: Request | None = None) -> None:
        self.problem = checked(problem)
        self.probability = np.array([scenario.probability for scenario in problem.scenarios])
        self._fixed_cost = np.stack([scenario.fixed_cost for scenario in problem.scenarios], axis=1)
        self._request = make_request(problem) if request is None else request
        self.known: dict[frozenset[int], FloatArray] = {}
        self.blocks = (
            None
            if is_capacitated(problem)
            else [[block.compressed() for block in blocks] for blocks in prepare_scenarios(problem.scenarios)]
        )

    def fixed(self, hubs: Iterable[int]) -> FloatArray:
        """Add up fixed costs.

        Parameters
        ----------
        hubs : iterable of int
            Positions of candidates.

        Returns
        -------
        (s,) array
            In each scenario.
        """
        cost: FloatArray = self._fixed_cost[list(hubs)].sum(axis=0)
        return cost

    def of(self, hubs: Iterable[int]) -> FloatArray:
        """Cost of a set of hubs.

        Parameters
        ----------
        hubs : iterable of int
            Positions of candidates.

        Returns
        -------
        (s,) array
            In each scenario, fixed costs included; ``inf`` where flow has no way or does not fit.
        """
        chosen = frozenset(hubs)
        if chosen not in self.known:
            self.known[chosen] = self._within_room(chosen) if self.blocks is None else self._summed(chosen)
        return self.known[chosen]

    def look_up_subsets(self, hubs: Iterable[int]) -> None:
        """Look up all subsets of some hubs at once, which takes a fraction of the time that they take one by one.

        Parameters
        ----------
        hubs : iterable of int
            Positions of m candidates, of which there are 2**m subsets.
        """
        members = sorted(hubs)
        for mask, costs in enumerate(subset_costs(self.problem, members)):
            self.known[frozenset(k for bit, k in enumerate(members) if mask >> bit & 1)] = costs

    def value(self, hubs: Iterable[int], sunk: Iterable[int] = ()) -> float:
        """Cost of a set of hubs over all scenarios, by the risk measure.

        Parameters
        ----------
        hubs : iterable of int
            Positions of candidates.
        sunk : iterable of int
            Hubs beside these whose fixed costs count as well.

        Returns
        -------
        float
        """
        return self.combined(self.of(hubs) + self.fixed(sunk))

    def combined(self, costs: FloatArray) -> Any:
        """Apply the risk measure.

        Parameters
        ----------
        costs : (..., s) array

        Returns
        -------
        float or (...) array
        """
        with np.errstate(invalid="ignore"):
            values = self._request.combine(costs, self.probability)
        return float(values) if costs.ndim == 1 else values

    def weighted(self, costs: FloatArray) -> FloatArray:
        """Mean over the scenarios, those left out that have no probability.

        Parameters
        ----------
        costs : (..., s) array

        Returns
        -------
        (...) array
        """
        possible = self.probability > 0
        mean: FloatArray = costs[..., possible] @ self.probability[possible]
        return mean

    def _summed(self, chosen: frozenset[int]) -> FloatArray:
        assert self.blocks is not None  # noqa: S101
        hubs = np.array(sorted(chosen), dtype=np.int64)
        costs = self.fixed(chosen)
        for s, blocks in enumerate(self.blocks):
            for block in blocks:
                way = np.empty(block.weight.shape)
                cheapest(block, hubs, way)
                costs[s] += total(block.weight, way, 0.0, np.inf)
        return costs

    def _within_room(self, chosen: frozenset[int]) -> FloatArray:
        names = self.problem.candidates
        others = [names[k] for k in range(self.problem.h) if k not in chosen]
        if chosen:
            inside = [names[k] for k in sorted(chosen)]
            table = HubSetTable.build(self.problem, len(chosen), open_hubs=inside, closed_hubs=others)
        else:
            table = HubSetTable.build(self.problem, 1, closed_hubs=others[1:])
        return table.scenario_cost[0]
