"""Makes the pictures of docs/answer.md.

python examples/answer_pictures.py [folder]
"""

import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

import geodata
from experiments import Comparison, compare, picture_style, robustness, write_picture
from geodata import ParameterChange, Region

HUBS = ("Almaty", "Astana", "Karaganda", "Aktobe", "Tashkent")
SCENARIOS = ("base", "khorgos-closed", "russia-closed")
INK, SOFT, BEST, WORSE = "#22313f", "#6d8296", "#1b7f5c", "#b35c00"
WIDE = 4.4
"""Inches."""


def legs() -> Axes:
    """Draw the ways of freight: without a hub, and through a gateway and a hub."""
    _, on = plt.subplots(figsize=(WIDE, WIDE * 0.36))
    from_to = {"small senders": (0.0, 0.0), "gateway": (2.2, 1.2), "hub": (6.6, 1.2), "small receivers": (8.8, 0.0)}
    for begin, end, words, wide in (
        ("small senders", "gateway", "collection:\nsingle wagons, trucks", 1.2),
        ("gateway", "hub", "transfer: full trains,\nconsolidated tariff", 4.5),
        ("hub", "small receivers", "distribution:\nsingle wagons, trucks", 1.2),
        ("small senders", "small receivers", "direct: one service from door to door", 1.2),
    ):
        (x1, y1), (x2, y2) = from_to[begin], from_to[end]
        direct = begin == "small senders" and end == "small receivers"
        colour = SOFT if direct else BEST
        arrow = {"arrowstyle": "-|>", "lw": wide, "color": colour, "shrinkA": 6, "shrinkB": 6}
        on.annotate("", (x2, y2), (x1, y1), arrowprops=arrow)
        side = "center" if direct else {"small senders": "right", "gateway": "center", "hub": "left"}[begin]
        aside = {"right": -0.25, "center": 0.0, "left": 0.25}[side]
        up = 0.08 if direct else {"center": 0.16}.get(side, 0.0)
        on.text((x1 + x2) / 2 + aside, (y1 + y2) / 2 + up, words, ha=side, va="bottom", color=colour)
    for name, (x, y) in from_to.items():
        is_hub = name in ("gateway", "hub")
        on.plot(x, y, "s" if is_hub else "o", color=BEST if is_hub else INK, ms=9 if is_hub else 6)
        on.text(x, y - 0.17, name, ha="center", va="top", color=INK, weight="bold")
    on.set(xlim=(-2.2, 11.0), ylim=(-0.4, 1.75))
    on.set_axis_off()
    return on


def savings(region: Region, factors: np.ndarray) -> pd.DataFrame:
    """Return what hubs save when full trains become cheaper, with the region's gateways and without, USD a year."""
    gateways = list(region.gateways)
    rows = []
    for factor in factors:
        change = ParameterChange("tariff_usd_per_tkm", mode="rail", service="consolidated", factor=float(factor))
        variant = region.with_overrides(change)
        beside = variant.hub_set_table("base", p_max=len(gateways) + 1, forced=gateways)
        free = variant.hub_set_table("base", [*region.candidates, *gateways], p_max=2)
        none = free.cost([], "base")
        rows.append(
            {
                "beside": beside.cost(gateways, "base") - _least(beside, len(gateways) + 1),
                "alone": none - _least(free, 1),
                "pair": none - _least(free, 2),
            }
        )
    return pd.DataFrame(rows, index=pd.Index(factors, name="factor"))


def _least(table, hubs: int) -> float:
    """Return what the best set of so many hubs costs."""
    return float(table.best(1, p=hubs)["value"].iloc[0])


def worth(saved: pd.DataFrame, gateway: str) -> Axes:
    """Draw what hubs save against the tariff of full trains."""
    _, on = plt.subplots(figsize=(WIDE, WIDE * 0.75), layout="constrained")
    on.axhline(0, color=SOFT, lw=0.8)
    for column, words, colour, dash in (
        ("beside", f"one hub beside {gateway}", BEST, "-"),
        ("pair", "a pair of hubs, no gateway", WORSE, "--"),
        ("alone", "one hub, no gateway", INK, ":"),
    ):
        on.plot(saved.index * 100, saved[column] / 1e6, dash, color=colour, label=words)
    on.set(xlabel="tariff of full trains, % of today's", ylabel="saved by the best, m USD a year")
    on.legend(frameon=False)
    return on


def regret(found: Comparison) -> Axes:
    """Draw costs above the best hub, a column for each scenario and one for the largest."""
    table = found.hubs.pivot_table(index="name", columns="scenario_title", values="regret_usd") / 1e6
    titles = [found.study.region.scenario(name).title for name in found.study.scenarios]
    table = table[titles].assign(largest=table.max(axis=1)).sort_values("largest")
    _, on = plt.subplots(figsize=(WIDE, WIDE * 0.75), layout="constrained")
    on.imshow(table.to_numpy(), cmap="YlOrBr", aspect="auto", vmax=float(table["largest"].max()) * 1.5)
    for row, values in enumerate(table.to_numpy()):
        for column, value in enumerate(values):
            best = value < 0.005
            weight = "bold" if best or column == len(titles) else "normal"
            on.text(column, row, "best" if best else f"{value:.1f}", ha="center", va="center", weight=weight,
                    color=BEST if best else INK)  # fmt: skip
    on.set_yticks(range(len(table)), table.index)
    on.set_xticks(range(len(titles) + 1), [*(title.replace(" ", "\n", 1) for title in titles), "largest\nregret"])
    on.xaxis.tick_top()
    on.axvline(len(titles) - 0.5, color="white", lw=3)
    on.set_xlabel("cost above the best hub of the scenario, m USD a year")
    on.tick_params(length=0)
    on.spines[:].set_visible(False)
    return on


def roles(found: Comparison, lost: str) -> Axes:
    """Draw who is first, who takes the place of a hub that is lost, and who goes best beside it."""
    base = found.hubs[found.hubs["scenario"] == found.study.scenarios[0]].set_index("name")
    alone = base["expected_cost_usd"] - base["expected_cost_usd"].min()
    others = base.drop(index=lost)
    beside = others["complement_saving_usd"].max() - others["complement_saving_usd"]
    panels = {
        "as the only hub": alone,
        f"substitute: {lost} is lost": others["substitute_loss_usd"] - others["substitute_loss_usd"].min(),
        f"complement: beside {lost}": beside,
    }
    _, axes = plt.subplots(3, 1, figsize=(WIDE, WIDE * 0.9), layout="constrained", sharex=True)
    for on, (title, values) in zip(axes, panels.items(), strict=True):
        values = values.sort_values() / 1e6
        on.barh(values.index, values, color=SOFT)
        on.get_yticklabels()[0].set_color(BEST)
        on.get_yticklabels()[0].set_weight("bold")
        on.set_title(title, loc="left", weight="bold")
        on.invert_yaxis()
        on.tick_params(length=0)
        on.spines[["top", "right", "bottom"]].set_visible(False)
    axes[-1].set_xlabel("m USD a year above the best")
    return axes[0]


def lead(costs: pd.DataFrame, first: str, second: str) -> Axes:
    """Draw the lead of a hub over another in draws of all uncertain inputs; columns of costs are the two hubs."""
    leads = np.sort((costs[second] - costs[first]).to_numpy() / 1e6)
    _, on = plt.subplots(figsize=(WIDE, WIDE * 0.75), layout="constrained")
    on.bar(range(len(leads)), leads, color=[BEST if value > 0 else WORSE for value in leads], width=0.8)
    on.axhline(0, color=INK, lw=0.8)
    on.axhline(leads.mean(), color=INK, lw=0.8, ls="--")
    on.axhspan(leads.mean() - leads.std(), leads.mean() + leads.std(), color=SOFT, alpha=0.25, lw=0)
    on.set(xlabel="draws, in order of the lead", ylabel=f"{first} costs less than {second} by, m USD a year", xticks=[])
    share = (leads > 0).mean()
    on.set_title(f"ahead in {share:.0%} of draws; mean (dashed) and ± one s.d. (band)", loc="left")
    return on


def written(ax: Axes, path: Path) -> None:
    """Write a picture with as many dots as a page on a screen needs."""
    ax.figure.set_dpi(150)
    write_picture(ax, path)
    plt.close(ax.figure)


def main(folder: Path) -> None:
    """Draw all pictures."""
    with picture_style("column"):
        draw(folder)


def draw(folder: Path) -> None:
    """Draw all pictures in the style that is set."""
    written(legs(), folder / "legs.png")
    with tempfile.TemporaryDirectory() as small:
        danube = geodata.load_region(geodata.new_region(Path(small) / "danube"))
        written(worth(savings(danube, np.linspace(0.4, 1.4, 21)), "Vienna"), folder / "worth.png")
    region = geodata.load_region("central-asia")
    found = compare(region, hubs=HUBS, scenarios=SCENARIOS, gateway_sets=[], draws=0, confirmed=False)
    written(regret(found), folder / "regret.png")
    written(roles(found, "Almaty"), folder / "roles.png")
    drawn = robustness(region, hubs=HUBS[:2], scenarios=["base"], draws=60, seed=1, gateway_sets=[], p_max=1).draws
    costs = drawn.rename(columns={"XIY>NQZ": "Astana", "XIY>ALA": "Almaty"})
    written(lead(costs, "Astana", "Almaty"), folder / "lead.png")


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/answer")
    target.mkdir(parents=True, exist_ok=True)
    main(target)
