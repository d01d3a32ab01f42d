"""Small maps of where the freight goes: undisturbed, and what each scenario changes."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from experiments.comparison import NOTHING_T, Comparison, cheapest_first
from experiments.pictures import plot_scenarios, write_picture
from experiments.report.carried import drawn_design
from experiments.report.scene import Scene
from experiments.text import distinct, listed, scaled, tonnes

AWAY = "air"
"""The mode that is left out, which is said: its lines cross the whole map, and it carries little."""


def draw_flows(scene: Scene, path: Path) -> None:
    """Draw the flows of the best design to a file: those of the first scenario, and what the others change.

    Parameters
    ----------
    scene : Scene
    path : Path
        Its ending says the format.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    found, study = scene.found, scene.found.study
    hubs = drawn_design(found)
    titles = distinct({name: study.title(name) for name in study.scenarios})
    flows = flow_table(scene).rename(columns=titles)
    lines = scene.links[scene.links["mode"] != AWAY]
    lines = lines if len(lines) else scene.links
    no_air = "" if len(lines) == len(scene.links) else " · air freight is not drawn"
    closed = {titles[name]: list(effect.index[effect == "closed"]) for name, effect in scene.effects.items()}
    opened = listed([study.name(hub) for hub in hubs])
    shown = study.region.places  # what goes by sea leaves the map where it would make all else small
    near = lines[lines["mode"] != "sea"]
    near = near if len(near) else lines
    shown = shown[shown.index.isin([*near["from"], *near["to"], *hubs])]
    axes = plot_scenarios(
        lines,
        flows.reindex(lines.index).fillna(0.0),
        closed=closed,
        words={titles[name]: best_words(found, name) for name in study.scenarios},
        places=study.region.places,
        hubs=hubs,
        named=[*hubs, *study.gateways],
        title=f"{study.region.title}: where the freight goes with {opened} open, and what each scenario changes",
        note=f"{study.region.base_year} · lines are drawn from place to place, not surveyed{no_air} · {scene.sources}",
        around=shown,
        size="poster",
    )
    figure = axes[0].figure
    assert isinstance(figure, Figure)  # noqa: S101  # a new one
    try:
        write_picture(figure, path)
    finally:
        plt.close(figure)


def flow_table(scene: Scene) -> pd.DataFrame:
    """Collect the tonnes on links of the design that is drawn.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    DataFrame
        Links x scenarios (their names), tonnes a year of all classes in both directions.
    """
    table, hubs = scene.moved.table, set(drawn_design(scene.found))
    design = next(at for at, open_hubs in enumerate(table.designs) if set(open_hubs) == hubs)
    carried = table.tonnes[design].sum(axis=(1, 3), dtype="float64")
    return pd.DataFrame(carried.T, index=list(table.links), columns=list(table.scenarios))


def best_words(found: Comparison, scenario: str) -> str:
    """Say who is best in a scenario, by how much, and what stays unmet.

    Parameters
    ----------
    found : Comparison
    scenario : str
        Its name.

    Returns
    -------
    str
    """
    rows = cheapest_first(found.hubs[found.hubs["scenario"] == scenario], "cost_usd")
    best = rows.iloc[0]
    told = f"{best['name']}" + (f", by {scaled(rows.iloc[1]['regret_usd'])} USD" if len(rows) > 1 else "")
    return f"{told}; unmet {tonnes(best['unmet_t'])}" if best["unmet_t"] >= NOTHING_T else told
