"""What a local search over hub sets has to know of a problem, and how a plain function can tell it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from optimize.brief import Brief
from optimize.problem import FloatArray, IntArray
from optimize.search.hub_sets import HubSet


class Priced(Protocol):
    """A set of hubs with its price."""

    @property
    def hubs(self) -> IntArray:
        """(p,) open hubs, ascending."""

    @property
    def value(self) -> float:
        """Objective; ``inf`` if the set is of no use."""


State = TypeVar("State", bound=Priced)
_State_co = TypeVar("_State_co", bound=Priced, covariant=True)


class Pricing(Protocol[_State_co]):
    """What a local search has to know of a problem."""

    @property
    def chunk(self) -> int:
        """How many newcomers to price between two looks at the clock, and at whether one of them will do."""

    def price(self, hubs: Iterable[int]) -> _State_co:
        """Price a set of hubs.

        Parameters
        ----------
        hubs : iterable of int
            May be empty.

        Returns
        -------
        Priced
        """

    def additions(self, hubs: IntArray, newcomers: IntArray) -> FloatArray:
        """Price a set of hubs with each of some newcomers.

        Parameters
        ----------
        hubs : (p,) int array
        newcomers : (c,) int array

        Returns
        -------
        (c,) or (c, criteria) array
            Objectives; further columns decide among equals.
        """


@dataclass(frozen=True, eq=False)
class AnyPricing(Brief):
    """Pricing by a function of the hubs, where nothing is gained by pricing all newcomers at once.

    Attributes
    ----------
    function : callable
        Takes a (p,) int array of at least one hub; returns its objective.
    decider : callable, optional
        Takes the same; returns numbers that decide between sets of an infinite objective, less being better.
    chunk : int
    """

    function: Callable[[IntArray], float]
    decider: Callable[[IntArray], tuple[float, ...]] | None = None
    chunk: int = 1

    def price(self, hubs: Iterable[int]) -> HubSet:
        """Price a set of hubs; no hub at all is of no use.

        Parameters
        ----------
        hubs : iterable of int

        Returns
        -------
        HubSet
        """
        opened = np.array(sorted(int(k) for k in hubs), dtype=np.int64)
        value = self.function(opened) if len(opened) else np.inf
        return HubSet(opened, np.array([value]), value)

    def additions(self, hubs: IntArray, newcomers: IntArray) -> FloatArray:
        """Price a set of hubs with each of some newcomers.

        Parameters
        ----------
        hubs : (p,) int array
        newcomers : (c,) int array

        Returns
        -------
        (c,) or (c, criteria) array
        """
        grown = [np.sort(np.append(hubs, k)) for k in newcomers]
        values = [self.function(one) for one in grown]
        if self.decider is None or np.isfinite(values).any():
            return np.array(values)
        return np.array([(value, *self.decider(one)) for value, one in zip(values, grown, strict=True)])
