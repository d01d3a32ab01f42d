"""``silkhub tipping``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.options import names
from experiments.commands.studies import Given, Told, study_command
from experiments.defaults import TIPPING_GRID, TIPPING_MOST, TIPPING_SCREEN, TIPPING_WITHIN
from experiments.start import loading

if TYPE_CHECKING:
    from experiments.question import Study


@study_command("results/tipping", without=("incumbent", "challenger"))
def tipping_command(
    study: Study,
    given: Given,
    inputs: Annotated[
        str | None,
        typer.Option(help="Ids of uncertain inputs, causes or kinds, separated by semicolons. Default: all there are."),
    ] = None,
    most: Annotated[
        int,
        typer.Option(
            min=0,
            help="How many inputs are searched, and how many causes, countries and capacities; those whose lead is the "
            "least in a first look. 0: all.",
        ),
    ] = TIPPING_MOST,
    screen: Annotated[
        int, typer.Option(min=0, help="Weightiest scenarios of the first look. 0: all.")
    ] = TIPPING_SCREEN,
    map_of: Annotated[
        str | None,
        typer.Option("--map", help="Two or three ids or causes, separated by semicolons, for maps of who wins where."),
    ] = None,
    grid: Annotated[int, typer.Option(min=0, help="Values of each on a map; 0: no map.")] = TIPPING_GRID,
    within: Annotated[
        float, typer.Option(help="Sets that cost at most so much more are near the best.")
    ] = TIPPING_WITHIN,
    worth: Annotated[bool, typer.Option(help="Whether sets of hubs and of corridors are evaluated as well.")] = True,
) -> Told:
    """Find how far each input must move before another hub is the best."""
    with loading():
        from experiments.turning import list_levers, tipping, tipping_words, write_tipping

    known = [lever.id for lever in list_levers(study)] if inputs or map_of else []
    with given.watched("cases") as progress:
        found = tipping(
            study,
            inputs=names(inputs, known),
            most=most,
            screen=screen,
            map_of=names(map_of, known),
            grid=grid,
            within=within,
            worth=worth,
            progress=progress,
            **given.how("cases"),
        )
    return Told(tipping_words(found), write_tipping(found, given.out, given.facts), found.runs)
