"""Makes the pictures of docs/pictures.md.

python examples/gallery.py [folder]
"""

import sys
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

import geodata
from experiments import (
    link_lines,
    plot_catchments,
    plot_change,
    plot_flows,
    plot_network,
    plot_ranking,
    plot_scenarios,
    write_picture,
)
from experiments.maps import link_effects
from experiments.traffic import Traffic, design_traffic

HUBS = ("XIY", "ALA")
SCENARIOS = ("base", "khorgos-closed", "caspian-out", "russia-closed")


def on_links(traffic: Traffic) -> pd.DataFrame:
    """Tonnes a year on each link, both ways, all classes together."""
    return traffic.links.groupby("link")[["forward_t", "backward_t"]].sum()


def written(ax: Axes, path: Path) -> None:
    """Write a picture with as many dots as a page on a screen needs."""
    ax.figure.set_dpi(130)
    write_picture(ax, path)


def gallery(folder: Path) -> None:
    """Draw all pictures."""
    region = geodata.load_region("central-asia")
    lines = link_lines(region)
    lines = lines[~lines["mode"].isin(["air", "sea"])]
    places = region.places[region.places.index.isin([*lines["from"], *lines["to"]])]
    traffic = {name: design_traffic(region, name, HUBS) for name in SCENARIOS}
    flows = {name: on_links(each).reindex(lines.index).fillna(0.0) for name, each in traffic.items()}
    titles = {name: region.scenario(name).title for name in SCENARIOS}
    closed = {
        name: [str(link) for link, effect in link_effects(region, name).items() if effect == "closed"]
        for name in SCENARIOS
    }
    closed = {name: [link for link in links if link in lines.index] for name, links in closed.items()}
    shown = {"places": places, "hubs": HUBS, "note": "GeoNames (CC BY 4.0)"}
    total = {name: table.sum(axis=1) for name, table in flows.items()}
    change = lines.assign(change=total["khorgos-closed"] - total["base"])

    network = plot_network(lines, title="The network by mode", **shown)
    written(network, folder / "network.png")
    base = plot_flows(lines.join(flows["base"]), "forward_t", "backward_t", title="Where the freight goes", **shown)
    written(base, folder / "flows.png")
    shut = plot_change(
        change, closed=closed["khorgos-closed"], title="Khorgos closed: more and less", size="column", **shown
    )
    written(shut, folder / "change.png")
    panels = plot_scenarios(
        lines, pd.DataFrame(total).rename(columns=titles), closed={titles[name]: closed[name] for name in SCENARIOS},
        places=places, hubs=HUBS, title="What each scenario changes",
    )  # fmt: skip
    written(panels[0], folder / "scenarios.png")
    served = traffic["base"].catchment.sort_values("tonnes").groupby("place").last()
    towns = places.join(served[["hub", "tonnes"]])
    towns = towns[towns["hub"].notna() | towns.index.isin(HUBS)]
    written(plot_catchments(towns, tonnes="tonnes", title="Who serves whom", size="column"), folder / "catchments.png")
    beside = ("ALA", "NQZ", "TAS", "BSZ", "CIT")
    costs = pd.Series(
        {region.places["name"][hub]: design_traffic(region, "base", ["XIY", hub]).cost_usd for hub in beside}
    )
    ranking = plot_ranking(
        costs - costs.min(), words="USD a year above the best", title="Hubs beside Xi'an", size="column"
    )
    written(ranking, folder / "ranking.png")


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/pictures")
    target.mkdir(parents=True, exist_ok=True)
    gallery(target)
