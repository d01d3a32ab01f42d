"""How often disruptions begin, and so which share of the time they are in force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geodata.scenarios import Scenario, share_of_time
from geodata.values.uncertainty import Choice, Stream


def chosen_frequency(scenario: Scenario, choice: Choice) -> Scenario:
    """Return a scenario with the probability that follows from the frequency in use.

    Parameters
    ----------
    scenario : Scenario
        One without ``per_year`` or ``probability_range`` is returned as it is.
    choice : Choice
        Which value uncertain numbers take. Where they are drawn, the draw of a scenario does not depend on which others
        there are.

    Returns
    -------
    Scenario
    """
    if scenario.probability_range is not None:
        return replace(scenario, probability=_picked(scenario.probability_range, choice, Stream.PROBABILITY, scenario))
    if scenario.per_year is None:
        return scenario
    per_year = _picked(scenario.per_year, choice, Stream.FREQUENCY, scenario)
    share = share_of_time(per_year, scenario.duration_days or 0.0, scenario.recovery_days or 0.0)
    return replace(scenario, probability=share)


def _picked(triple: tuple[float, float, float], choice: Choice, stream: Stream, scenario: Scenario) -> float:
    low, central, high = (np.array([value]) for value in triple)
    return float(choice.pick(low, central, high, stream=stream, name=scenario.name)[0])
