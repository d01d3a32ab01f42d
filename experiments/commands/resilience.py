"""``silkhub resilience``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.studies import Given, Told, study_command
from experiments.defaults import BACKUP_DAYS, REACT_DAYS
from experiments.start import loading

if TYPE_CHECKING:
    from experiments.question import Study

_Disruptions = Annotated[
    list[str] | None,
    typer.Option("--scenarios", "--scenario", help="Disruptions. Default: the region's own that have a duration."),
]


@study_command("results/resilience", without=("incumbent", "challenger"), instead={"scenarios": _Disruptions})
def resilience_command(
    study: Study,
    given: Given,
    react_days: Annotated[float, typer.Option(min=0, help="Days in which loads keep their hubs.")] = REACT_DAYS,
    backup_days: Annotated[
        float, typer.Option(min=0, help="Days until a backup hub is open; inf: never.")
    ] = BACKUP_DAYS,
    duration_days: Annotated[float | None, typer.Option(help="Days, in place of the scenarios' own.")] = None,
    recovery_days: Annotated[float | None, typer.Option(help="Days, in place of the scenarios' own.")] = None,
) -> Told:
    """Follow what disruptions cost over time: while they last, and until all is as before."""
    with loading():
        from experiments.recovery import resilience, resilience_words, write_resilience

    with given.watched("scenarios") as progress:
        found = resilience(
            study,
            react_days=react_days,
            backup_days=backup_days,
            duration_days=duration_days,
            recovery_days=recovery_days,
            progress=progress,
            **given.how("scenarios"),
        )
    return Told(resilience_words(found), write_resilience(found, given.out, given.facts), [found.run])
