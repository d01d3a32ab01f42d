r"""Conditional value at risk, alone and mixed with the expected cost.

.. math::
    \mathrm{CVaR}_\beta = \min_\nu \; \nu + \frac{1}{1-\beta} \sum_s \pi_s (c_s - \nu)^+

is the mean of the worst :math:`1-\beta` of the probability (Rockafellar and Uryasev 2000); mean-CVaR is
:math:`(1 - w) \sum_s \pi_s c_s + w\,\mathrm{CVaR}_\beta`. Scenarios of probability 0 do not count.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from optimize.problem import FloatArray
from optimize.risk.envelope import Envelope, envelope
from optimize.risk.measure import RiskMeasure


@dataclass(frozen=True)
class Cvar(RiskMeasure):
    """Conditional value at risk.

    Attributes
    ----------
    cvar_level : float
        The level beta, in [0, 1): the mean is over the worst 1 - beta of the probability.

    Examples
    --------
    >>> import numpy as np
    >>> float(Cvar(0.5).value(np.array([1.0, 5.0]), np.array([0.75, 0.25])))
    3.0
    """

    cvar_level: float = 0.9
    name: ClassVar[str] = "cvar"

    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have: at most probability / (1 - beta).

        Parameters
        ----------
        probability : (s,) array

        Returns
        -------
        Envelope
        """
        return envelope(np.zeros(len(probability)), [(probability / (1.0 - self.cvar_level), 1.0)])

    def faults(self) -> list[str]:
        """Say what is wrong with the parameters.

        Returns
        -------
        list of str
        """
        return _level_faults(self.cvar_level)


@dataclass(frozen=True)
class MeanCvar(RiskMeasure):
    """Expected cost and conditional value at risk, mixed.

    Attributes
    ----------
    cvar_level : float
        The level beta, in [0, 1).
    cvar_weight : float
        The weight of CVaR, from 0 (expected cost) to 1 (CVaR).

    Examples
    --------
    >>> import numpy as np
    >>> float(MeanCvar(0.5, 0.25).value(np.array([1.0, 5.0]), np.array([0.75, 0.25])))
    2.25
    """

    cvar_level: float
    cvar_weight: float
    name: ClassVar[str] = "mean_cvar"

    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have: a share of the probability, the rest as for CVaR.

        Parameters
        ----------
        probability : (s,) array

        Returns
        -------
        Envelope
        """
        weight = self.cvar_weight
        return envelope((1.0 - weight) * probability, [(weight * probability / (1.0 - self.cvar_level), weight)])

    def faults(self) -> list[str]:
        """Say what is wrong with the parameters.

        Returns
        -------
        list of str
        """
        found = _level_faults(self.cvar_level)
        if not 0.0 <= self.cvar_weight <= 1.0:
            found.append(f"cvar_weight is {self.cvar_weight!r}: it has to be from 0 to 1")
        return found


def _level_faults(level: float) -> list[str]:
    return [] if 0.0 <= level < 1.0 else [f"cvar_level is {level!r}: it has to be at least 0 and below 1"]
