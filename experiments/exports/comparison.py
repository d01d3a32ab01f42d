"""The layers of a comparison, dressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

import geopandas as gpd

from experiments.comparison import Comparison, winning_design
from experiments.exports.flows import (
    catchment_frame,
    closure_frame,
    every_class,
    flow_frame,
    gateway_frame,
    gateway_set_frame,
)
from experiments.exports.layer import Layer, plain_frame, uniform
from experiments.exports.styles import Rule, choice, is_text, qml
from experiments.files import region_digest
from experiments.maps import EFFECTS, LIGHT, MODES, OTHERS, SERIES, link_lines
from experiments.question import Study
from experiments.traffic import Traffic, design_traffic

WIDEST_MM, HALF_T = 6.0, 4e6
"""Width of a flow beyond all measure, and the tonnes a year that are half as wide."""


def comparison_layers(
    found: Comparison, links: gpd.GeoDataFrame | None = None, traffic: Mapping[str, Traffic] | None = None
) -> list[Layer]:
    """Make the layers of a comparison.

    Parameters
    ----------
    found : Comparison
    links : GeoDataFrame, optional
        Lines as `link_lines` returns, where they are there already.
    traffic : mapping of str to Traffic, optional
        By scenario, of the winning design, where it is there already.

    Returns
    -------
    list of Layer
        ``hubs``, ``hubs_by_scenario``, ``places``, ``links``, ``flows``, ``catchments``, ``gateways``,
        ``gateway_sets`` and ``closures``; those without rows are left out. Flows, catchments and gateways are those
        of the winning design, the gateways and the best hub.
    """
    study = found.study
    lines = link_lines(study.region) if links is None else links
    if traffic is None:
        traffic = {name: design_traffic(study, name, winning_design(found)) for name in study.scenarios}
    design = study.names(winning_design(found))
    layers = [
        *_of_hubs(found),
        Layer(
            "links", "Links", "Links of the network; lines are drawn, not surveyed.", plain_frame(lines.reset_index()),
            qml("line", [_mode(mode, colour, name) for mode, (colour, name) in MODES.items()]),
        ),
        Layer(
            "flows", f"Flows with {design}", f"Tonnes a year on links with hubs at {design}, by scenario and class.",
            flow_frame(study, traffic, lines), _flow_style(study, every_class(next(iter(traffic.values())).classes)),
        ),
        Layer(
            "catchments", f"Catchments with {design}", "Hubs by way of which places send and receive, by scenario.",
            catchment_frame(study, traffic), _catchment_style(study, winning_design(found)),
        ),
        Layer(
            "gateways", "Gateways", "What passes the gateways, by scenario.", gateway_frame(study, traffic),
            qml("point", _by_scenario(study, colour=LIGHT.flow, size=3.5), label="name"),
        ),
        Layer(
            "closures", "Closures and other changes", "What scenarios do to links.", closure_frame(study, lines),
            qml("line", _closure_rules(study)),
        ),
    ]  # fmt: skip
    if len(found.by_gateway):
        frame = gateway_set_frame(study, found.by_gateway)
        layers.append(Layer("gateway_sets", "Sets of gateways", "The best hub beside each set of gateways.", frame))
    return [replace(layer, frame=uniform(layer.frame)) for layer in layers if len(layer.frame)]


def about_comparison(found: Comparison, attribution: str) -> dict[str, str]:
    """Say what files of a comparison are.

    Parameters
    ----------
    found : Comparison
    attribution : str
        Whom to name.

    Returns
    -------
    dict of str to str
    """
    study = found.study
    try:
        made = f"silkhub {version('silkhub')}"
    except PackageNotFoundError:
        made = "silkhub"
    return {
        "title": f"{study.region.title}: comparison of hubs",
        "region": study.region.name,
        "region_digest": region_digest(study.region.data),
        "base_year": str(study.region.base_year),
        "hubs_compared": ";".join(study.hubs),
        "gateways": ";".join(study.gateways),
        "scenarios": ";".join(study.scenarios),
        "flows_are_of": ";".join(winning_design(found)),
        "units": "tonnes a year (t), US dollars a year (usd), kilometres (km), hours (h)",
        "crs": "EPSG:4326, longitude and latitude on WGS 84; lines are cut at the 180th meridian",
        "attribution": attribution,
        "licence": f"the licences of the sources: {attribution}; whoever passes it on names them",
        "made_with": made,
    }


def _of_hubs(found: Comparison) -> list[Layer]:
    study = found.study
    where = study.region.places
    figures = found.over_scenarios[found.headline.name].copy()
    for column in ("substitute_rank", "complement_rank"):
        figures[column] = figures[column].astype("Float64").astype("float64")
    hubs = gpd.GeoDataFrame(figures.join(where[["name", "country", "geometry"]]), geometry="geometry", crs="EPSG:4326")
    each = gpd.GeoDataFrame(found.hubs.join(where[["geometry"]], on="hub"), geometry="geometry", crs="EPSG:4326")
    ranked = f"CASE WHEN \"rank\" = 1 THEN '{LIGHT.ramp[0]}' ELSE '{LIGHT.ramp[3]}' END"
    best = f"CASE WHEN \"expected_rank\" = 1 THEN '{LIGHT.ramp[0]}' ELSE '{LIGHT.ramp[3]}' END"
    about = f"Hubs {found.headline.title}"
    return [
        Layer(
            "hubs", "Hubs", f"{about}, over all scenarios.", plain_frame(hubs.reset_index(names="hub")),
            qml("point", [Rule("hubs, the best darkest", size=4.0, colour_by=best)], label="name"),
        ),
        Layer(
            "hubs_by_scenario", "Hubs by scenario", f"{about}, in each scenario.", plain_frame(each),
            qml("point", _by_scenario(study, size=4.0, colour_by=ranked), label="name"),
        ),
        Layer(
            "places", "Places", "Places of the region.", plain_frame(where.reset_index()),
            qml("point", [Rule("places", colour=LIGHT.soft, size=1.4)], label="name"),
        ),
    ]  # fmt: skip


def _mode(mode: str, colour: str, name: str) -> Rule:
    return Rule(name, is_text("mode", mode), colour, 0.5)


def _by_scenario(study: Study, **look: float | str) -> list[Rule]:
    """A rule for each scenario, the first of them shown."""
    return [
        Rule(study.title(name), is_text("scenario", name), shown=at == 0, **look)  # type: ignore[arg-type]
        for at, name in enumerate(study.scenarios)
    ]


def _flow_style(study: Study, every: str) -> str:
    width = f'{WIDEST_MM:g} * "tonnes" / ("tonnes" + {HALF_T:g}) + 0.1'
    return qml(
        "line",
        [
            Rule(
                study.title(name), f"{is_text('scenario', name)} AND {is_text('class', every)}", LIGHT.flow,
                size_by=width, shown=at == 0,
            )
            for at, name in enumerate(study.scenarios)
        ],
    )  # fmt: skip


def _catchment_style(study: Study, design: tuple[str, ...]) -> str:
    colours = choice("hub", list(zip(design, SERIES, strict=False)), OTHERS)
    return qml("point", _by_scenario(study, colour_by=colours, size_by='1 + 4 * "share"'))


def _closure_rules(study: Study) -> list[Rule]:
    return [
        Rule(
            f"{study.title(name)}: {words}", f"{is_text('scenario', name)} AND {is_text('effect', effect)}",
            colour, 0.9, dashed=effect == "closed",
        )
        for name in study.scenarios
        for effect, (colour, words) in EFFECTS.items()
    ]  # fmt: skip
