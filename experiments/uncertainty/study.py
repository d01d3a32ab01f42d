"""The study: all uncertain inputs drawn together, and who wins how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import pandas as pd

from experiments.defaults import ROBUSTNESS_DRAWS
from experiments.question import Choice, Design, Study, pair_designs, single_designs
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.uncertainty.conditions import box_frame, find_box
from experiments.uncertainty.draws import DRAW, DrawnWorlds, evaluate_draw
from experiments.uncertainty.roles import ROLES, role_costs, role_table
from experiments.uncertainty.sensitivity import sensitivity
from experiments.wins import Standing, standing, win_table
from geodata import Region
from optimize import InputError
from optimize.brief import Brief

DRAWS = ROBUSTNESS_DRAWS


@dataclass(frozen=True, eq=False)
class Robustness(Brief):
    """How sure the ranking of the hubs is.

    Attributes
    ----------
    study : Study
    asked : dict
        What the draws depend on: ``draws, seed, method, correlation, years``.
    hubs : DataFrame
        One row a hub, as `experiments.wins.win_table` has it, with ``name``; beside the study's gateways.
    roles : DataFrame
        The same by ``role``: ``single`` hub, ``substitute`` for the incumbent once that is lost,
        ``complement`` beside it.
    sets : DataFrame
        The same for pairs of hubs, ``hub`` being ``A+B``. Empty where pairs were not asked for.
    gateways : DataFrame
        The same for single hubs, by ``gateways``: those of the study and of its gateway sets.
    sensitivity : DataFrame
        By cause of uncertain inputs, on which of them the lead of ``hub`` over ``rival`` hangs; see
        `experiments.uncertainty.sensitivity`.
    conditions : DataFrame
        By ``hub``, quantiles of causes between which it wins more often; see `experiments.uncertainty.conditions`.
    draws : DataFrame
        One row a draw: its number, the cost of every design, and the quantiles of the causes.
    share_none : float
        Share of the draws in which no hub beside the gateways pays for itself; nan where there are no gateways.
    run : Results
        Of the draws: what was kept from earlier, and which draws could not be evaluated; these count nowhere.
    seconds : float
    """

    study: Study
    asked: Mapping[str, Any]
    hubs: pd.DataFrame
    roles: pd.DataFrame
    sets: pd.DataFrame
    gateways: pd.DataFrame
    sensitivity: pd.DataFrame
    conditions: pd.DataFrame
    draws: pd.DataFrame
    share_none: float
    run: Results
    seconds: float = 0.0

    @property
    def incumbent(self) -> str:
        """The hub that substitutes replace: the study's, or the one whose mean cost is least."""
        return self.study.incumbent or str(self.costs(single_designs(self.study)).mean().idxmin())

    @property
    def count(self) -> int:
        """Number of draws that count."""
        return len(self.draws)

    def costs(self, designs: Sequence[Design]) -> pd.DataFrame:
        """Return what designs of one hub cost in the draws.

        Parameters
        ----------
        designs : sequence of Design

        Returns
        -------
        DataFrame
            (draws, designs); a column is called after the hubs of its design, ``A+B``.
        """
        return design_costs(self.draws, designs)

    @property
    def standing(self) -> Standing | None:
        """Who is ahead among the single hubs; None where there is but one."""
        costs = self.costs(single_designs(self.study))
        return Standing(standing(costs), self.hubs, len(costs)) if costs.shape[1] > 1 else None


def robustness(
    region: Region | str | Study,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    method: str = "latin",
    correlation: float | Mapping[str, float] | None = None,
    years: int = 0,
    pairs: bool = True,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
    **choice: Unpack[Choice],
) -> Robustness:
    """Draw all uncertain inputs of a region together, and count how often each hub is best.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    draws, seed : int
        Number of draws, and what they depend on; equal seeds give equal results, however many workers there are.
    method : {"latin", "sobol", "random"}
        How the common factors of the causes are spread.
    correlation : float or mapping, optional
        Of two inputs of one cause; see `geodata.InputDraws`. 0 draws each number on its own.
    years : int
        Years that are simulated in each draw, with disruptions that overlap by chance; 0: see `DrawnWorlds`.
    pairs : bool
        Whether all pairs of hubs are evaluated, and not only those with the incumbent.
    store : Path, optional
        Folder that keeps finished draws.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.
    **choice
        ``hubs, gateways, scenarios, classes, year, room, ...``, see `Study.of`; without effect where a Study is given.

    Returns
    -------
    Robustness

    Raises
    ------
    InputError
        If an argument is unusable, or no draw could be evaluated.
    OSError
        If the store cannot be written to.

    Examples
    --------
    >>> from experiments import robustness
    >>> found = robustness("central-asia", draws=2, hubs=["almaty", "tashkent"], scenarios=["base"])  # doctest: +SKIP
    >>> found.hubs[["hub", "share_best", "share_low", "share_high"]]  # doctest: +SKIP
    """
    began = perf_counter()
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    asked = {"draws": draws, "seed": seed, "method": method, "correlation": correlation, "years": years}
    worlds = _worlds(study, asked, pairs=pairs)
    plan = Cases(
        evaluate_draw,
        pd.DataFrame({DRAW: range(draws)}),
        shared=worlds,
        seed=seed,
        inputs=_inputs(worlds, asked),
        label=lambda case: f"draw {case[DRAW]}",
    )
    found = run_cases(
        plan, store, workers=workers, scheduler=scheduler, resume=resume, limit_s=limit_s, progress=progress
    )
    return _collect(worlds, asked, found, perf_counter() - began)


def _worlds(study: Study, asked: Mapping[str, Any], *, pairs: bool) -> DrawnWorlds:
    singles = single_designs(study)
    if not singles:
        msg = f"every hub is a gateway ({study.names(study.gateways, ', ')}): name further hubs, or fewer gateways"
        raise InputError([msg])
    if isinstance(asked["years"], bool) or not isinstance(asked["years"], int) or asked["years"] < 0:
        raise InputError([f"{asked['years']!r} years: give a whole number, 0 for every scenario on its own"])
    try:
        draws = study.region.sample_inputs(asked["draws"], asked["seed"], asked["method"], asked["correlation"])
    except ValueError as error:
        raise InputError([str(error)]) from error
    designs = [Design(study.gateways)] * bool(study.gateways) + singles
    designs += pair_designs(study) if pairs else pair_designs(study, study.incumbent) if study.incumbent else []
    for gateways in study.gateway_sets:
        designs += single_designs(study, gateways)
    return DrawnWorlds(study, draws, tuple(dict.fromkeys(designs)), asked["years"], asked["seed"])


def _inputs(worlds: DrawnWorlds, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the costs of the draws follow from, for the store."""
    study = worlds.study
    return {
        "region": study.region,
        "asked": dict(asked),
        "hubs": study.candidates,
        "scenarios": study.scenarios,
        "classes": study.classes,
        "room": study.room,
        "designs": [design.key for design in worlds.designs],
    }


def _collect(worlds: DrawnWorlds, asked: Mapping[str, Any], found: Results, seconds: float) -> Robustness:
    study = worlds.study
    costs = found.frame()
    if costs.empty:
        why = found.failed["reason"].iloc[0] if len(found.failed) else "there is none"
        raise InputError([f"no draw could be evaluated: {why}"])
    quantiles = worlds.draws.quantiles.loc[costs[DRAW]].reset_index(drop=True)
    table = pd.concat([costs[[DRAW, *(design.key for design in worlds.designs)]], quantiles], axis=1)
    singles = single_designs(study)
    own = design_costs(table, singles)
    wins = _named(study, win_table(own))
    order = [str(hub) for hub in own.mean().sort_values(kind="stable").index]
    incumbent = study.incumbent or order[0]
    roles = pd.concat([role_table(study, role, role_costs(study, table, role, incumbent)) for role in ROLES])
    known = {design for design in worlds.designs if len(design.hubs) == 2}
    pairs = [design for design in pair_designs(study) if design in known]
    whole = len(pairs) == len(pair_designs(study)) and len(pairs) > 0
    return Robustness(
        study=study,
        asked=dict(asked),
        hubs=wins,
        roles=roles.reset_index(drop=True),
        sets=_named(study, win_table(design_costs(table, pairs))) if whole else wins.head(0),
        gateways=_by_gateways(study, table),
        sensitivity=_sensitivity(study, own, quantiles, order, asked["seed"]),
        conditions=_conditions(study, own, quantiles, order),
        draws=table,
        share_none=_share_none(study, table, own),
        run=found,
        seconds=seconds,
    )


def design_costs(table: pd.DataFrame, designs: Sequence[Design]) -> pd.DataFrame:
    """Take the costs of designs out of a table of draws.

    Parameters
    ----------
    table : DataFrame
        With a column for each design, `Design.key`.
    designs : sequence of Design

    Returns
    -------
    DataFrame
        (draws, designs); a column is called after the hubs of its design, ``A+B``.
    """
    frame = table[[design.key for design in designs]]
    return frame.set_axis(["+".join(design.hubs) for design in designs], axis=1)


def _named(study: Study, wins: pd.DataFrame) -> pd.DataFrame:
    """With the names of the hubs behind their ids."""
    names = [study.names(str(hub).split("+")) for hub in wins["hub"]]
    frame = wins.copy()
    frame.insert(1, "name", names)
    return frame


def _by_gateways(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for gateways in dict.fromkeys([study.gateways, *study.gateway_sets]):
        wins = _named(study, win_table(design_costs(table, single_designs(study, gateways))))
        wins.insert(0, "gateways", "+".join(gateways))
        parts.append(wins)
    return pd.concat(parts, ignore_index=True)


def _sensitivity(
    study: Study, own: pd.DataFrame, quantiles: pd.DataFrame, order: Sequence[str], seed: int
) -> pd.DataFrame:
    """On which causes the lead hangs: of the best hub over its rival, and of the challenger over the incumbent."""
    duels = [tuple(order[:2])] if len(order) > 1 else []
    if study.incumbent in order and study.challenger in order:
        duels.append((str(study.incumbent), str(study.challenger)))
    parts = []
    for hub, rival in dict.fromkeys(duels):
        found = sensitivity(quantiles, own[rival] - own[hub], seed)
        found.insert(0, "hub", hub)
        found.insert(1, "rival", rival)
        parts.append(found)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["hub", "rival", "input"])


def _conditions(study: Study, own: pd.DataFrame, quantiles: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """When each of the watched hubs wins: the two that are ahead, the incumbent and the challenger."""
    watched = dict.fromkeys([*order[:2], study.incumbent, study.challenger])
    best = own.idxmin(axis=1)
    parts = []
    for hub in watched:
        if hub is not None and hub in own:
            table = box_frame(find_box(quantiles, best == hub))
            table.insert(0, "hub", hub)
            parts.append(table)
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _share_none(study: Study, table: pd.DataFrame, own: pd.DataFrame) -> float:
    if not study.gateways:
        return float("nan")
    alone = table[Design(study.gateways).key]
    return float((alone <= own.min(axis=1)).mean())
