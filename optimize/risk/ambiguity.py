r"""Distributionally robust expected cost: the worst expected cost over probabilities that are not known exactly.

Within a ball around the given probabilities :math:`\pi`, the total variation distance being half the sum of absolute
differences,

.. math::
    \max \Bigl\{ \sum_s q_s c_s : q \ge 0, \; \sum_s q_s = 1, \; \tfrac12 \sum_s |q_s - \pi_s| \le \epsilon \Bigr\}
    = \epsilon \max_s c_s + (1 - \epsilon)\,\mathrm{CVaR}_\epsilon(c)

(Jiang and Guan 2018): a probability of :math:`\epsilon` moves from the cheapest scenarios to the dearest one. All
scenarios of the problem are possible, those of probability 0 too, as soon as the radius is positive. Or within bounds
on each scenario's probability, :math:`l_s \le q_s \le u_s`.
"""

import reprlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np

from optimize.brief import Brief
from optimize.problem import FloatArray
from optimize.risk.envelope import Envelope, envelope
from optimize.risk.measure import RiskMeasure, as_float

_ROUNDING = 1e-9  # absolute, on sums of probabilities, as for those of a problem


@dataclass(frozen=True)
class RobustProbability(RiskMeasure):
    """The worst expected cost over probabilities within a total variation distance of the given ones.

    Attributes
    ----------
    radius : float
        The distance, from 0 (expected cost) to 1 (worst case): the probability that may move to other scenarios.

    Examples
    --------
    >>> import numpy as np
    >>> float(RobustProbability(0.25).value(np.array([1.0, 5.0]), np.array([0.75, 0.25])))
    3.0
    """

    radius: float
    name: ClassVar[str] = "robust_probability"

    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have.

        Parameters
        ----------
        probability : (s,) array

        Returns
        -------
        Envelope
        """
        count, moved = len(probability), self.radius
        return envelope(np.zeros(count), [(np.full(count, moved), moved), (probability, 1.0 - moved)])

    def faults(self) -> list[str]:
        """Say what is wrong with the parameters.

        Returns
        -------
        list of str
        """
        return [] if 0.0 <= self.radius <= 1.0 else [f"radius is {self.radius!r}: it has to be from 0 to 1"]


@dataclass(frozen=True)
class ProbabilityBounds(Brief, RiskMeasure):
    """The worst expected cost over probabilities within bounds; the problem's own probabilities do not enter.

    Attributes
    ----------
    probability_low, probability_high : tuple of float
        The least and the largest probability of each scenario.

    Examples
    --------
    >>> import numpy as np
    >>> float(ProbabilityBounds((0.5, 0.0), (1.0, 0.4)).value(np.array([1.0, 5.0]), np.array([0.75, 0.25])))
    2.6
    """

    probability_low: tuple[float, ...]
    probability_high: tuple[float, ...]
    name: ClassVar[str] = "probability_bounds"

    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have: those between the bounds.

        Parameters
        ----------
        probability : (s,) array

        Returns
        -------
        Envelope

        Raises
        ------
        ValueError
            If there are not as many bounds as scenarios.
        """
        low, high = np.array(self.probability_low), np.array(self.probability_high)
        if not len(low) == len(high) == len(probability):
            msg = f"there are bounds for {len(low)} scenarios, and {len(probability)} scenarios"
            raise ValueError(msg)
        return envelope(low, [(high - low, 1.0 - float(low.sum()))])

    def faults(self) -> list[str]:
        """Say what is wrong with the parameters.

        Returns
        -------
        list of str
        """
        found = []
        pairs = zip(self.probability_low, self.probability_high, strict=False)
        crossed = [place for place, (low, high) in enumerate(pairs, start=1) if low > high]
        if crossed:
            found.append(f"probability_low is above probability_high in scenarios number {crossed}: lower one of them")
        if sum(self.probability_low) > 1.0 + _ROUNDING:
            found.append(f"probability_low sums to {sum(self.probability_low):.12g}, more than 1: lower some")
        if sum(self.probability_high) < 1.0 - _ROUNDING:
            found.append(f"probability_high sums to {sum(self.probability_high):.12g}, less than 1: raise some")
        return found

    @classmethod
    def asked(cls, given: Mapping[str, Any], scenarios: Sequence[str], faults: list[str]) -> Self | None:
        """Make the measure from arguments of `solve`.

        Parameters
        ----------
        given : mapping of str to object
            Each bound as a mapping by scenario, in which scenarios may be left out, or as a sequence; None = 0 or 1
            for all.
        scenarios : sequence of str
            Names of the scenarios.
        faults : list of str
            What cannot be used is appended to it.

        Returns
        -------
        ProbabilityBounds or None
        """
        before = len(faults)
        if given["probability_low"] is None and given["probability_high"] is None:
            faults.append(f"risk {cls.name!r} needs probability_low or probability_high: give one or both")
        low = _bounds("probability_low", given["probability_low"], 0.0, scenarios, faults)
        high = _bounds("probability_high", given["probability_high"], 1.0, scenarios, faults)
        if len(faults) > before:
            return None
        measure = cls(low, high)
        faults.extend(measure.faults())
        return measure if len(faults) == before else None


def _bounds(name: str, given: Any, default: float, scenarios: Sequence[str], faults: list[str]) -> tuple[float, ...]:
    if given is None:
        return (default,) * len(scenarios)
    if hasattr(given, "index") and hasattr(given, "items"):  # a pandas Series
        if not given.index.is_unique:
            faults.append(f"{name} is given more than once for a scenario: keep one of each")
            return ()
        given = dict(given.items()) if set(given.index) & set(scenarios) else list(given)
    if isinstance(given, Mapping):
        unknown = [key for key in given if key not in scenarios]
        if unknown:
            faults.append(f"{name} is given for {unknown}, which are no scenarios; known are {list(scenarios)}")
        given = [given.get(scenario, default) for scenario in scenarios]
    unordered = isinstance(given, (str, bytes, AbstractSet))
    if unordered or not hasattr(given, "__iter__") or getattr(given, "ndim", 1) == 0:
        faults.append(f"{name} is {given!r:.50}: give a number for each scenario, in their order or by their names")
        return ()
    values = list(given)
    if len(values) != len(scenarios):
        faults.append(f"{name} has {len(values)} numbers for {len(scenarios)} scenarios")
        return ()
    odd = [value for value in values if not isinstance(value, Real) or not 0.0 <= as_float(value) <= 1.0]
    if odd:
        faults.append(f"{name} holds {reprlib.repr(odd[0])}: probabilities are numbers from 0 to 1")
        return ()
    return tuple(float(value) for value in values)
