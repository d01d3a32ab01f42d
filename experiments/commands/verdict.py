"""``silkhub verdict``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.options import SeedOption, names, whole_number
from experiments.commands.studies import Given, Told, study_command
from experiments.defaults import VERDICT_DRAWS, VERDICT_SEARCHED
from experiments.start import loading
from optimize import InputError

if TYPE_CHECKING:
    from experiments.question import Study


@study_command("results/verdict", without=("classes", "draws", "seed"))
def verdict_command(
    study: Study,
    given: Given,
    years: Annotated[str | None, typer.Option(help="Further years, as 2025. Default: all that the region has.")] = None,
    air: Annotated[bool, typer.Option(help="Whether freight that flies is judged alone as well.")] = True,
    draws: Annotated[
        int, typer.Option("--draws", min=2, help="Draws of the headline; other cases have 60 to 300.")
    ] = VERDICT_DRAWS,
    seed: SeedOption = 0,
    most: Annotated[
        int,
        typer.Option(min=0, help="Inputs, causes, capacities, countries whose switching values are searched; 0: all."),
    ] = VERDICT_SEARCHED,
) -> Told:
    """Judge whether the incumbent stays first and the challenger comes next, with all evidence on one page."""
    with loading():
        from experiments.judgement import verdict, verdict_words, write_verdict

    found = verdict(
        study,
        draws=draws,
        seed=seed,
        years=_years(years),
        air=air,
        most=most,
        watch=given.watched,
        **given.how("cases"),
    )
    return Told(verdict_words(found), write_verdict(found, given.out, given.facts))


def _years(text: str | None) -> list[int] | None:
    given = names(text)
    if given is None:
        return None
    numbers = [whole_number(item) for item in given]
    wrong = [item for item, number in zip(given, numbers, strict=True) if number is None]
    if wrong:
        raise InputError([f"year {item!r} is no whole number: give years as 2023,2025" for item in wrong])
    return [number for number in numbers if number is not None]
