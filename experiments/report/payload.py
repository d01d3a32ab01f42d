"""All that the page's script shows, as one packed text."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.maps import MODES
from experiments.report.carried import Carried
from experiments.report.drawing import Drawing, drawing
from experiments.report.letters import isolated_all
from experiments.report.marks import place_marks
from experiments.report.packing import packed, sparse, varints
from experiments.report.scene import Scene
from experiments.report.sets import RISKS, Sets, regret_edges
from experiments.text import rows_by, weight_words

FloatArray = npt.NDArray[np.float64]

EFFECTS = ("closed", "worse", "better", "opened")
"""What a scenario does to a link, as the page numbers it from 1 on."""
QUANTA = 30_000.0
"""Steps of the tonnes on the fullest link: three digits are right down to a 300th of it."""


def payload(scene: Scene, carried: Carried | None) -> str:
    """Pack what the page's script shows.

    Parameters
    ----------
    scene : Scene
    carried : Carried, optional
        Flows of some designs.

    Returns
    -------
    str
        As `experiments.report.packing.packed` writes it.
    """
    shapes = drawing(scene)
    sets = Sets.of(scene.found)
    head: dict[str, Any] = {
        **_names(scene),
        **_map(scene, shapes),
        "scenarios": _scenarios(scene),
        "sets": {"count": len(sets.members), "risks": list(RISKS), "low": sets.low, "unit": sets.unit},
        "edges": regret_edges(sets.largest_regret),
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        "land": varints(shapes.land),
        "lines": varints(shapes.links),
        "places": shapes.grid.points(scene.places.geometry.x, scene.places.geometry.y),
        "members": sets.flat,
        "memberEnds": sets.ends,
        "cost": sets.cost.ravel(),
        **{f"risk_{name}": sets.risks[name] for name in RISKS},
        **_links(scene),
    }
    if carried is not None:
        extra, more = _flows(scene, carried, sets)
        head |= extra
        arrays |= more
    return packed(isolated_all(head), arrays)


def _names(scene: Scene) -> dict[str, Any]:
    found, study = scene.found, scene.found.study
    region = study.region
    figures = rows_by(found.ranking)
    return {
        "title": region.title,
        "hubs": [
            {
                "id": str(hub), "name": study.name(str(hub)), "place": int(region.places.index.get_loc(hub)),
                "gateway": hub in found.headline.gateways, "cap": _finite(found.capacity_t.get(hub, np.inf)),
                "fixed": float(found.fixed_usd.get(hub, 0.0)), "compared": hub in study.hubs,
                "expectedRegret": float(figures[hub]["expected_regret_usd"]) if hub in figures else None,
            }
            for hub in found.table.candidates
        ],
        "placeNames": [
            {"id": str(place), "name": study.name(str(place)), "country": str(row["country"]),
             "people": _finite(row["population"])}
            for place, row in region.places.iterrows()
        ],
        "classes": [{"id": cls, "name": str(region.classes.loc[cls, "name"])} for cls in found.classes],
        "modes": {mode: name for mode, (_, name) in MODES.items()},
        "family": found.headline.title,
    }  # fmt: skip


def _finite(value: Any) -> float | None:
    number = float(value) if value is not None and pd.notna(value) else np.inf
    return number if np.isfinite(number) else None


def _map(scene: Scene, shapes: Drawing) -> dict[str, Any]:
    lines = scene.lines
    at = scene.found.study.region.places.index
    corridors = _corridors(scene)
    return {
        "step": shapes.grid.step_m,
        "whole": shapes.whole,
        "focus": shapes.focus,
        "everywhere": shapes.everywhere,
        "countries": shapes.countries,
        "attribution": scene.sources,
        "corridors": corridors,
        "links": [
            [str(link), int(at.get_loc(row["from"])), int(at.get_loc(row["to"])), row["mode"],
             round(float(row["length_km"])), [corridors.index(name) for name in row["corridors"]], int(row["planned"])]
            for link, row in lines.iterrows()
        ],
    }  # fmt: skip


def _corridors(scene: Scene) -> list[str]:
    """Names of the corridors of the links that are drawn."""
    return sorted({name for names in scene.lines["corridors"] for name in names})


def _scenarios(scene: Scene) -> list[dict[str, Any]]:
    study, at = scene.found.study, scene.found.study.region.places.index
    told = []
    for name in study.scenarios:
        state = study.region.scenario(name)
        effect = scene.effects[name].reindex(scene.lines.index)
        touched = {str(number): EFFECTS.index(what) + 1 for number, what in enumerate(effect) if what in EFFECTS}
        marks = [[int(at.get_loc(mark.place)), mark.words] for mark in place_marks(study.region, name)]
        told.append({"id": name, "title": study.title(name), "text": state.description or study.title(name),
                     "weight": weight_words(study.probability[name]), "probability": study.probability[name],
                     "effects": touched, "marks": marks})  # fmt: skip
    return told


def _links(scene: Scene) -> dict[str, npt.NDArray[Any]]:
    """Room, hours and USD a tonne of each link, both ways, in the first scenario, and where others change them."""
    study, ids = scene.found.study, [str(link) for link in scene.lines.index]
    position = {link: at for at, link in enumerate(ids)}
    rows = [_of_arcs(study.region.arcs(name), position, len(ids)) for name in study.scenarios]
    first = rows[0]
    at, values, ends = [], [], []
    for row in rows:
        changed = np.flatnonzero((row != first).any(axis=1))
        at.append(changed)
        values.append(row[changed].ravel())
        ends.append(sum(len(each) for each in at))
    return {
        "linkFacts": first.astype(np.float32).ravel(),
        "factAt": np.concatenate(at).astype(np.uint16),
        "factValues": np.concatenate(values).astype(np.float32),
        "factEnds": np.array(ends, dtype=np.uint32),
    }


def _of_arcs(arcs: pd.DataFrame, position: dict[str, int], count: int) -> FloatArray:
    """(2 links, 3) capacity (-1 for none), hours and USD a tonne; -2 where there is no way."""
    found = np.full((2 * count, 3), -2.0)
    moved = arcs[arcs["kind"] == "link"]
    row = moved["link"].map(position)
    inside = row.notna().to_numpy()
    at = 2 * row[inside].astype(int).to_numpy() + ~moved["forward"][inside].to_numpy(dtype=np.bool_)
    facts = np.array(moved.loc[inside, ["capacity_t_per_year", "time_h", "cost_usd_per_t"]], dtype=np.float64)
    facts[:, 0] = np.where(np.isfinite(facts[:, 0]), facts[:, 0], -1.0)
    closed = ~np.isfinite(facts[:, 2])
    facts[closed] = -2.0
    found[at] = facts
    return found


def _flows(scene: Scene, carried: Carried, sets: Sets) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    order = {link: at for at, link in enumerate(carried.links)}
    which = np.array([order[str(link)] for link in scene.lines.index])
    both = np.column_stack([2 * which, 2 * which + 1]).ravel()
    tonnes = carried.tonnes[:, :, both, :]
    quantum = max(float(tonnes.sum(axis=3).max(initial=0.0)) / QUANTA, 1.0)
    hubs = [carried.hubs.index(hub) for hub in map(str, scene.found.table.candidates)]
    known = {place: at for at, place in enumerate(carried.places)}
    places = np.array([known.get(str(place), -1) for place in scene.places.index])
    number = np.full(len(carried.hubs) + 1, -1)
    number[hubs] = np.arange(len(hubs))
    corridors = [carried.corridors.index(name) for name in _corridors(scene)]
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, values in (
        ("flow", tonnes / quantum),
        ("parts", carried.parts / 1e3),
        ("through", carried.through[:, :, hubs, :]),
        ("unmet", carried.unmet),
        ("nearest", np.where(places < 0, 0, number[carried.nearest[:, :, places]] + 1)),
        ("over", carried.over[:, :, corridors, :] / quantum),
        ("served", np.where(places < 0, 0, carried.served[:, :, places] / quantum)),
    ):
        arrays[f"{name}Bytes"], arrays[f"{name}Ends"] = sparse(differences(np.round(values)))
    head = {
        "flows": {"sets": [sets.row(design) for design in carried.designs], "quantum": quantum,
                  "parts": list(carried.part_names)},
    }  # fmt: skip
    return head, arrays


def differences(values: FloatArray) -> list[npt.NDArray[np.int64]]:
    """Take from the values of each design and scenario what those of the first design and scenario let expect.

    Parameters
    ----------
    values : (d, s, ...) array
        Whole numbers.

    Returns
    -------
    list of (k,) arrays of int
        Design by design, in each scenario by scenario: of the first design and scenario its values; of the first
        design or scenario the difference to those; of others what is left of the difference to the first design in
        the scenario once that in the first scenario is taken off.
    """
    whole = values.reshape(values.shape[0], values.shape[1], -1).astype(np.int64)
    left = whole.copy()
    left[1:] -= whole[:1]
    left[:, 1:] -= left[:, :1].copy()
    return [row for design in left for row in design]
