r"""What it is worth to plan with uncertainty, and what to know the future would be worth (Birge and Louveaux 2011).

With the cost :math:`c_s(S)` of the hub set S in scenario s: the recourse problem's optimum
:math:`RP = \min_S \sum_s \pi_s c_s(S)`; wait and see, :math:`WS = \sum_s \pi_s \min_S c_s(S)`; the expected cost of the
set that is best for the mean, :math:`EEV`. Always :math:`WS \le RP \le EEV`.
"""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from optimize.brief import Brief
from optimize.decide.designs import Labels, Number, first_least, list_designs, sized
from optimize.decide.look_up import checked
from optimize.decide.mean import mean_value_problem
from optimize.errors import InputError
from optimize.problem import Problem
from optimize.run import check_number_told


@dataclass(frozen=True)
class InformationValue(Brief):
    """The value of planning with uncertainty, and of information.

    Attributes
    ----------
    rp : float
        Least expected cost of a hub set.
    ws : float
        Wait and see: the mean of the scenarios' own optima, as if the hubs were chosen when the scenario is known.
    eev : float
        Expected cost of the hubs that are best for the mean-value problem; ``inf`` if they cannot serve all flow in
        some scenario.
    vss : float
        Value of the stochastic solution, ``eev - rp`` >= 0.
    evpi : float
        Expected value of perfect information, ``rp - ws`` >= 0.
    hubs : tuple of labels
        The hubs of least expected cost.
    mean_hubs : tuple of labels
        The hubs that are best for the mean-value problem; empty if it has no solution. Of hub sets that are equally
        good for the mean, the one that is best for the scenarios.
    scenario_hubs : dict of str to tuple of labels
        The best hubs of each scenario of its own; empty for a scenario of probability 0 that has no solution.
    """

    rp: float
    ws: float
    eev: float
    vss: float
    evpi: float
    hubs: Labels
    mean_hubs: Labels
    scenario_hubs: dict[str, Labels]


def value_of_information(
    scenarios: Problem, p: Number = None, *, open_hubs: Iterable[Hashable] = (), closed_hubs: Iterable[Hashable] = ()
) -> InformationValue:
    """Compare planning with all scenarios, for their mean, and with perfect information.

    Parameters
    ----------
    scenarios : ScenarioProblem or HubProblem
    p : int, range or None
        Number of hubs; ``range(1, 4)`` = 1 to 3; None = any number, where hubs have a fixed cost.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.

    Returns
    -------
    InformationValue

    Raises
    ------
    InputError
        If arguments cannot be used, and if no hub set serves all flow in all scenarios that have a probability.

    Examples
    --------
    >>> from optimize import HubProblem, ScenarioProblem
    >>> west, east = np.array([[0, 4, 9], [4, 0, 9], [9, 9, 0.0]]), np.array([[0, 9, 9], [9, 0, 4], [9, 4, 0.0]])
    >>> flow = np.ones((3, 3)) - np.eye(3)
    >>> value = value_of_information(ScenarioProblem({"w": HubProblem(flow, west), "e": HubProblem(flow, east)}), p=1)
    >>> value.ws <= value.rp <= value.eev
    True
    """
    request = sized(checked(scenarios, "scenarios"), p, open_hubs, closed_hubs)
    if p is None:
        check_number_told(scenarios, request.p_min, request.p_max, "a range of numbers")
    designs = list_designs(scenarios, p, open_hubs, closed_hubs)
    best = first_least(designs.expected)
    rp = float(designs.expected[best])
    if not math.isfinite(rp):
        words = "no set of hubs serves all flow in every scenario that has a probability"
        raise InputError([f"{words}: give an unmet_penalty, more hubs or more candidates"])
    rp = float(designs.expected.min())
    own = designs.cost.min(axis=0)
    counted = designs.probability > 0
    # rounding aside, an optimum per scenario is no dearer than one for all
    ws = min(float(own[counted] @ designs.probability[counted]), rp)
    mean = list_designs(mean_value_problem(scenarios), p, open_hubs, closed_hubs)
    for_mean = first_least(mean.expected, designs.expected)
    solved = bool(np.isfinite(mean.expected[for_mean]))
    eev = float(designs.expected[for_mean]) if solved else math.inf
    return InformationValue(
        rp=rp,
        ws=ws,
        eev=eev,
        vss=eev - rp,
        evpi=rp - ws,
        hubs=designs.hubs(best),
        mean_hubs=designs.hubs(for_mean) if solved else (),
        scenario_hubs={
            name: designs.hubs(int(designs.cost[:, s].argmin())) if math.isfinite(own[s]) else ()
            for s, name in enumerate(designs.table.scenarios)
        },
    )
