r"""`RiskMeasure`: how the costs of scenarios become one number; each measure is a value of this kind.

A measure is an `Envelope` of scenario weights q, and what it weighs: the cost of a scenario, or the excess of that cost
over the scenario's own optimum (regret), absolute or relative to that optimum:

.. math::
    \rho(c) = \max_{q \in Q} \sum_s q_s y_s, \qquad y_s = d_s (c_s - r_s).

Values, subgradients, rows of programs and bounds all follow from the three, so that a measure is one small class.
"""

import dataclasses
import math
import reprlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np

from optimize.problem import FloatArray
from optimize.risk.envelope import Envelope


def as_float(number: Real) -> float:
    """Give a number as one that can be calculated with.

    Parameters
    ----------
    number : Real

    Returns
    -------
    float
        ``inf`` for whole numbers that are larger than all others.
    """
    try:
        return float(number)
    except OverflowError:
        return math.inf


class RiskMeasure(ABC):
    """A risk measure over the scenarios' costs; subclasses are frozen dataclasses of the measure's parameters.

    Attributes
    ----------
    name : str
        What users call it.
    is_largest : bool
        Whether the value is the largest of what is weighed, over all scenarios.
    against_optimum : bool
        Whether what is weighed is the excess over each scenario's own optimum.
    is_relative : bool
        Whether that excess is divided by the optimum.
    """

    name: ClassVar[str]
    is_largest: ClassVar[bool] = False
    against_optimum: ClassVar[bool] = False
    is_relative: ClassVar[bool] = False

    @abstractmethod
    def envelope(self, probability: FloatArray) -> Envelope:
        """Give the weights that scenarios may have.

        Parameters
        ----------
        probability : (s,) array
            Probability of each scenario.

        Returns
        -------
        Envelope
        """

    def faults(self) -> list[str]:
        """Say what is wrong with the parameters.

        Returns
        -------
        list of str
            Empty if they can be used.
        """
        return []

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Names of the parameters, which are those of the arguments of `solve`.

        Returns
        -------
        tuple of str
        """
        return tuple(each.name for each in dataclasses.fields(cls))  # type: ignore[arg-type]

    @classmethod
    def asked(
        cls,
        given: Mapping[str, Any],
        scenarios: Sequence[str],  # noqa: ARG003
        faults: list[str],
    ) -> Self | None:
        """Make the measure from arguments of `solve`.

        Parameters
        ----------
        given : mapping of str to object
            The measure's parameters, as users gave them; None = not given.
        scenarios : sequence of str
            Names of the scenarios.
        faults : list of str
            What cannot be used is appended to it.

        Returns
        -------
        RiskMeasure or None
            None if there are faults.
        """
        before = len(faults)
        numbers = {}
        for name in cls.parameters():
            value = given[name]
            if value is None:
                faults.append(f"risk {cls.name!r} needs {name}: give it")
            elif not isinstance(value, Real):
                faults.append(f"{name} is {reprlib.repr(value)}: it has to be a number")
            else:
                numbers[name] = as_float(value)
        if len(faults) > before:
            return None
        measure = cls(**numbers)
        faults.extend(measure.faults())
        return measure if len(faults) == before else None

    def plain(self) -> dict[str, Any]:
        """Give name and parameters as the arguments of `solve`.

        Returns
        -------
        dict
        """
        return {"risk": self.name} | {name: getattr(self, name) for name in self.parameters()}

    def reference(self, own_optimum: FloatArray | None, count: int) -> FloatArray:
        """Give what is taken off each scenario's cost.

        Parameters
        ----------
        own_optimum : (s,) array or None
        count : int
            Number of scenarios.

        Returns
        -------
        (s,) array

        Raises
        ------
        ValueError
            Without the scenarios' own optima where the measure needs them.
        """
        if not self.against_optimum:
            return np.zeros(count)
        if own_optimum is None:
            msg = f"{self.name} needs every scenario's own optimum"
            raise ValueError(msg)
        return np.asarray(own_optimum, dtype=np.float64)

    def factor(self, own_optimum: FloatArray | None, count: int) -> FloatArray:
        """Give what each scenario's excess is multiplied by.

        Parameters
        ----------
        own_optimum : (s,) array or None
            None of them 0 where the measure is relative.
        count : int
            Number of scenarios.

        Returns
        -------
        (s,) array
        """
        if not self.is_relative:
            return np.ones(count)
        return np.asarray(1.0 / np.abs(self.reference(own_optimum, count)))

    def weighed(self, costs: FloatArray, own_optimum: FloatArray | None = None) -> FloatArray:
        """Give what is weighed: costs, or their excess over the optima.

        Parameters
        ----------
        costs : (..., s) array
        own_optimum : (s,) array, optional

        Returns
        -------
        (..., s) array
        """
        if not self.against_optimum:
            return costs
        count = costs.shape[-1]
        return (costs - self.reference(own_optimum, count)) * self.factor(own_optimum, count)

    def value(self, costs: FloatArray, probability: FloatArray, own_optimum: FloatArray | None = None) -> FloatArray:
        """Apply the measure to scenario costs.

        Parameters
        ----------
        costs : (..., s) array
            Cost in each scenario, on the last axis; ``inf`` where it cannot be served.
        probability : (s,) array
            Probability of each scenario, summing to 1.
        own_optimum : (s,) array, optional
            Each scenario's own optimal cost, for measures against it.

        Returns
        -------
        (...) array
            In the unit of the costs; without unit for relative measures.

        Raises
        ------
        ValueError
            Without `own_optimum` where the measure needs it.

        Examples
        --------
        >>> from optimize.risk import Expected
        >>> float(Expected().value(np.array([1.0, 5.0]), np.array([0.75, 0.25])))
        2.0
        """
        return self.envelope(probability).value(self.weighed(costs, own_optimum))
