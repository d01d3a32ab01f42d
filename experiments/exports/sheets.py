"""The workbook of a comparison: what it is, hubs, scenarios, designs, inputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.comparison import Comparison
from experiments.exports.layer import about_rows, column_words
from experiments.files import Sheet, write_workbook


def write_results(found: Comparison, path: Path, about: Mapping[str, str]) -> None:
    """Write the tables of a comparison as a workbook.

    Parameters
    ----------
    found : Comparison
    path : Path
        Ends in ``.xlsx``; what is there is replaced.
    about : mapping of str to str
        As `about_comparison` returns.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_workbook(comparison_sheets(found, about), path, title=about["title"])


def comparison_sheets(found: Comparison, about: Mapping[str, str]) -> list[Sheet]:
    """Make the sheets of a comparison's workbook.

    Parameters
    ----------
    found : Comparison
    about : mapping of str to str
        As `about_comparison` returns.

    Returns
    -------
    list of Sheet
        ``about``, ``hubs``, ``scenarios``, ``designs``, ``inputs``, ``parameters``, ``sources``, and ``gateways`` and
        ``wins`` where they were asked for.
    """
    study = found.study
    beside, region = found.headline.title, study.region
    places = region.places
    hubs = found.ranking.reset_index(names="hub")
    hubs.insert(1, "name", [study.name(hub) for hub in hubs["hub"]])
    hubs.insert(2, "country", [places["country"][hub] for hub in hubs["hub"]])
    sheets = [
        _sheet("about", ("What this is", *found.verdict), about_rows(about)),
        _sheet("hubs", ("Hubs", f"One hub {beside}, over all scenarios; the least expected cost first."), hubs),
        _sheet("scenarios", ("Hubs by scenario", f"One hub {beside}, in each scenario."), found.hubs),
        _sheet("designs", ("Best designs", "The best and second-best hubs by each measure and number."), found.best),
    ]
    inputs, words = _with_index(region.uncertain_inputs()), "Every input that is uncertain: range, source, confidence."
    sheets += [
        _sheet("inputs", ("Inputs", words if len(inputs) else "No input of this region has a range."), inputs),
        _sheet("parameters", ("Parameters", "Values in use, of parameters.csv."), _with_index(region.parameters)),
        _sheet("sources", ("Sources", "What the inputs name as their source."), _with_index(region.sources)),
    ]
    if len(found.by_gateway):
        words = "The best hub beside each set of gateways."
        sheets.append(_sheet("gateways", ("Sets of gateways", words), found.by_gateway))
    if found.standing is not None:
        words = "In which share of draws of all uncertain inputs a hub is the best."
        sheets.append(_sheet("wins", ("How sure it is", words), _with_index(found.standing.shares)))
    return sheets


def _sheet(name: str, head: tuple[str, ...], frame: pd.DataFrame) -> Sheet:
    return Sheet(name, head, frame, {column: words for column in frame.columns if (words := column_words(column))})


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """The index as a column, where it says something."""
    return frame if isinstance(frame.index, pd.RangeIndex) else frame.reset_index()
