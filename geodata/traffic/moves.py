"""Tonnes on one kind of leg: what moving them costs, in parts, and the arcs that they pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from geodata.arrays import FloatArray, IntArray
from geodata.traffic.rides import Ride, Rides
from geodata.traffic.trees import Trees


@dataclass(frozen=True, eq=False)
class OnTrees:
    """Freight on the cheapest ways of a service.

    Attributes
    ----------
    trees : Trees
    starts : (a,) array
        Positions among the places of the trees.
    ends : (b,) array
        Row numbers of places.
    tonnes : (a, b, d) array
        Of ``d`` designs, tonnes a year.
    values : (arcs, parts) array
        USD/t.
    """

    trees: Trees
    starts: IntArray
    ends: IntArray
    tonnes: FloatArray
    values: FloatArray

    def cost(self) -> FloatArray:
        """Return what moving them costs.

        Returns
        -------
        (d, parts) array
            USD a year.
        """
        usd = self.trees.along(self.starts, self.ends, self.values)
        usd[~np.isfinite(usd)] = 0.0  # no way, and no tonne on it
        count = self.tonnes.shape[0] * self.tonnes.shape[1]
        found: FloatArray = self.tonnes.reshape(count, -1).T @ usd.reshape(count, -1)
        return found

    def load(self, arcs: FloatArray) -> None:
        """Add them to the arcs that they pass.

        Parameters
        ----------
        arcs : (arcs, d) array
            Tonnes a year, added to.
        """
        self.trees.push(self.starts, self.ends, self.tonnes, arcs)


@dataclass(frozen=True, eq=False)
class OnRides:
    """Freight on scheduled services.

    Attributes
    ----------
    rides : Rides
    which : list of Ride
    tonnes : (len(which), d) array
        Of ``d`` designs, tonnes a year.
    """

    rides: Rides
    which: list[Ride]
    tonnes: FloatArray

    @cached_property
    def _arcs(self) -> sparse.csr_array:
        return self.rides.arcs(self.which)

    def cost(self) -> FloatArray:
        """Return what moving them costs.

        Returns
        -------
        (d, parts) array
            USD a year.
        """
        found: FloatArray = self.tonnes.T @ self.rides.parts(self.which, self._arcs)
        return found

    def load(self, arcs: FloatArray) -> None:
        """Add them to the arcs that they pass.

        Parameters
        ----------
        arcs : (arcs, d) array
            Tonnes a year, added to.
        """
        arcs += self._arcs.T @ self.tonnes
