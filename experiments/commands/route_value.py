"""``silkhub route-value``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.options import SeedOption
from experiments.commands.studies import Given, Told, study_command
from experiments.defaults import ROUTE_VALUE_DRAWS
from experiments.start import loading
from optimize import InputError

if TYPE_CHECKING:
    from experiments.question import Study


@study_command("results/route-value", without=("incumbent", "challenger", "draws", "seed"))
def route_value_command(
    study: Study,
    given: Given,
    link: Annotated[
        list[str] | None, typer.Option("--link", help="Link to value, by id or ends (A-B); may be repeated.")
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option("--service", help="Scheduled service to value, by id; may be repeated.")
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", help="Scenario whose changes are valued; may be repeated.")
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--more", help="Link or service of which more departures are valued; may be repeated."),
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option("--cost", help="What an item costs beside what its users pay: ID=USD a year; may be repeated."),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, help="Draws of all uncertain inputs; 0: none.")
    ] = ROUTE_VALUE_DRAWS,
    seed: SeedOption = 0,
    every_scenario: Annotated[
        bool, typer.Option("--every-scenario/--undisturbed", help="Whether draws are evaluated in all scenarios.")
    ] = False,
    break_even: Annotated[
        bool, typer.Option("--break-even/--no-break-even", help="Whether it is asked from where on they pay.")
    ] = True,
    link_capacities: Annotated[
        bool,
        typer.Option(
            "--link-capacities/--no-link-capacities", help="Whether they are valued within the room of links."
        ),
    ] = True,
) -> Told:
    """Value links, services and works, hubs chosen again, and ask from where on they pay."""
    with loading():
        from experiments.worth import route_value, route_value_words, write_route_value

    with given.watched("items and draws") as progress:
        found = route_value(
            study,
            links=link or (),
            services=service or (),
            works=scenario or (),
            more=more or (),
            costs=_costs(cost or ()),
            draws=draws,
            seed=seed,
            every_scenario=every_scenario,
            break_even=break_even,
            link_capacities=link_capacities,
            progress=progress,
            **given.how("cases"),
        )
    return Told(route_value_words(found), write_route_value(found, given.out, given.facts), found.runs)


def _costs(given: Sequence[str]) -> dict[str, float]:
    """Read ``ID=USD``."""
    found, faults = {}, []
    for text in given:
        name, _, number = text.rpartition("=")
        try:
            found[name] = float(number.replace("_", ""))
        except ValueError:
            name = ""
        if not name:
            faults.append(f"cost {text!r} is not ID=USD, as cku-open=150000000")
    if faults:
        raise InputError(faults)
    return found
