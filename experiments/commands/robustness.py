"""``silkhub robustness``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.options import DrawsOption, SeedOption
from experiments.commands.studies import Given, Told, study_command
from experiments.defaults import ROBUSTNESS_DRAWS
from experiments.start import loading

if TYPE_CHECKING:
    from experiments.question import Study


@study_command("results/robustness", without=("incumbent", "challenger", "draws", "seed"))
def robustness_command(
    study: Study,
    given: Given,
    draws: DrawsOption = ROBUSTNESS_DRAWS,
    seed: SeedOption = 0,
    method: Annotated[
        str, typer.Option(help="How the causes of uncertainty are spread: latin (hypercube), sobol or random.")
    ] = "latin",
    correlation: Annotated[
        float | None,
        typer.Option(help="Of two inputs of one cause, 0 to 1; 0 draws each number on its own. Default: 0.5."),
    ] = None,
    years: Annotated[
        int,
        typer.Option(
            min=0,
            help="Years to simulate in each draw, disruptions overlapping by chance. 0: each scenario "
            "on its own, by the share of the time that it is in force.",
        ),
    ] = 0,
    pairs: Annotated[bool, typer.Option(help="Whether all pairs of hubs are evaluated.")] = True,
) -> Told:
    """Draw all uncertain inputs together, and count how often each hub is best."""
    with loading():
        from experiments.uncertainty import robustness, robustness_words, shares_table, write_robustness

    with given.watched("draws") as progress:
        found = robustness(
            study,
            draws=draws,
            seed=seed,
            method=method,
            correlation=correlation,
            years=years,
            pairs=pairs,
            progress=progress,
            **given.how("draws"),
        )
    written = write_robustness(found, given.out, given.facts)
    return Told([shares_table(found), *robustness_words(found)], written, [found.run])
