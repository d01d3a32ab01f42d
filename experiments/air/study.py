"""Where should the hub of air cargo be? Hubs and flights side by side, and from which volume on they pay."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.air.airports import airport_table
from experiments.air.draws import draw_table
from experiments.air.hubs import hub_rows
from experiments.air.question import AirQuestion
from experiments.air.volumes import hub_crossings
from experiments.air.words import Tables, verdict
from experiments.air.worth import flight_crossings, flight_rows
from geodata import Region
from optimize.brief import Brief

Progress = Callable[[str, int, int], None]
BEST = 5
"""Hubs whose break-even is looked for."""


@dataclass(frozen=True, eq=False)
class AirStudy(Brief):
    """What was found.

    Attributes
    ----------
    question : AirQuestion
    hubs : DataFrame
        Scenario and hub, see `experiments.air.hubs.hub_rows`; ``expected_saving_usd`` weighs the scenarios.
    flights : DataFrame
        Scenario, flight and design, see `experiments.air.worth.flight_rows`.
    airports : DataFrame
        See `experiments.air.airports.airport_table`.
    volumes : DataFrame
        From which factor of trade, and of the value of a tonne, hubs and flights pay in ``base``: columns as
        `experiments.air.volumes.crossing_row` has them; ``what`` is "hub" or "flight", ``design`` that of flights.
    curve : DataFrame
        Saving of each hub at every factor that was computed.
    draws : DataFrame
        Draw and hub, see `experiments.air.draws.draw_table`; empty where none were asked for.
    seconds : float
    """

    question: AirQuestion
    hubs: pd.DataFrame
    flights: pd.DataFrame
    airports: pd.DataFrame
    volumes: pd.DataFrame
    curve: pd.DataFrame
    draws: pd.DataFrame
    seconds: float = 0.0

    @property
    def base(self) -> pd.DataFrame:
        """The hubs in ``base``, the best first."""
        return self.hubs[self.hubs["scenario"] == "base"].reset_index(drop=True)

    @property
    def verdict(self) -> list[str]:
        """What was found, in sentences."""
        tables = Tables(self.base, self.hubs, self.flights, self.airports, self.volumes, self.draws)
        return verdict(self.question, tables)


def study_air(
    region: Region | str | AirQuestion,
    *,
    best: int = BEST,
    draws: int = 0,
    progress: Progress | None = None,
    **asked: Any,
) -> AirStudy:
    """Ask where a hub of air cargo should be, and from which volume on it pays.

    Freight reaches the hub and leaves it by any mode; between the gateways and the hub it flies. Hubs are compared with
    the gateways alone.

    Parameters
    ----------
    region : Region, name, folder or AirQuestion
    best : int
        Hubs whose break-even is looked for: those that are closest to paying. 0 leaves break-evens out, those of
        flights as well.
    draws : int
        In how many draws of all uncertain inputs the hubs are compared as well, in ``base``.
    progress : callable, optional
        Called with what is being done, how many steps are finished, and how many there are.
    **asked
        As `AirQuestion.of` takes it: ``classes, hubs, gateways, scenarios, flights, fixed_usd, fixed_share, year,
        modes, changes``.

    Returns
    -------
    AirStudy

    Raises
    ------
    InputError
        Naming everything that is unknown or unusable at once.

    Examples
    --------
    >>> from experiments.air import study_air  # doctest: +SKIP
    >>> study_air("central-asia", scenarios=["base"]).verdict  # doctest: +SKIP
    """
    started = time.perf_counter()
    question = region if isinstance(region, AirQuestion) else AirQuestion.of(region, **asked)
    study = question.study
    steps = _Steps(progress, len(study.scenarios) + 4)
    hubs, flights = [], []
    for scenario in study.scenarios:
        steps(study.title(scenario))
        hubs.append(hub_rows(question, scenario))
        flights.append(flight_rows(question, scenario))
        steps.done += 1
    steps("airports")
    airports = airport_table(question)
    steps.done += 1
    drawn = draw_table(question, draws, steps)
    steps.done += 1
    volumes, curve = [], pd.DataFrame(columns=["kind", "factor", "hub", "saving_usd"])
    if best > 0:
        found, curve = hub_crossings(question, hubs[0], best, steps)
        volumes.append(found.assign(what="hub", design=""))
        steps.done += 1
        if question.flights:
            volumes.append(flight_crossings(question, flights[0], steps).assign(what="flight"))
    steps.finish()
    return AirStudy(
        question,
        _with_expected(question, pd.concat(hubs, ignore_index=True)),
        pd.concat(flights, ignore_index=True),
        airports,
        _volumes(volumes),
        curve,
        drawn,
        time.perf_counter() - started,
    )


VOLUMES = ("what", "of", "name", "design", "kind", "below", "above", "gain_below_usd", "gain_above_usd")


def _volumes(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True)[list(VOLUMES)] if filled else pd.DataFrame(columns=list(VOLUMES))


def _with_expected(question: AirQuestion, hubs: pd.DataFrame) -> pd.DataFrame:
    weight = hubs["scenario"].map(dict(question.study.probability))
    expected = (hubs["saving_usd"] * weight).groupby(hubs["hub"]).sum()
    return hubs.assign(expected_saving_usd=hubs["hub"].map(expected))


@dataclass
class _Steps:
    """Progress by steps of different lengths."""

    progress: Progress | None
    total: int
    done: int = 0

    def __call__(self, doing: str) -> None:
        if self.progress is not None:
            self.progress(doing, self.done, self.total)

    def finish(self) -> None:
        if self.progress is not None:
            self.progress("", self.total, self.total)
