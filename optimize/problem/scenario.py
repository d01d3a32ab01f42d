"""`ScenarioProblem`: one set of hubs that has to serve several states of the world."""

from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.errors import report
from optimize.pickles import Slim
from optimize.problem.block import FloatArray, IntArray, Scenario
from optimize.problem.model_file import ModelFile
from optimize.problem.naming import few
from optimize.problem.problem import HubProblem

_SUM_TOLERANCE = 1e-9  # absolute, on a sum of probabilities: allows for the rounding of many terms and nothing else


class ScenarioProblem(ModelFile, Slim, Brief):
    """A two-stage problem: hubs are chosen before it is known which scenario occurs, paths afterwards.

    Parameters
    ----------
    problems : mapping of name to HubProblem
        One problem for each scenario; all must have the same nodes, candidates, `capacity_on`, `discount` and
        `link_cost`.
    probability : mapping of name to float, or sequence, optional
        Probability of each scenario, summing to 1; default: all equal.

    Raises
    ------
    InputError
        If arguments cannot be used; it reports all faults at once.

    Examples
    --------
    >>> import numpy as np
    >>> flow, cost = np.ones((3, 3)), np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0.0]])
    >>> ScenarioProblem(
    ...     {"base": HubProblem(flow, cost), "closed": HubProblem(flow, 2 * cost)},
    ...     probability={"base": 0.9, "closed": 0.1},
    ... )
    ScenarioProblem(3 nodes, 3 candidate hubs, 2 scenarios)
    """

    def __init__(
        self,
        problems: Mapping[str, HubProblem],
        probability: Mapping[str, float] | Any = None,
    ) -> None:
        faults: list[str] = []
        if not problems:
            report(["a ScenarioProblem needs at least one scenario"])
        if not isinstance(problems, Mapping):
            report([f"scenarios come as a mapping of name to HubProblem, not as a {type(problems).__name__}"])
        names = list(problems)
        report(
            f"scenario {name!r} is a {type(problem).__name__}: it has to be a HubProblem"
            for name, problem in problems.items()
            if not isinstance(problem, HubProblem)
        )
        first = problems[names[0]]
        for name in names[1:]:
            other = problems[name]
            if other.labels != first.labels:
                faults.append(f"scenario {name!r} has other nodes than {names[0]!r}: use the same labels in all")
            elif other.candidates != first.candidates:
                faults.append(
                    f"scenario {name!r} has other candidates than {names[0]!r}: hubs are chosen once, so give all "
                    "scenarios the same candidates (a hub lost in a scenario: infinite costs there)"
                )
            if (
                other.capacity_on != first.capacity_on
                or other.discount != first.discount
                or not _same(other.link_cost, first.link_cost)
            ):
                faults.append(f"scenario {name!r} differs from {names[0]!r} in capacity_on, discount or link_cost")
        chances = _probabilities(names, probability, faults)
        report(faults)
        self.problems = dict(problems)
        self.probability = dict(zip(names, chances, strict=True))
        self._first = first

    @property
    def labels(self) -> tuple[Hashable, ...]:
        """Names of the nodes."""
        return self._first.labels

    @property
    def candidate_index(self) -> IntArray:
        """Positions of the candidate hubs among the nodes."""
        return self._first.candidate_index

    @property
    def candidates(self) -> tuple[Hashable, ...]:
        """Labels of the candidate hubs, in the order of the nodes."""
        return self._first.candidates

    @property
    def n(self) -> int:
        """Number of nodes."""
        return self._first.n

    @property
    def h(self) -> int:
        """Number of candidate hubs."""
        return self._first.h

    @property
    def capacity_on(self) -> str:
        """What capacities limit, see `HubProblem`."""
        return self._first.capacity_on

    @property
    def link_cost(self) -> FloatArray | None:
        """(h, h) set-up costs of hub links, or None, see `HubProblem`."""
        return self._first.link_cost

    @property
    def discount(self) -> tuple[tuple[float, float], ...] | None:
        """Flow-dependent discount, or None, see `HubProblem`."""
        return self._first.discount

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """All scenarios with their probabilities, in the order given."""
        return tuple(
            Scenario(name, self.probability[name], problem.blocks, problem.fixed_cost, problem.capacity)
            for name, problem in self.problems.items()
        )

    def replace(self, **changes: Any) -> "ScenarioProblem":
        """Make a copy with the problems of all scenarios changed.

        Parameters
        ----------
        **changes
            ``probability``; everything else is passed to `HubProblem.replace` for every scenario.

        Returns
        -------
        ScenarioProblem

        Raises
        ------
        InputError
            See `HubProblem.replace`.
        """
        probability = changes.pop("probability", self.probability)
        return ScenarioProblem({name: one.replace(**changes) for name, one in self.problems.items()}, probability)

    def _brief_values(self) -> dict[str, Any]:
        """What is shown of it, by name."""
        told = {"nodes": self.n, "candidates": self.candidates, "capacity_on": self.capacity_on}
        return {**told, "probability": dict(self.probability)}

    def __repr__(self) -> str:
        return f"ScenarioProblem({self.n} nodes, {self.h} candidate hubs, {len(self.problems)} scenarios)"


Problem = HubProblem | ScenarioProblem


def is_capacitated(problem: Problem) -> bool:
    """Whether any hub has a finite capacity in any scenario.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    bool
    """
    return any(scenario.is_limited for scenario in problem.scenarios)


def _same(a: FloatArray | None, b: FloatArray | None) -> bool:
    return (a is None and b is None) or (a is not None and b is not None and np.array_equal(a, b))


def checked_probabilities(names: list[str], given: Any = None) -> list[float]:
    """Check the probabilities of scenarios.

    Parameters
    ----------
    names : list of str
        The scenarios.
    given : mapping of name to float, Series or sequence, optional
        As for `ScenarioProblem`.

    Returns
    -------
    list of float
        One for each scenario, summing to 1.

    Raises
    ------
    InputError
        If they cannot be used; it reports all faults at once.
    """
    faults: list[str] = []
    chances = _probabilities(names, given, faults)
    report(faults)
    return chances


def _probabilities(names: list[str], given: Any, faults: list[str]) -> list[float]:
    if given is None:
        return [1.0 / len(names)] * len(names)
    if hasattr(given, "index") and hasattr(given, "items"):  # a pandas Series
        twice = [str(x) for x in given.index[given.index.duplicated()]]
        if twice:
            faults.append(f"probability is given more than once for {few(twice)}; keep one of each")
            return [0.0] * len(names)
        unlabelled = list(given.index) == list(range(len(given))) and not set(given.index) & set(names)
        given = list(given) if unlabelled else dict(given.items())
    if isinstance(given, Mapping):
        for name in names:
            if name not in given:
                faults.append(f"scenario {name!r} has no probability: add it")
        for name in given:
            if name not in names:
                faults.append(f"probability is given for {name!r}, which is not a scenario; known are {names}")
        values = [given.get(name, 0.0) for name in names]
    elif (
        isinstance(given, (str, bytes, AbstractSet))
        or not isinstance(given, Iterable)
        or getattr(given, "ndim", 1) == 0
    ):
        faults.append(
            f"probability is {given!r:.50}: give a number for each scenario, in their order or by their names"
        )
        return [0.0] * len(names)
    else:
        values = list(given)
        if len(values) != len(names):
            faults.append(f"{len(values)} probabilities are given for {len(names)} scenarios")
            return [0.0] * len(names)
    try:
        chances = [float(v) for v in values]
    except (TypeError, ValueError, OverflowError) as error:
        faults.append(f"probabilities have to be numbers: {error}")
        return [0.0] * len(names)
    bad = [name for name, c in zip(names, chances, strict=True) if not (0.0 <= c <= 1.0)]
    if bad:
        faults.append(f"probabilities outside 0 to 1: {', '.join(bad)}")
    elif abs(sum(chances) - 1.0) > _SUM_TOLERANCE and not faults:
        faults.append(f"probabilities sum to {sum(chances):.12g}: they have to sum to 1")
    return chances
