"""What single hubs cost when a lever is moved, and by how much the best one leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from experiments.question import Study, design_tables, single_designs
from experiments.turning.levers import PROBABILITY, Lever
from geodata import Region, scenario_probabilities

FloatArray = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Bench:
    """A study, and what its single hubs cost as things are.

    Attributes
    ----------
    study : Study
    hubs : tuple of str
        Those beside the study's gateways.
    costs : (scenarios, hubs) array
        USD a year, fixed costs included.
    """

    study: Study
    hubs: tuple[str, ...]
    costs: FloatArray

    @classmethod
    def of(cls, study: Study) -> Bench:
        """Evaluate the hubs as things are.

        Parameters
        ----------
        study : Study

        Returns
        -------
        Bench
        """
        hubs = tuple(design.hubs[0] for design in single_designs(study))
        return cls(study, hubs, hub_costs(study, study.region, study.scenarios))

    @property
    def weights(self) -> FloatArray:
        """(scenarios,) weights as things are."""
        return np.array([self.study.probability[name] for name in self.study.scenarios])

    @cached_property
    def expected(self) -> FloatArray:
        """(hubs,) expected costs as things are."""
        return weighted(self.weights, self.costs)

    @property
    def best(self) -> int:
        """Position of the best hub as things are."""
        return int(self.expected.argmin())

    @property
    def lead(self) -> float:
        """By how much it leads, USD a year."""
        return self.lead_at(self.expected)

    @property
    def usual(self) -> list[int]:
        """Positions of the scenarios, the weightiest first."""
        return [int(at) for at in np.argsort(-self.weights, kind="stable")]

    def lead_at(self, expected: FloatArray) -> float:
        """Cost of the best other hub less that of the hub that is best as things are.

        Parameters
        ----------
        expected : (hubs,) array

        Returns
        -------
        float
            USD a year; nan where there is no other hub, or nobody serves.
        """
        others = np.delete(expected, self.best)
        if not len(others):
            return float("nan")
        with np.errstate(invalid="ignore"):
            return float(others.min() - expected[self.best])

    def at(self, lever: Lever, value: float) -> FloatArray:
        """Evaluate the hubs with a lever moved, in all scenarios.

        Parameters
        ----------
        lever : Lever
        value : float

        Returns
        -------
        (hubs,) array
            Expected costs.
        """
        if lever.weights_only:
            return weighted(self._moved_weights(lever, value), self.costs)
        return self.in_world(lever.world(self.study.region, value))

    def in_world(self, world: Region) -> FloatArray:
        """Evaluate the hubs in another world, in all scenarios.

        Parameters
        ----------
        world : Region

        Returns
        -------
        (hubs,) array
            Expected costs.
        """
        return weighted(self._weights_of(world), hub_costs(self.study, world, self.study.scenarios))

    def roughly_at(self, lever: Lever, value: float, scenarios: int) -> FloatArray:
        """Evaluate the hubs with a lever moved in the weightiest scenarios alone.

        Parameters
        ----------
        lever : Lever
        value : float
        scenarios : int
            How many.

        Returns
        -------
        (hubs,) array
            Expected costs, if on average all other scenarios changed as much as these.
        """
        if lever.weights_only or scenarios >= len(self.study.scenarios):
            return self.at(lever, value)
        at = self.usual[:scenarios]
        moved = hub_costs(self.study, lever.world(self.study.region, value), [self.study.scenarios[k] for k in at])
        share = self.weights[at] / self.weights[at].sum()
        with np.errstate(invalid="ignore"):
            rough = self.expected + weighted(share, moved) - weighted(share, self.costs[at])
        return np.where(np.isnan(rough), np.inf, rough)

    def _moved_weights(self, lever: Lever, value: float) -> FloatArray:
        if lever.kind != PROBABILITY:
            return self._weights_of(lever.world(self.study.region, value))
        own = np.array([name == lever.target for name in self.study.scenarios])
        rest = np.where(own, 0.0, self.weights)
        return np.where(own, value, rest * ((1.0 - value) / rest.sum()))

    def _weights_of(self, world: Region) -> FloatArray:
        """Weights that follow from how often scenarios begin; those of the study where they do not."""
        names = self.study.scenarios
        before = scenario_probabilities([self.study.region.scenario(name) for name in names])
        if dict(before) != dict(self.study.probability):
            return self.weights
        after = scenario_probabilities([world.scenario(name) for name in names])
        return np.array([after[name] for name in names])


def hub_costs(study: Study, world: Region, scenarios: Sequence[str]) -> FloatArray:
    """Evaluate the single hubs beside the study's gateways.

    Parameters
    ----------
    study : Study
    world : Region
    scenarios : sequence of str

    Returns
    -------
    (scenarios, hubs) array
        USD a year, fixed costs included; infinite where a hub cannot serve all.
    """
    designs = single_designs(study)
    even = [1.0 / len(scenarios)] * len(scenarios)
    table = design_tables(study, designs, world=world, scenarios=scenarios, probability=even)[study.gateways]
    rows = [table.row(design.open) for design in designs]
    return np.array(table.scenario_cost[rows].T, dtype=np.float64)


def weighted(weights: FloatArray, costs: FloatArray) -> FloatArray:
    """Return means of costs over scenarios; a scenario without weight does not count, whatever it costs.

    Parameters
    ----------
    weights : (scenarios,) array
    costs : (scenarios, hubs) array

    Returns
    -------
    (hubs,) array
    """
    likely = weights > 0
    return np.asarray(weights[likely] @ costs[likely], dtype=np.float64)
