"""The figures of a comparison by hub and scenario, as a dataset of xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from experiments.comparison.figures import Figures
from optimize.late import need

if TYPE_CHECKING:
    import xarray as xr

UNITS = {"_usd": "USD a year", "_t": "t a year", "_usd_per_t": "USD/t"}
"""By how the name of a figure ends."""


def dataset(found: Figures) -> xr.Dataset:
    """Label the figures of hubs in scenarios.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    xarray.Dataset
        Each numeric column of `Figures.hubs` by ``hub`` and ``scenario``, both in the order of the study, and, of all
        scenarios together, those of the ranking by ``hub``, with ``overall_`` before their names; with the coordinates
        ``name`` of a hub and ``probability`` of a scenario.

    Raises
    ------
    MissingExtraError
        If xarray is not installed.
    """
    xarray: Any = need("xarray", "xarray", "labelled arrays")
    frame = found.hubs
    hubs, scenarios = (list(dict.fromkeys(frame[key])) for key in ("hub", "scenario"))
    ordered = frame.set_index(["hub", "scenario"]).loc[[(hub, each) for hub in hubs for each in scenarios]]
    overall = found.ranking.loc[hubs]
    shape = (len(hubs), len(scenarios))
    told: dict[str, Any] = {
        name: (
            ("hub", "scenario"),
            ordered[name].to_numpy(dtype=float, na_value=np.nan).reshape(shape),
            _unit(str(name)),
        )
        for name in _numeric(ordered)
    }
    for name in _numeric(overall):
        told[f"overall_{name}"] = ("hub", overall[name].to_numpy(dtype=float, na_value=np.nan), _unit(str(name)))
    chances = dict(zip(found.table.scenarios, found.table.probability, strict=True))
    dataset: xr.Dataset = xarray.Dataset(told, coords={"hub": hubs, "scenario": scenarios})
    places = found.study.region.places
    return dataset.assign_coords(
        name=("hub", [str(places.loc[hub, "name"]) for hub in hubs]),
        probability=("scenario", [float(chances[each]) for each in scenarios]),
    )


def _numeric(frame: Any) -> list[Any]:
    return [name for name in frame if is_numeric_dtype(frame[name]) and not is_bool_dtype(frame[name])]


def _unit(name: str) -> dict[str, str]:
    known = [(end, unit) for end, unit in UNITS.items() if name.endswith(end)]
    return {"units": max(known, key=lambda each: len(each[0]))[1]} if known else {}
