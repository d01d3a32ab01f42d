"""The report: one page that holds everything, opens without a network, and works with keyboard and phone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from experiments.comparison import Comparison, cheapest_first, design_rows, overload_rows, overload_words
from experiments.files import write_text
from experiments.maps import MODES
from experiments.report.assets import leaflet_licence, parts
from experiments.report.beside import Beside
from experiments.report.carried import carried_by
from experiments.report.fronts import front_rows
from experiments.report.gateways import gateway_rows, sweep_rows
from experiments.report.headline import figures, headline
from experiments.report.letters import isolated, spelled_out
from experiments.report.payload import payload
from experiments.report.scene import Scene
from experiments.text import Row, blank_missing, count, percent, rows, rows_by, scaled, tonnes, usd, weight_words


def write_report(scene: Scene, record: Mapping[str, Any], path: Path, besides: Sequence[Beside] = ()) -> None:
    """Write the page of a comparison.

    Parameters
    ----------
    scene : Scene
    record : mapping
        The record of the run, as `experiments.report.export.run_record` returns.
    path : Path
    besides : sequence of Beside
        What other studies found.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    environment = Environment(
        loader=PackageLoader("experiments.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_isolated_text,
    )  # fmt: skip
    environment.filters |= {"usd": usd, "tonnes": tonnes, "scaled": scaled}
    environment.filters["is_link"] = is_link
    environment.filters["upfirst"] = lambda text: text[:1].upper() + text[1:]
    found = scene.found
    page = environment.get_template("report.html.j2").render(
        found=found,
        study=found.study,
        region=found.study.region,
        headline=headline(found),
        figures=figures(scene),
        ranking=scene.ranking,
        wins=win_rows(found),
        scenarios=scenario_rows(scene),
        designs=design_rows(found),
        fronts=front_rows(found),
        gateways=gateway_rows(found),
        sweep=sweep_rows(found),
        overload=overload_words(found.study, found.overload),
        overloaded=overload_rows(found.study, found.overload),
        hub_numbers=hub_rows(found),
        besides=besides,
        changes=record["region"]["overrides"],
        parameters=parameter_rows(scene),
        sources=source_rows(scene),
        record=record,
        record_text=escape(spelled_out(json.dumps(record, indent=2, ensure_ascii=False))),
        leaflet_licence=escape(leaflet_licence()),
        modes={mode: words for mode, words in MODES.items() if mode in set(scene.lines["mode"])},
        attribution=scene.sources,
        count=count,
        parts=parts(),
        data=payload(scene, carried_by(found, scene.moved.table)),
    )
    write_text(path, page)


def _isolated_text(value: Any) -> Any:
    """What every text of the template goes through."""
    return isolated(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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


def win_rows(found: Comparison) -> list[Row]:
    """Make the rows of the page's table of draws.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    list of dict
        One a hub, most wins first; none without draws. ``drawn`` are share and interval in percent.
    """
    if found.standing is None:
        return []
    return [
        {
            "name": found.study.name(row["hub"]),
            "share": percent(row["share_best"]),
            "low": percent(row["share_low"]),
            "high": percent(row["share_high"]),
            "drawn": [round(100 * row[name], 1) for name in ("share_best", "share_low", "share_high")],
            "lead": scaled(row["lead_mean"]),
            "sd": scaled(row["lead_sd"]),
        }
        for row in rows(found.standing.shares)
    ]


def hub_rows(found: Comparison) -> list[Row]:
    """Make the rows of the page's table of what hubs themselves bring.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    list of dict
        One a hub, gateways included.
    """
    study = found.study
    numbers = study.region.hub_numbers(list(study.candidates))
    figures_of, table = rows_by(numbers), []
    for hub in study.candidates:
        row = figures_of[hub]
        limits = [
            f"{row[name]:,.0f} {unit}"
            for name, unit in (("capacity_t_per_year", "t"), ("capacity_teu_per_year", "TEU"))
            if name in row and np.isfinite(row[name])
        ]
        table.append(
            {
                "Hub": study.name(hub),
                "Gateway": "yes" if hub in study.gateways else "",
                "Fixed cost, USD a year": scaled(row["fixed_usd_per_year"]),
                "Capacity a year": ", ".join(limits) or "no limit",
                "Handling, times the usual": f"{row['handling_factor']:g}",
                "Dwell, times the usual": f"{row['dwell_factor']:g}",
            }
        )
    return table


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
