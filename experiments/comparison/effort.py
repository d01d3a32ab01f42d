"""What a comparison takes, estimated from its sizes before it starts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from experiments.comparison.families import families
from experiments.comparison.problems import KEPT_BYTES
from experiments.question import Study
from experiments.text import count

# measured on one core of 2026 with 150 to 600 places, 10 to 20 candidates and two classes; right to a factor of three
_PROBLEM_S = 3e-6
"""Seconds a pair of places and class, to find all routes and legs."""
_USAGE_S = 4e-8
"""Seconds a pair of places, class and hub, to see what freight does."""
_SET_S = 8e-10
"""Seconds a pair of places, class and set of hubs, to evaluate the set."""
_PAIR_BYTES = 25
"""Bytes a pair of places and class: flow, cost of direct service, penalty."""
_COPIES = 3
"""Problems of one scenario at once: the legs that it is made of, itself, and as the kernels want it."""
_OWN_BYTES = 3e8
"""The libraries."""
LONG_S, LARGE_BYTES = 120.0, 2e9
"""From which on a person wants to know before it starts: judgements."""


@dataclass(frozen=True)
class Effort:
    """What a comparison takes, about.

    Attributes
    ----------
    seconds : float
        On one core, the confirmation left out.
    memory_bytes : float
    sets : int
        Sets of hubs that are evaluated in each scenario.
    """

    seconds: float
    memory_bytes: float
    sets: int

    @property
    def noteworthy(self) -> bool:
        """Whether a person wants to know before it starts."""
        return self.seconds >= LONG_S or self.memory_bytes >= LARGE_BYTES

    def words(self, study: Study) -> str:
        """Put it into a sentence, with what it follows from and what would make it less.

        Parameters
        ----------
        study : Study

        Returns
        -------
        str
        """
        sizes = (
            f"{count(len(study.region.places), 'place')}, {count(len(study.region.classes), 'class')}, "
            f"{count(len(study.scenarios), 'scenario')}, {self.sets:,} sets of hubs in each"
        )
        return (
            f"This takes about {_duration(self.seconds)} on one core and {self.memory_bytes / 1e9:.1f} GB ({sizes}). "
            "Fewer hubs, a smaller p or fewer scenarios take less; finished scenarios are kept for --resume."
        )


def effort(study: Study) -> Effort:
    """Estimate what a comparison takes.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Effort
    """
    pairs = len(study.region.places) ** 2 * len(study.region.classes)
    sets = sum(
        math.comb(len(study.candidates) - len(kind.gateways), size)
        for kind in families(study)
        for size in range(kind.extra + 1)
    )
    scenario_s = pairs * (_PROBLEM_S + _USAGE_S * len(study.hubs) + _SET_S * sets)
    problem_bytes = _PAIR_BYTES * pairs
    kept_bytes = min(problem_bytes * len(study.scenarios), KEPT_BYTES)
    # each scenario's tables by themselves, then joined
    table_bytes = 2 * 8 * sets * len(study.scenarios)
    total_bytes = _OWN_BYTES + _COPIES * problem_bytes + kept_bytes + table_bytes
    return Effort(scenario_s * len(study.scenarios), total_bytes, sets)


def _duration(seconds: float) -> str:
    """Write seconds with the unit that suits them: ``40 min``, ``3 h``, ``2 days``."""
    if seconds < 90 * 60:
        return f"{max(seconds / 60, 1):.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 48 * 3600 else f"{seconds / 86400:,.0f} days"
