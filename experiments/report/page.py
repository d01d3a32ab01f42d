"""The report: one page that holds everything, opens without a network, and works with keyboard and phone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.comparison import MEASURES, TIE_USD, cheapest_first, design_rows, overload_rows, overload_words
from experiments.files import write_text
from experiments.maps import MODES
from experiments.report.drawing import drawing
from experiments.report.gateways import gateway_rows, sweep_rows
from experiments.report.scene import Scene
from experiments.text import (
    Row,
    blank_missing,
    count,
    ordinal,
    percent,
    rows,
    rows_by,
    scaled,
    tonnes,
    usd,
    weight_words,
)


def write_report(scene: Scene, record: Mapping[str, Any], path: Path) -> None:
    """Write the page of a comparison.

    Parameters
    ----------
    scene : Scene
    record : mapping
        The record of the run, as `experiments.report.export.run_record` returns.
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    environment = Environment(
        loader=PackageLoader("experiments.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"usd": usd, "tonnes": tonnes, "scaled": scaled}
    environment.filters["is_link"] = is_link
    environment.filters["upfirst"] = lambda text: text[:1].upper() + text[1:]
    shapes = drawing(scene)
    page = environment.get_template("report.html.j2").render(
        found=scene.found,
        study=scene.found.study,
        region=scene.found.study.region,
        ranking=scene.ranking,
        shapes=shapes,
        cards=cards(scene),
        cells=scene.found.hubs.set_index(["hub", "scenario"])[["rank", "regret_usd"]].to_dict("index"),
        scenarios=scenario_rows(scene),
        designs=design_rows(scene.found),
        gateways=gateway_rows(scene.found),
        sweep=sweep_rows(scene.found),
        overload=overload_words(scene.found.study, scene.found.overload),
        overloaded=overload_rows(scene.found.study, scene.found.overload),
        parameters=parameter_rows(scene),
        sources=source_rows(scene),
        record=record,
        modes=MODES,
        attribution=scene.sources,
        count=count,
        data=embedded(page_data(scene, shapes)),
    )
    write_text(path, page)


def is_link(url: str) -> bool:
    """Say whether an address may become a link: others, such as ``javascript:``, are shown as text.

    Parameters
    ----------
    url : str

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_link(url) for url in ("https://x.org", "HTTP://x.org", "javascript:alert(1)", " http://x.org", "")]
    [True, True, False, False, False]
    """
    return str(url).lower().startswith(("https://", "http://"))


def embedded(data: Mapping[str, Any]) -> Markup:
    """Write JSON so that it can be placed within a script element: no character of it can end the element.

    Parameters
    ----------
    data : mapping
        What JSON can hold; finite numbers.

    Returns
    -------
    Markup

    Raises
    ------
    ValueError
        For an infinite number or NaN.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


def page_data(scene: Scene, shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Collect what the page's script shows.

    Parameters
    ----------
    scene : Scene
    shapes : mapping
        As `experiments.report.drawing.drawing` returns.

    Returns
    -------
    dict
        ``hubs`` best first; ``grids`` of hubs x scenarios (regret and cost in million USD a year, unmet and hub in
        thousand tonnes a year); ``used`` (scenarios x hubs x classes x measures, thousand tonnes a year); ``effects``
        of scenarios on links; and what the map needs.
    """
    found, study = scene.found, scene.found.study
    hubs = [str(hub) for hub in scene.ranking.index]
    order = [study.hubs.index(hub) for hub in hubs]

    def grid(column: str, scale: float, digits: int) -> list[list[float]]:
        wide = found.hubs.pivot_table(index="hub", columns="scenario", values=column).loc[hubs, list(study.scenarios)]
        return [[round(float(x) / scale, digits) for x in row] for row in wide.to_numpy(dtype=np.float64)]

    used = found.used[:, order] / 1e3
    return {
        "hubs": [{"id": hub, "name": study.name(hub)} for hub in hubs],
        "scenarios": [{"id": name, "title": study.title(name), "text": study.region.scenario(name).description,
                       "weight": weight_words(study.probability[name])} for name in study.scenarios],
        "grids": {
            "regret": grid("regret_usd", 1e6, 2),
            "rank": grid("rank", 1.0, 0),
            "cost": grid("cost_usd", 1e6, 1),
            "unmet": grid("unmet_t", 1e3, 1),
            "hub": grid("hub_t", 1e3, 1),
        },
        "classes": [str(scene.found.study.region.classes.loc[cls, "name"]) for cls in found.classes],
        "measures": list(MEASURES),
        "used": np.round(used, 1).tolist(),
        "expected": [round(float(x) / 1e6, 2) for x in scene.ranking["expected_regret_usd"]],
        "effects": {name: _touched(scene, name) for name in study.scenarios},
        "links": {str(link): {"t": _link_words(scene, str(link))} for link in scene.lines.index},
        "whole": shapes["whole"],
        "focus": shapes["focus"],
        "focusPx": shapes["focus_px"],
        "headline": found.headline.title,
    }  # fmt: skip


def _touched(scene: Scene, scenario: str) -> dict[str, str]:
    effect = scene.effects[scenario]
    return {str(link): str(what) for link, what in effect.items() if what not in ("same", "planned")}


def _link_words(scene: Scene, link: str) -> str:
    row, study = scene.lines.loc[link], scene.found.study
    words = f"{study.name(row['from'])} to {study.name(row['to'])}, {MODES[row['mode']][1]}, {row['length_km']:,.0f} km"
    return words + (f" ({'; '.join(row['corridors'])})" if row["corridors"] else "")


def cards(scene: Scene) -> list[tuple[str, str, str]]:
    """Choose the figures at the top of the page.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of (str, str, str)
        What it is, how much, and what it means.
    """
    found, study, table = scene.found, scene.found.study, scene.ranking
    best = str(table.index[0])
    figures = rows_by(table)
    first = figures[best]
    if found.unused(found.headline):
        return [("Best single hub", "none", f"{found.headline.title}: nothing passes it")]
    told = [("Best single hub", study.name(best), found.headline.title)]
    if len(table) > 1:
        second = study.name(str(table.index[1]))
        told.append(("Ahead of the runner-up", usd(table["expected_regret_usd"].iloc[1]), f"a year, before {second}"))
    if found.standing is not None:
        share = float(found.standing.shares.set_index("hub")["share_best"].get(best, 0.0))
        spread = f"of {found.standing.draws} draws; spread of the lead {usd(found.standing.lead.sd)}"
        told.append(("Best in", percent(share), spread))
    told.append(("Cheapest in", f"{first['scenarios_won']} of {len(study.scenarios)}", "scenarios"))
    told.append(("Largest regret", usd(first["max_regret_usd"]), f"a year: {study.title(first['max_regret_scenario'])}"
                 if first["max_regret_usd"] > TIE_USD else "never dearer than another hub"))  # fmt: skip
    if found.challenger is not None and pd.notna(figures[found.challenger]["substitute_rank"]):
        row, others = figures[found.challenger], int(table["substitute_rank"].notna().sum())
        ahead = study.name(found.incumbent)
        told.append((f"{study.name(found.challenger)} as substitute", f"{ordinal(row['substitute_rank'])} of {others}",
                     f"if {ahead} is lost"))  # fmt: skip
        if pd.notna(row["complement_rank"]):
            told.append((f"{study.name(found.challenger)} as complement",
                         f"{ordinal(row['complement_rank'])} of {others}", f"beside {ahead}"))  # fmt: skip
    return told


def scenario_rows(scene: Scene) -> list[Row]:
    """Make the rows of the page's table of scenarios.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of dict
        One a scenario: what it is, how likely, and who is best.
    """
    study, table = scene.found.study, []
    for name in study.scenarios:
        state = study.region.scenario(name)
        ordered = cheapest_first(scene.found.hubs[scene.found.hubs["scenario"] == name], "cost_usd")
        table.append(
            {
                "title": study.title(name),
                "text": state.description,
                "probability": "" if not state.probability else percent(state.probability),
                "weight": weight_words(study.probability[name]),
                "confidence": state.confidence,
                "source": state.probability_source,
                "best": ordered.iloc[0]["name"],
                "margin": "" if len(ordered) < 2 else usd(ordered.iloc[1]["regret_usd"]),
                "unmet": ordered.iloc[0]["unmet_t"],
            }
        )
    return table


def parameter_rows(scene: Scene) -> list[Row]:
    """Make the rows of the page's table of parameters.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of dict
        One a parameter of the cost and demand models: its range, unit, confidence and source.
    """
    return rows(blank_missing(scene.found.study.region.parameters))


def source_rows(scene: Scene) -> list[Row]:
    """Make the rows of the page's list of sources.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of dict
        One a source of the region's numbers.
    """
    return rows(blank_missing(scene.found.study.region.sources.reset_index()))
