"""The price of robustness: what it costs on average to guard against bad scenarios (Bertsimas and Sim 2004)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from optimize.decide.designs import Number, first_least, list_designs
from optimize.decide.look_up import checked
from optimize.decide.measures import Measures, measured, named_measures
from optimize.errors import InputError
from optimize.late import pd
from optimize.problem import Problem


def price_of_robustness(
    scenarios: Problem,
    p: Number = None,
    *,
    risk: Measures = None,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
) -> pd.DataFrame:
    """Find the best hubs by each risk measure, and what they cost on average more than the least that is possible.

    Parameters
    ----------
    scenarios : ScenarioProblem or HubProblem
    p : int, range or None
        Number of hubs; ``range(1, 4)`` = 1 to 3; None = any number.
    risk : str, list of str, or mapping, optional
        Risk measures of `solve`; default: the expected cost, the worst case, the maximum regret and CVaR. A mapping
        gives measures names of their own, and numbers: ``{"tail": {"risk": "cvar", "cvar_level": 0.95}}``.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.

    Returns
    -------
    DataFrame
        Index ``measure``; columns ``hubs``, the best by this measure (of several, the one of least expected cost; empty
        if there is none), ``expected_cost``, ``price`` (over the least expected cost of all hub sets), ``price_share``
        (as a share of that), and for each measure ``value_<measure>``: what these hubs are worth by it. So the value of
        a measure is least in its own row.

    Raises
    ------
    InputError
        If arguments cannot be used, or the costs of hub sets have no closed form.
    """
    designs = list_designs(checked(scenarios, "scenarios"), p, open_hubs, closed_hubs)
    values = measured(designs, named_measures(risk))
    least = float(designs.expected.min())
    if not np.isfinite(least):
        words = "no set of hubs serves all flow in every scenario that has a probability"
        raise InputError([f"{words}: give an unmet_penalty, more hubs or more candidates"])
    rows = []
    for name, value in values.items():
        best = first_least(value, designs.expected)
        served = bool(np.isfinite(value[best]))
        price = float(designs.expected[best]) - least if served else np.inf
        rows.append(
            {
                "measure": name,
                "hubs": designs.hubs(best) if served else (),
                "expected_cost": float(designs.expected[best]) if served else np.inf,
                "price": price,
                "price_share": price / abs(least) if least else (0.0 if price == 0 else np.inf),
                **{f"value_{other}": float(each[best]) if served else np.inf for other, each in values.items()},
            }
        )
    return pd.DataFrame(rows).set_index("measure")
