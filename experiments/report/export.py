"""Writing a comparison's files: tables, layers for GIS programs, the picture, the page and the record of the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from experiments.comparison import Comparison, agreed, overload_words
from experiments.exports import Layer, about_comparison, comparison_layers, write_geopackage, write_layer, write_results
from experiments.files import (
    RECORD,
    Staged,
    Written,
    json_ready,
    machine_facts,
    rounded,
    run_facts,
    staged,
    write_csv,
    write_record,
    write_text,
)
from experiments.report.beside import Beside
from experiments.report.flow_picture import draw_flows
from experiments.report.page import write_report
from experiments.report.picture import draw_map
from experiments.report.scene import Scene
from optimize import InputError
from optimize.files import Document

TEXTS: dict[str, tuple[str, Callable[[Comparison], str]]] = {
    "markdown": ("hubs.md", lambda found: found.to_markdown()),
    "latex": ("hubs.tex", lambda found: found.to_latex()),
}
"""File and text of formats that are texts."""
GEO = {"geoparquet": ".parquet", "geojson": ".geojson"}
"""Endings of formats that have a file for each layer."""
ALSO = (*GEO, *TEXTS)
"""Formats that are written where they are asked for."""
DECIMALS = 2
"""Of dollars and tonnes in CSV files."""


def export(
    found: Comparison,
    folder: Path,
    arguments: Mapping[str, Any],
    also: Sequence[str] = (),
    besides: Sequence[Beside] = (),
) -> Written:
    """Write all files of a comparison: all of them take their places at the end, the record of the run last.

    A picture, page or layer that cannot be made takes nothing with it.

    Parameters
    ----------
    found : Comparison
    folder : Path
        Made where it is missing.
    arguments : mapping
        What the run was asked for, for its record.
    also : sequence of str
        Further formats, of `ALSO`.
    besides : sequence of Beside
        What other studies found, for the page.

    Returns
    -------
    Written
        The files, and those that could not be made.

    Raises
    ------
    InputError
        If a format is not known.
    OSError
        If the folder cannot be written to; the files of an earlier run are as they were then.
    """
    forms = checked_formats(also)
    record = run_record(found, arguments) | ({"beside": [each.fact for each in besides]} if besides else {})
    scene = cache(lambda: Scene.of(found))
    about = cache(lambda: about_comparison(found, scene().sources))
    with staged(folder) as files:
        files.write("comparison.csv", lambda path: write_csv(rounded(found.hubs, ("_usd", "_t"), DECIMALS), path))
        files.write("designs.csv", lambda path: write_csv(designs_frame(found), path))
        if len(found.by_gateway):
            files.write("gateways.csv", lambda path: write_csv(gateways_frame(found), path))
        if len(found.trains):
            files.write("trains.csv", lambda path: write_csv(found.trains.round(DECIMALS), path))
        if len(found.room_sweep):
            files.write("room.csv", lambda path: write_csv(found.room_sweep.round({"capacity_t": 0}), path))
        if found.standing is not None:
            files.write("wins.csv", lambda path: write_csv(wins_frame(found), path))
        files.write("overloaded.csv", lambda path: write_csv(overloaded_frame(found), path))
        files.attempt("map.png", lambda path: draw_map(scene(), path))
        files.attempt("flows.png", lambda path: draw_flows(scene(), path))
        files.attempt("report.html", lambda path: write_report(scene(), record, path, besides))
        files.attempt("hubs.gpkg", lambda path: write_layers(scene(), path))
        files.attempt("results.xlsx", lambda path: write_results(found, path, about()))
        for form in forms:
            _also(files, scene(), form)
        write_record(files, record)
        return files.settle(record=RECORD)


def report_document(found: Comparison) -> Document:
    """Make the page of a comparison, without a file.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    Document
        Shows itself in a notebook; ``.open()`` shows it in a browser, ``.save(path)`` writes it. Nothing is fetched.
    """
    with TemporaryDirectory(prefix="silkhub-") as folder:
        path = Path(folder) / "report.html"
        write_report(Scene.of(found), run_record(found, {}), path)
        return Document(path.read_text(encoding="utf-8"), f"{found.study.region.title}: comparison of hubs")


def designs_frame(found: Comparison) -> pd.DataFrame:
    """Make the table of best and second-best designs that is written.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    DataFrame
        As `Comparison.best`, hubs as a ``;``-list.
    """
    frame = found.best.copy()
    for column in ("hubs", "runner_up"):
        frame[column] = frame[column].map(";".join)
    return frame.round({"value_usd": DECIMALS, "margin_usd": DECIMALS})


def wins_frame(found: Comparison) -> pd.DataFrame:
    """Make the table of how often each hub is best over draws that is written.

    Parameters
    ----------
    found : Comparison
        With a standing.

    Returns
    -------
    DataFrame
        As `experiments.wins.win_table`.
    """
    return found.standing.shares.round(6) if found.standing is not None else pd.DataFrame()


def gateways_frame(found: Comparison) -> pd.DataFrame:
    """Make the table of the best hub beside each set of gateways that is written.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    DataFrame
        As `Comparison.by_gateway`, gateways as a ``;``-list, ``none`` where there are none.
    """
    frame = found.by_gateway.copy()
    frame["gateways"] = [";".join(chosen) or "none" for chosen in frame["gateways"]]
    return rounded(frame, "_usd", DECIMALS)


def overloaded_frame(found: Comparison) -> pd.DataFrame:
    """Make the table of links above their own capacity that is written.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    DataFrame
        As `Overload.links`, with the scenario and the open hubs; empty where it takes too long.
    """
    told = found.overload
    names = ["scenario", "hubs", "link", "from", "to", "mode", "corridors", "load_t", "capacity_t", "use"]
    if told.links is None:
        return pd.DataFrame(columns=names)
    frame = told.links.assign(scenario=told.scenario, hubs=";".join(told.hubs))
    return frame[names].round({"load_t": DECIMALS, "capacity_t": DECIMALS, "use": DECIMALS + 2})


def checked_formats(also: Sequence[str]) -> tuple[str, ...]:
    """Check the names of further formats.

    Parameters
    ----------
    also : sequence of str

    Returns
    -------
    tuple of str
        Each once.

    Raises
    ------
    InputError
        If one is not known.
    """
    unknown = [name for name in also if name not in ALSO]
    if unknown:
        raise InputError([f"format {name!r} is not known; use one of {', '.join(ALSO)}" for name in unknown])
    return tuple(dict.fromkeys(also))


def _also(files: Staged, scene: Scene, form: str) -> None:
    """Write results in a further format."""
    if form in TEXTS:
        name, text = TEXTS[form]
        files.attempt(name, lambda path: write_text(path, text(scene.found)))
        return
    about = about_comparison(scene.found, scene.sources)
    for layer in _layers(scene):
        files.attempt(f"{layer.name}{GEO[form]}", partial(write_layer, layer, about=about))


@lru_cache(maxsize=1)
def _layers(scene: Scene) -> list[Layer]:
    """The layers, which take a while, for all formats."""
    return comparison_layers(scene.found, scene.links, scene.moved.winner)


def write_layers(scene: Scene, path: Path) -> None:
    """Write the layers of a comparison as a GeoPackage (lines are drawn, not surveyed).

    Parameters
    ----------
    scene : Scene
    path : Path
        What is there is replaced.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_geopackage(_layers(scene), path, about_comparison(scene.found, scene.sources))


def run_record(found: Comparison, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Collect what is needed to make the same results again, and to see that they are the same.

    Parameters
    ----------
    found : Comparison
    arguments : mapping
        What the run was asked for.

    Returns
    -------
    dict
        Ready for JSON.
    """
    study = found.study
    confirmation = found.confirmation
    asked = {
        **arguments,
        "hubs": list(study.hubs),
        "gateways": list(study.gateways),
        "scenarios": list(study.scenarios),
        "incumbent": found.incumbent,
        "challenger": found.challenger,
    }
    record = {
        **run_facts("compare", asked, study.region, study.warnings),
        "probability": dict(study.probability),
        "run": None if found.run is None else found.run.facts(),
        "verdict": list(found.verdict),
        "overload": {
            "hubs": found.overload.hubs,
            "scenario": found.overload.scenario,
            "keeping_usd": found.overload.keeping_usd,
            "words": overload_words(study, found.overload),
        },
        "confirmation": None
        if confirmation is None
        else {
            "agrees": agreed(confirmation.outcome),
            "outcome": confirmation.outcome,
            "checks": confirmation.records(),
        },
        "seconds": {name: round(value, 3) for name, value in found.seconds.items()},
        **machine_facts(),
    }
    ready: dict[str, Any] = json_ready(record)
    return ready
