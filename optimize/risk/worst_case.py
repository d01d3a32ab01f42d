r"""Worst case: :math:`\max_s c_s`; and regret: the largest excess over the scenarios' own optima :math:`c_s^*`.

Maximum regret is :math:`\max_s (c_s - c_s^*)`, maximum relative regret
:math:`\max_s (c_s - c_s^*) / c_s^*` (Kouvelis and Yu 1997). They look at every scenario, those of probability 0 too.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from optimize.problem import FloatArray
from optimize.risk.envelope import Envelope, envelope
from optimize.risk.measure import RiskMeasure


@dataclass(frozen=True)
class WorstCase(RiskMeasure):
    """The largest cost over all scenarios, whatever their probability.

    Examples
    --------
    >>> import numpy as np
    >>> float(WorstCase().value(np.array([1.0, 5.0]), np.array([1.0, 0.0])))
    5.0
    """

    name: ClassVar[str] = "worst_case"
    is_largest: ClassVar[bool] = True

    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have: any.

        Parameters
        ----------
        probability : (s,) array

        Returns
        -------
        Envelope
        """
        count = len(probability)
        return envelope(np.zeros(count), [(np.ones(count), 1.0)])


@dataclass(frozen=True)
class MaxRegret(WorstCase):
    """The largest excess of a scenario's cost over its own optimum.

    Examples
    --------
    >>> import numpy as np
    >>> float(MaxRegret().value(np.array([6.0, 5.0]), np.array([0.5, 0.5]), np.array([5.0, 2.0])))
    3.0
    """

    name: ClassVar[str] = "max_regret"
    against_optimum: ClassVar[bool] = True


@dataclass(frozen=True)
class RelativeRegret(MaxRegret):
    """The largest excess of a scenario's cost over its own optimum, as a share of that optimum.

    Examples
    --------
    >>> import numpy as np
    >>> float(RelativeRegret().value(np.array([6.0, 5.0]), np.array([0.5, 0.5]), np.array([5.0, 2.0])))
    1.5
    """

    name: ClassVar[str] = "relative_regret"
    is_relative: ClassVar[bool] = True
