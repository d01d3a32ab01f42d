r"""Simulated years: which disruptions are in force, and for which share of the year.

A scenario comes and goes. One occurrence is in force for :math:`d` = ``duration_days`` + ``recovery_days`` / 2 (the
recovery counts half, as in `geodata.scenarios.share_of_time`); then it is out of force for an exponential time of mean
:math:`d (1 - p) / p`, so that it begins ``per_year`` times a year and is in force for the share :math:`p` of the time,
its probability. A year begins at any moment of that process: it may find an occurrence on its way.

Scenarios of one ``group`` depend on one another as in `geodata.sample_scenarios`: each year has a common factor
:math:`Z`, and scenario :math:`s` the share :math:`\Phi((\Phi^{-1}(p_s) - \sqrt{\rho_s} Z) / \sqrt{1 - \rho_s})` in it,
whose mean over the years is :math:`p_s`. At any moment of a year, scenarios are then in force as joint draws have them.

A scenario with a probability and no duration is in force for a whole year, or not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from numbers import Integral

import numpy as np
from scipy.special import ndtr, ndtri

from geodata.arrays import DAYS_PER_YEAR
from geodata.scenarios import Scenario

State = tuple[str, ...]


def sample_years(scenarios: Iterable[Scenario], n: int, seed: int) -> list[dict[State, float]]:
    """Draw years: which scenarios are in force together, and for how long.

    Parameters
    ----------
    scenarios : iterable of Scenario
        What may be in force. Those without a probability, and combinations (whose parts are drawn themselves), are not
        drawn.
    n : int
        Number of years.
    seed : int
        Equal seeds give equal years. A scenario's own draws, and the first years, do not depend on what else is
        drawn.

    Returns
    -------
    list of dict
        For each year, the share of it by joint state: the names of the scenarios in force, in the order of
        ``scenarios``, ``()`` when there is none. Shares sum to 1.

    Raises
    ------
    ValueError
        When ``n`` is below 1.
    """
    if isinstance(n, bool) or not (isinstance(n, Integral) and n >= 1):
        message = f"the number of years must be a whole number of at least 1, not {n!r}"
        raise ValueError(message)
    chosen = [item for item in scenarios if item.probability is not None and not item.combine]
    return [_year(chosen, seed, year) for year in range(n)]


def _year(scenarios: list[Scenario], seed: int, year: int) -> dict[State, float]:
    """One year, from streams of its own."""
    spells = [(item.name, spell) for item in scenarios for spell in _spells(item, seed, year)]
    moments = sorted({0.0, DAYS_PER_YEAR, *(moment for _, spell in spells for moment in spell)})
    shares: dict[State, float] = {}
    for start, end in pairwise(moments):
        holds = {name for name, (begins, ends) in spells if begins <= start and end <= ends}
        state = tuple(item.name for item in scenarios if item.name in holds)
        shares[state] = shares.get(state, 0.0) + (end - start) / DAYS_PER_YEAR
    return shares


def _spells(scenario: Scenario, seed: int, year: int) -> list[tuple[float, float]]:
    """When a scenario is in force in a year: days of beginnings and ends."""
    share = _share(scenario, seed, year)
    rng = np.random.default_rng([seed, year, *f"year {scenario.name}".encode()])
    starts_in_force = rng.random() < share
    length = (scenario.duration_days or 0.0) + (scenario.recovery_days or 0.0) / 2
    if not length:
        return [(0.0, DAYS_PER_YEAR)] if starts_in_force else []
    if share <= 0.0:
        return []
    if share >= 1.0:
        return [(0.0, DAYS_PER_YEAR)]
    pause = length * (1.0 - share) / share
    spells = []
    day = 0.0
    if starts_in_force:
        day = length * rng.random()  # what is left of it
        spells.append((0.0, min(day, DAYS_PER_YEAR)))
    while (day := day + pause * rng.exponential()) < DAYS_PER_YEAR:
        spells.append((day, min(day + length, DAYS_PER_YEAR)))
        day += length
    return spells


def _share(scenario: Scenario, seed: int, year: int) -> float:
    """Share of the year that a scenario is in force on average, by the common factor of its group in that year."""
    share = scenario.probability or 0.0
    rho = scenario.correlation if scenario.group else 0.0
    if not rho:
        return share
    common = np.random.default_rng([seed, year, *f"group {scenario.group}".encode()]).standard_normal()
    if rho >= 1.0:
        return float(common < ndtri(share))
    return float(ndtr((ndtri(share) - np.sqrt(rho) * common) / np.sqrt(1.0 - rho)))
