"""Hub sets that are nearly as good as the best, and which hubs they have in common."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.decide.designs import TIE, Number, list_designs
from optimize.errors import InputError
from optimize.late import pd
from optimize.problem import Problem


@dataclass(frozen=True, eq=False)
class NearOptimal(Brief):
    """Hub sets within some distance of the optimum.

    Attributes
    ----------
    sets : DataFrame
        A row for each set, the best first: ``hubs``, ``cost`` (the value of the risk measure), ``excess`` over the
        optimum and ``excess_share`` of it.
    shares : Series
        Share of these sets in which each candidate is, by label.
    within : float
        Largest excess, as a share of the optimum.
    """

    sets: pd.DataFrame
    shares: pd.Series[float]
    within: float


def near_optimal(
    problem: Problem,
    p: Number = None,
    within: float = 0.01,
    *,
    risk: str = "expected",
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    **options: Any,
) -> NearOptimal:
    """List all hub sets that cost at most a share more than the best one.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p : int, range or None
        Number of hubs; ``range(1, 4)`` = 1 to 3; None = any number.
    within : float
        Largest excess over the optimum, as a share of it.
    risk : str
        Risk measure, as for `solve`; the excess is a share of its least value, so of a regret where it is one.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.
    **options
        Numbers that the risk measure takes (``cvar_level``).

    Returns
    -------
    NearOptimal
        Without sets, and shares of 0, if no set can serve all flow.

    Raises
    ------
    InputError
        If arguments cannot be used, or the costs of hub sets have no closed form.
    """
    if isinstance(within, bool) or not isinstance(within, Real) or not 0 <= within < np.inf:
        raise InputError([f"within is {within!r:.50}: it has to be a share of the optimum >= 0, such as 0.01"])
    designs = list_designs(problem, p, open_hubs, closed_hubs)
    values = designs.values(risk, **options)
    best = float(values.min())
    # what is equal but for rounding is within 0 of each other
    limit = best + max(float(within), TIE) * abs(best)
    found = np.flatnonzero(np.isfinite(values) & (values <= limit))
    found = found[np.argsort(values[found], kind="stable")]
    hubs = [designs.hubs(int(at)) for at in found]
    excess = values[found] - best
    sets = pd.DataFrame(
        {
            "hubs": pd.Series(hubs, dtype=object),
            "cost": values[found],
            "excess": excess,
            "excess_share": excess / abs(best) if best else np.zeros(len(found)),
        }
    )
    held = [sum(label in each for each in hubs) / max(len(hubs), 1) for label in problem.candidates]
    shares = pd.Series(held, index=pd.Index(problem.candidates, tupleize_cols=False), name="share", dtype=np.float64)
    return NearOptimal(sets, shares, float(within))
