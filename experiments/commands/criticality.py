"""``silkhub criticality``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.commands.studies import Given, Told, study_command
from experiments.defaults import CRITICALITY_WORST
from experiments.start import loading

if TYPE_CHECKING:
    from experiments.question import Study


@study_command("results/criticality", without=("scenarios", "challenger"))
def criticality_command(
    study: Study,
    given: Given,
    scenario: Annotated[str, typer.Option("--scenario", help="Scenario in which something is lost.")] = "base",
    links: Annotated[
        str, typer.Option("--links", help="Single links: those that some cheapest path uses ('used'), 'all' or 'none'.")
    ] = "used",
    worst: Annotated[
        int,
        typer.Option("--worst", min=0, help="Worst losses that are looked at in pairs, and for their freight's way."),
    ] = CRITICALITY_WORST,
    pairs: Annotated[bool, typer.Option("--pairs/--no-pairs", help="Whether two are lost together as well.")] = True,
    p: Annotated[
        int, typer.Option("--p", min=0, help="Hubs beside the gateways in the adversary's view; 0: leave it out.")
    ] = 3,
) -> Told:
    """Rank corridors, border crossings, links and hubs by what their loss costs."""
    with loading():
        from experiments.failures import criticality, criticality_words, write_criticality

    asked: dict[str, Any] = {"scenario": scenario, "links": links, "worst": worst, "p": p}
    with given.watched("losses") as progress:
        found = criticality(study, pairs=pairs, progress=progress, **asked, **given.how("losses"))
    return Told(criticality_words(found), write_criticality(found, given.out, {**given.facts, **asked}), found.runs)
