"""The problems of a study's scenarios: kept for the confirmation while they are small, made anew where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import numpy as np

from experiments.question import Study
from optimize import HubProblem

KEPT_BYTES = 1e9
"""Memory for problems that are kept until the confirmation, which needs those of all scenarios at once: a judgement, an
eighth of a small computer's. The bundled region's take 30 MB."""


@dataclass
class Problems:
    """Makes the problem of each scenario, and keeps those that the confirmation needs.

    Attributes
    ----------
    study : Study
    room : float
        Bytes that may be kept.
    """

    study: Study
    room: float = KEPT_BYTES
    _kept: dict[str, HubProblem] = field(default_factory=dict)
    _bytes: float = 0.0
    _all: bool = True

    def make(self, scenario: str) -> HubProblem:
        """Return the problem of a scenario, between all candidates of the study.

        Parameters
        ----------
        scenario : str
            Name of the scenario.

        Returns
        -------
        HubProblem
        """
        if scenario in self._kept:
            return self._kept[scenario]
        study = self.study
        problem = study.region.problem(
            scenario=scenario,
            candidates=list(study.candidates),
            classes=study.classes or None,
            trunk=study.trunk,
        )
        if self._all and self.study.probability[scenario] > 0:
            self._bytes += size_bytes(problem)
            self._all = self._bytes <= self.room
            self._kept = {**self._kept, scenario: problem} if self._all else {}
        return problem

    def fit(self) -> bool:
        """Make the problems of all scenarios that have a weight, as long as they can be kept.

        Returns
        -------
        bool
            Whether all of them are.
        """
        for scenario in self.study.scenarios:
            if self._all and self.study.probability[scenario] > 0:
                self.make(scenario)
        return self._all

    def __reduce__(self) -> tuple[type[Problems], tuple[Study, float]]:
        """In other processes none is kept, as nothing is confirmed there."""
        return Problems, (self.study, 0.0)


def size_bytes(value: Any, seen: set[int] | None = None) -> int:
    """Measure the arrays of a problem.

    Parameters
    ----------
    value : anything
        A problem, or a part of one.
    seen : set of int, optional
        Arrays that were counted already, by `id`.

    Returns
    -------
    int
        Bytes; an array that stands in several places counts once.
    """
    seen = set() if seen is None else seen
    if isinstance(value, np.ndarray):
        owner = value if value.base is None else value.base
        if id(owner) in seen:
            return 0
        seen.add(id(owner))
        return int(value.nbytes)
    if is_dataclass(value):
        return sum(size_bytes(getattr(value, each.name), seen) for each in fields(value))
    if isinstance(value, Mapping):
        return sum(size_bytes(item, seen) for item in value.values())
    if isinstance(value, tuple | list):
        return sum(size_bytes(item, seen) for item in value)
    return 0
