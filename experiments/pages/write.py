"""Writing the files of a study: tables, pictures, page and record, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.files import RECORD, Written, json_ready, machine_facts, rounded, staged, write_csv, write_record
from experiments.files import write_text as write_whole_text
from experiments.pages.page import Page, page_html

REPORT = "report.html"
DECIMALS = 2
"""Of dollars and tonnes in CSV files."""


def write_study(
    folder: Path,
    frames: Mapping[str, pd.DataFrame],
    page: Page,
    record: Mapping[str, Any],
    *,
    texts: Mapping[str, str] | None = None,
) -> Written:
    """Write a study's files; a picture that fails is named, and takes nothing with it.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    frames : mapping of str to DataFrame
        Tables by the names of their CSV files; the index is not written.
    page : Page
    record : mapping
        What the run was asked for and found, as `experiments.files.run_facts` begins it; see there.
    texts : mapping of str to str, optional
        Further files, ``verdict.json``, by name.

    Returns
    -------
    Written
        The files, and those that could not be made.

    Raises
    ------
    OSError
        If the folder cannot be written to; the files of an earlier run are as they were then.
    """
    facts = json_ready({**record, **machine_facts()})
    changed = [f"Changed in every scenario: {'; '.join(facts['changed'])}."] if facts.get("changed") else []
    page = replace(page, sentences=[*page.sentences, *changed, *facts.get("warnings", ())])
    with staged(folder) as files:
        for name, frame in frames.items():
            files.write(name, partial(write_csv, rounded(frame, ("_usd", "_t"), DECIMALS)))
        for name, text in (texts or {}).items():
            files.write(name, partial(write_whole_text, text=text))
        for picture in page.pictures:
            files.attempt(picture.name, picture.draw)
        drawn = {picture.name: files.parts[picture.name] for picture in page.pictures if picture.name in files.parts}
        files.write(REPORT, partial(write_whole_text, text=page_html(page, drawn, _shown(facts))))
        write_record(files, facts, RECORD)
        return files.settle(RECORD)


def _shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that a reader of the page may want: what was asked of what."""
    asked = {key: value for key, value in facts.get("arguments", {}).items() if value not in (None, [], "", {})}
    return {"written": facts.get("written", ""), **asked, "digest of the data": facts.get("region", {}).get("digest")}
