"""Pictures of a comparison for a notebook or a paper of one's own."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from experiments.comparison.figures import Figures
from experiments.comparison.overload import winning_design
from experiments.maps import link_effects, link_lines
from experiments.pictures import plot_change, plot_flows, plot_ranking
from experiments.traffic import design_traffic
from optimize import InputError

KINDS = ("ranking", "flows", "change")


def plot(found: Figures, kind: str, scenario: str | None, **look: Any) -> Axes:
    """Draw a comparison.

    Parameters
    ----------
    found : Figures
    kind : str
        One of `KINDS`.
    scenario : str or None
        Name of a scenario; None = all together for the ranking, else the first.
    **look
        ``title``, ``ax``, ``size`` and what else the picture takes, see `experiments.pictures`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        For an unknown kind or scenario, and a change without a scenario.
    """
    study = found.study
    faults = []
    if kind not in KINDS:
        faults.append(f"kind {kind!r} is not known; use one of {', '.join(KINDS)}")
    if scenario is not None and scenario not in study.scenarios:
        faults.append(f"scenario {scenario!r} was not compared; there are {', '.join(study.scenarios)}")
    if kind == "change" and scenario in (None, study.scenarios[0]):
        faults.append("a change is that of a scenario against the first: name another, as scenario=...")
    if faults:
        raise InputError(faults)
    return _ranking(found, scenario, look) if kind == "ranking" else _map(found, kind, scenario, look)


def _ranking(found: Figures, scenario: str | None, look: dict[str, Any]) -> Axes:
    study = found.study
    if scenario is None:
        table = found.ranking[["expected_regret_usd"]].set_axis(["regret_usd"], axis=1)
        words = "expected cost above the best hub's, USD a year"
    else:
        table = found.hubs[found.hubs["scenario"] == scenario].set_index("hub")[["regret_usd"]]
        words = f"cost above the best hub, USD a year: {study.title(scenario)}"
    named = table.assign(name=[study.name(hub) for hub in table.index]).sort_values("regret_usd", kind="stable")
    return plot_ranking(named, "regret_usd", **{"words": words, **look})


def _map(found: Figures, kind: str, scenario: str | None, look: dict[str, Any]) -> Axes:
    study, first = found.study, found.study.scenarios[0]
    name = scenario or first
    design = winning_design(found)
    lines = link_lines(study.region)
    effects = link_effects(study.region, name)
    about = {"places": study.region.places, "hubs": design, "closed": list(effects.index[effects == "closed"])}
    ways = ["forward_t", "backward_t"]
    here = design_traffic(study, name, design).links.groupby("link")[ways].sum().reindex(lines.index, fill_value=0.0)
    if kind == "flows":
        title = f"{study.title(name)}: where the freight goes with {study.names(design)}"
        drawn = lines.assign(forward_t=here["forward_t"], backward_t=here["backward_t"])
        return plot_flows(drawn, "forward_t", "backward_t", **{**about, "title": title, **look})
    before = design_traffic(study, first, design).links.groupby("link")[ways].sum().reindex(lines.index, fill_value=0.0)
    change = np.asarray((here - before).sum(axis=1), dtype=np.float64)
    title = f"{study.title(name)}: what changes with {study.names(design)}"
    return plot_change(lines.assign(change=change), "change", **{**about, "title": title, **look})
