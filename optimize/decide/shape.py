"""What is known of the cost of a hub set as a function of a parameter, from how the parameter enters the data.

For given hubs the cost is the least over all routings. A routing's cost is a sum of products, probability x weight x
flow x unit cost, and which routings there are depends on flows and capacities. So where of each product one factor is
linear in the parameter, and the others stand still, the cost of a hub set is a minimum of linear functions: concave
and piecewise linear. Where only flows, capacities and fixed costs are linear in it, it is the optimum of a linear
program as a function of its right-hand sides: convex and piecewise linear.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from optimize.problem import Block, FloatArray, Problem

_ROUNDING = 1e-9  # relative to the largest number of its kind: data that differ from a line by less are on it
_Key = tuple[str, ...]

_CONCAVE, _CONVEX = "concave", "convex"


def numbers_of(problem: Problem) -> dict[_Key, FloatArray]:
    """List all numbers that the cost of a hub set depends on.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    dict
        By scenario, class and kind; ``inf`` where something is not offered, or not limited.
    """
    return dict(_numbers(problem))


def _numbers(problem: Problem) -> Iterator[tuple[_Key, FloatArray]]:
    for scenario in problem.scenarios:
        yield (scenario.name, "", "probability"), np.array([scenario.probability])
        yield (scenario.name, "", "fixed"), scenario.fixed_cost
        yield (scenario.name, "", "capacity"), scenario.limits
        for block in scenario.blocks:
            here = (scenario.name, block.name)
            yield (*here, "weight"), np.array([block.weight])
            yield (*here, "flow"), block.flow
            yield (*here, "use"), np.array([block.capacity_use])
            for name, array in _unit_costs(block).items():
                yield (*here, "unit cost", name), array


def _unit_costs(block: Block) -> dict[str, FloatArray]:
    nowhere = np.full(block.flow.shape, np.inf)
    return {
        "collection": block.collection_handled,
        "transfer": block.transfer_handled,
        "distribution": block.distribution,
        "direct": nowhere if block.direct is None else block.direct,
        "unmet": nowhere if block.unmet_penalty is None else block.unmet_penalty,
    }


@dataclass
class Watch:
    """Whether the numbers of a problem are linear in a parameter, as far as they have been seen.

    Attributes
    ----------
    seen : dict of float to dict
        The numbers at the two values of the parameter that a line is drawn through.
    linear : bool
        Whether all that was seen later is on that line.
    varies : set
        Which of the numbers differ anywhere.
    limited : bool
        Whether any capacity is finite.
    """

    seen: dict[float, dict[_Key, FloatArray]] = field(default_factory=dict)
    linear: bool = True
    varies: set[_Key] = field(default_factory=set)
    limited: bool = False

    def look(self, theta: float, problem: Problem) -> None:
        """Compare a problem with the line through the first two.

        Parameters
        ----------
        theta : float
            Value of the parameter.
        problem : HubProblem or ScenarioProblem
            Its problem.
        """
        if not self.linear:
            return
        numbers = numbers_of(problem)
        self.limited |= any(scenario.is_limited for scenario in problem.scenarios)
        if len(self.seen) < 2:
            self.seen[theta] = numbers
        (a, first), *others = self.seen.items()
        if numbers.keys() != first.keys():
            self.linear = False
            return
        if not others:
            return
        b, second = others[0]
        share = (theta - a) / (b - a)
        for key, array in numbers.items():
            if np.array_equal(array, first[key]) and np.array_equal(array, second[key]):
                continue
            self.varies.add(key)
            self.linear &= _on_line(first[key], second[key], share, array)

    def shape(self) -> str | None:
        """Tell the shape of the cost of every hub set.

        Returns
        -------
        {"concave", "convex", None}
            None: it could be anything.
        """
        if not self.linear:
            return None
        names = {key[0] for key in self.varies}
        parts = [self._scenario({key[1:] for key in self.varies if key[0] == name}) for name in names]
        if all(_CONCAVE in part for part in parts):
            return _CONCAVE
        return _CONVEX if all(_CONVEX in part for part in parts) else None

    def _scenario(self, varies: set[_Key]) -> set[str]:
        """Shapes of a scenario's cost, of which a linear one has two."""
        kinds = {key[:2] for key in varies}
        if ("", "probability") in kinds:  # probability x cost: the cost has to stand still
            return {_CONCAVE, _CONVEX} if len(kinds) == 1 else set()
        shapes = {_CONCAVE, _CONVEX}
        if self.limited:
            if ("", "capacity") in kinds:
                shapes -= {_CONCAVE}
            if any(kind == "use" for _, kind in kinds):
                return set()
        for name in {name for name, _ in kinds if name}:
            factors = {kind for block, kind in kinds if block == name} & {"weight", "flow", "unit cost"}
            if len(factors) > 1:
                return set()
            if "flow" in factors and self.limited:
                shapes -= {_CONCAVE}
            if factors == {"unit cost"} or (factors == {"weight"} and self.limited):
                shapes -= {_CONVEX}
        return shapes


def _on_line(first: FloatArray, second: FloatArray, share: float, array: FloatArray) -> bool:
    """Whether an array is on the line through two others, what is infinite the same in all."""
    finite = np.isfinite(first)
    if not (np.array_equal(finite, np.isfinite(second)) and np.array_equal(finite, np.isfinite(array))):
        return False
    one, other, between = first[finite], second[finite], array[finite]
    size = max(np.abs(one).max(initial=0.0), np.abs(other).max(initial=0.0))
    expected = (1.0 - share) * one + share * other
    return bool((np.abs(expected - between) <= _ROUNDING * size).all())
