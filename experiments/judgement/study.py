"""The study: the claim judged in every world, with what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import pandas as pd

from experiments.defaults import VERDICT_DRAWS, VERDICT_SEARCHED
from experiments.failures import Criticality, criticality
from experiments.judgement.cases import Case, World, judged, worlds_of
from experiments.judgement.claims import Claim
from experiments.question import Choice, Study
from experiments.runs import Progress
from experiments.tradeoffs import Frontier, frontier
from experiments.turning import Tipping, tipping
from experiments.uncertainty import Robustness, robustness
from experiments.worth import RouteValue, route_value
from geodata import Region
from optimize import InputError
from optimize.brief import Brief

DRAWS = VERDICT_DRAWS
OTHER_DRAWS = 0.06
"""Share of the draws that other worlds get, between `FEWEST` and `MOST`: intervals of at most 25 points."""
FEWEST, MOST = 60, 300
SEARCHED = VERDICT_SEARCHED
FRONT_HUBS = 3
WORST = 5
"""Worst losses of which the verdict says where the freight goes."""

Watch = Callable[[str], AbstractContextManager[Progress | None]]
"""Shows the progress of a step, given its title."""


@dataclass(frozen=True, eq=False)
class Verdict(Brief):
    """What is known of the claim.

    Attributes
    ----------
    study : Study
        The headline's.
    asked : dict
        What the draws depend on.
    cases : tuple of Case
        The headline first.
    left_out : tuple of str
        Worlds that could not be judged, and why.
    draws : Robustness
        Of the headline.
    switches : Tipping
        Of the headline: how far inputs must move before another hub is the best.
    losses : Criticality
        Of the headline: what the loss of every link, crossing, corridor and hub costs.
    routes : RouteValue or None
        Of the headline: what the links, services and works that the region watches and plans are worth; None where
        there are none.
    front : Frontier
        Of the headline.
    seconds : dict of str to float
        That each step took.
    """

    study: Study
    asked: Mapping[str, Any]
    cases: tuple[Case, ...]
    left_out: tuple[str, ...]
    draws: Robustness
    switches: Tipping
    losses: Criticality
    routes: RouteValue | None
    front: Frontier
    seconds: Mapping[str, float]

    @property
    def headline(self) -> Case:
        """The claim in the study's own year, beside its own gateways."""
        return self.cases[0]

    @property
    def claim(self) -> Claim:
        """That of the headline."""
        claim = self.headline.claim
        if claim is None:
            raise InputError([self.headline.why])
        return claim

    def claims(self) -> pd.DataFrame:
        """Write the claims as a table.

        Returns
        -------
        DataFrame
            One row a case: ``year, freight, gateways, claim, incumbent, challenger, first, first_share,
            first_lead_mean_usd, first_lead_sd_usd, first_rival``, the same with ``second`` for the challenger as
            alternative, ``central`` and ``draws``.
        """
        return pd.DataFrame([_row(case) for case in self.cases])

    def shares(self) -> pd.DataFrame:
        """Write the shares of draws as a table.

        Returns
        -------
        DataFrame
            One row a case and hub: ``year, freight, gateways``, and the columns of `experiments.wins.win_table`.
        """
        parts = []
        for case in self.cases:
            own = case.shares.copy()
            own.insert(0, "gateways", "+".join(case.gateways))
            own.insert(0, "freight", case.world.freight)
            own.insert(0, "year", case.world.year)
            parts.append(own)
        return pd.concat(parts, ignore_index=True)


def verdict(
    region: Region | str | Study,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    years: Sequence[int] | None = None,
    air: bool = True,
    most: int = SEARCHED,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    watch: Watch = lambda title: nullcontext(None),  # noqa: ARG005
    **choice: Unpack[Choice],
) -> Verdict:
    """Judge whether the incumbent stays first and the challenger is its likeliest alternative.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    draws, seed : int
        Draws of the headline, and what they depend on; other worlds have fewer, see `OTHER_DRAWS`.
    years : sequence of int, optional
        Further states of the world; default all that the region has.
    air : bool
        Whether freight that flies is judged alone as well.
    most : int
        Inputs whose switching values are searched, see `experiments.turning.switching_rows`.
    store : Path, optional
        Folder that keeps finished cases, a folder for each step.
    workers, scheduler, resume, limit_s
        See `experiments.runs.run_cases`.
    watch : callable
        Shows the progress of a step.
    **choice
        See `Study.of`; without effect where a Study is given.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If an argument is unusable, or there is nothing to judge.
    OSError
        If the store cannot be written to.
    """
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    worlds, left_out = worlds_of(study, years, air=air)
    how: dict[str, Any] = {"workers": workers, "scheduler": scheduler, "resume": resume, "limit_s": limit_s}
    steps = _Steps(store, how, watch)
    cases: list[Case] = []
    main: Robustness | None = None
    for world in worlds:
        fewer = min(draws, max(FEWEST, min(MOST, round(OTHER_DRAWS * draws))))
        found = steps.draws(world, draws if main is None else fewer, seed)
        main = found if main is None else main
        cases += judged(world, found)
    if main is None or cases[0].claim is None:
        raise InputError([cases[0].why])
    switches = steps.switches(study, most)
    losses = steps.losses(study)
    routes, why = steps.routes(study)
    left_out += why
    front = steps.front(study)
    asked = {"draws": draws, "seed": seed, "years": sorted({world.year for world in worlds})}
    return Verdict(study, asked, tuple(cases), tuple(left_out), main, switches, losses, routes, front, steps.seconds)


class _Steps:
    """Runs the parts of the study one after the other, each with its store, its progress and its time."""

    def __init__(self, store: Path | None, how: Mapping[str, Any], watch: Watch) -> None:
        self.store, self.how, self.watch = store, how, watch
        self.seconds: dict[str, float] = {}

    def draws(self, world: World, count: int, seed: int) -> Robustness:
        """Draws of a world."""
        found: Robustness = self._run(
            f"draws of {world.title}",
            f"draws-{world.key}",
            lambda **how: robustness(world.study, draws=count, seed=seed, pairs=False, **how),
        )
        return found

    def switches(self, study: Study, most: int) -> Tipping:
        """How far inputs must move."""
        found: Tipping = self._run(
            "switching values", "tipping", lambda **how: tipping(study, most=most, grid=0, worth=False, **how)
        )
        return found

    def losses(self, study: Study) -> Criticality:
        """What the loss of each link, crossing, corridor and hub costs."""
        found: Criticality = self._run(
            "losses", "criticality", lambda **how: criticality(study, links="all", worst=WORST, pairs=False, **how)
        )
        return found

    def routes(self, study: Study) -> tuple[RouteValue | None, list[str]]:
        """What watched and planned links, services and works are worth, or why that is left out."""
        try:
            found: RouteValue = self._run(
                "worth of routes",
                "route-value",
                lambda **how: route_value(study, draws=0, break_even=False, link_capacities=False, **how),
            )
        except InputError as error:
            return None, [f"worth of routes: {'; '.join(error.faults)}"]
        return found, []

    def front(self, study: Study) -> Frontier:
        """Cost against safety."""
        free = len([hub for hub in study.hubs if hub not in study.gateways])
        found: Frontier = self._run(
            "cost against safety", "frontier", lambda **how: frontier(study, p_max=min(FRONT_HUBS, free), **how)
        )
        return found

    def _run(self, title: str, name: str, make: Callable[..., Any]) -> Any:
        began = perf_counter()
        with self.watch(title) as progress:
            place = None if self.store is None else self.store / name
            found = make(store=place, progress=progress, **self.how)
        self.seconds[title] = perf_counter() - began
        return found


def _row(case: Case) -> dict[str, Any]:
    claim = case.claim
    row: dict[str, Any] = {
        "year": case.world.year,
        "freight": case.world.freight,
        "gateways": "+".join(case.gateways),
        "claim": claim.answer if claim else "",
        "incumbent": claim.incumbent if claim else None,
        "challenger": claim.challenger if claim else None,
        "central": claim.central if claim else None,
        "draws": claim.draws if claim else 0,
        "why": case.why,
    }
    for part, lead in (("first", claim.first if claim else None), ("second", claim.second if claim else None)):
        row |= {
            part: lead.holds if lead else "",
            f"{part}_rival": lead.rival if lead else None,
            f"{part}_share": lead.share if lead else None,
            f"{part}_share_low": lead.low if lead else None,
            f"{part}_share_high": lead.high if lead else None,
            f"{part}_lead_mean_usd": lead.mean if lead else None,
            f"{part}_lead_sd_usd": lead.sd if lead else None,
        }
    return row
