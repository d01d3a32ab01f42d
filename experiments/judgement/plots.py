"""The verdict as a picture: who wins how often, in every world and beside every gateway."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from experiments.files import label_text, lettered
from experiments.judgement.cases import Case
from experiments.judgement.study import Verdict
from experiments.judgement.words import case_title
from experiments.pages import figure_file

SHOWN = 8
"""Most hubs that have a colour; the others are taken together."""
_COLOURS = ("#0b5c73", "#e07b2a", "#6b9e78", "#8d6fb8", "#b0834a", "#c8102e", "#5a9bd4", "#3d4f5c")
_REST = "#d9d4c8"
_ANSWER = {"confirmed": "✓", "refuted": "✗", "undecided": "?"}


def draw_verdict(found: Verdict, path: Path) -> None:
    """Draw the shares of draws of every case.

    Parameters
    ----------
    found : Verdict
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    height = 1.8 + 0.34 * len(found.cases)
    with figure_file(path, f"{found.study.region.title}: who is best how often", size=(11.0, height)) as figure:
        plot_cases(found, figure.subplots())


@lettered
def plot_cases(found: Verdict, ax: Axes) -> None:
    """Draw a bar for each case, divided by hub; the mark says whether the claim is confirmed, refuted or undecided.

    Parameters
    ----------
    found : Verdict
    ax : Axes
    """
    cases = [case for case in found.cases if case.claim is not None]
    table = found.shares()
    leading = table.groupby("hub")["share_best"].sum().sort_values(ascending=False, kind="stable").index[:SHOWN]
    shares = [case.shares.set_index("hub")["share_best"] for case in cases]
    at, left = np.arange(len(cases)), np.zeros(len(cases))
    for hub, colour in zip(leading, _COLOURS, strict=False):
        width = np.array([100 * float(own.get(hub, 0.0)) for own in shares])
        ax.barh(at, width, left=left, color=colour, label=label_text(_name(cases, str(hub))))
        left += width
    ax.barh(at, 100 - left, left=left, color=_REST, label="others")
    labels = [f"{case_title(case)}  {_ANSWER[case.claim.answer]}" for case in cases if case.claim is not None]
    ax.set_yticks(at, labels)
    ax.invert_yaxis()
    ax.set_xlim(0, 100)
    ax.set_xlabel("% of the draws in which a hub is best; ✓ the claim is confirmed, ✗ refuted, ? undecided")
    ax.legend(frameon=False, fontsize=7.5, ncols=5, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)


def _name(cases: list[Case], hub: str) -> str:
    """Name of a hub in the first case that has it."""
    return next((case.world.study.name(hub) for case in cases if hub in case.world.study.hubs), hub)
