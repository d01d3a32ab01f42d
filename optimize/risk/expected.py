r"""Expected cost: :math:`\sum_s \pi_s c_s`."""

from dataclasses import dataclass
from typing import ClassVar

from optimize.problem import FloatArray
from optimize.risk.envelope import Envelope, envelope
from optimize.risk.measure import RiskMeasure


@dataclass(frozen=True)
class Expected(RiskMeasure):
    """Expected cost; scenarios of probability 0 do not count.

    Examples
    --------
    >>> import numpy as np
    >>> Expected().envelope(np.array([0.75, 0.25])).base.tolist()
    [0.75, 0.25]
    """

    name: ClassVar[str] = "expected"

    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have: their probabilities.

        Parameters
        ----------
        probability : (s,) array

        Returns
        -------
        Envelope
        """
        return envelope(probability)
