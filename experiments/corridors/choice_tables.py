"""The choice of hubs in the terminal: a sentence or two for each scenario, and the best sets."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.table import Table

from experiments.corridors.choice import GAP, HubChoice, ScenarioChoice
from experiments.text import count, listed, percent, plain_table, rows, scaled, usd
from optimize.run import Status

SETS = 10
"""Most sets of a table."""


def choice_words(choice: HubChoice) -> list[str]:
    """Say which hubs are best in sight of full corridors, how sure that is, and what the corridors change.

    Parameters
    ----------
    choice : HubChoice

    Returns
    -------
    list of str
        Two or three sentences for each scenario.
    """
    return [sentence for run in choice.runs.values() for sentence in _sentences(choice, run)]


def _sentences(choice: HubChoice, run: ScenarioChoice) -> Iterator[str]:
    limited = run.limited
    best = hub_list(choice, choice.chosen(limited))
    beside = f" beside {hub_list(choice, choice.given)}" if choice.given else ""
    verb = "is" if choice.p == 1 else "are"
    noun = "hub" if choice.p == 1 else "hubs"
    cost = f"{usd(limited.objective, digits=5)} a year"
    if not choice.used(limited):
        yield _nothing_words(choice, run, best, beside)
        return
    if limited.status is Status.OPTIMAL:
        yield f"{run.title}: within the capacities of corridors {best} {verb} the best {noun}{beside}, at {cost}."
    else:
        gap = f"no set can be better by more than {percent(limited.gap)}"
        yield f"{run.title}: {best} {verb} the best {noun} found in time{beside}, at {cost}, unproven; {gap}."
    if idle := choice.idle(limited):
        yield f"No freight passes {hub_list(choice, idle)}."
    yield from _lead(choice, run)
    yield _unlimited_words(choice, run)


def _nothing_words(choice: HubChoice, run: ScenarioChoice, cheapest: str, beside: str) -> str:
    """What is said where no freight passes the hubs of the best set."""
    limited, free = run.limited, run.unlimited
    why = f"no freight passes {cheapest}, the cheapest to keep open"
    if limited.status is not Status.OPTIMAL:
        gap = f"unproven; no set can be better by more than {percent(limited.gap)}"
        return f"{run.title}: no hub{beside} was found in time that is worth having: {why}, {gap}."
    text = f"{run.title}: within the capacities of corridors no hub{beside} is worth having: {why}."
    if other := choice.used(free):
        best = "the best choice" if free.status is Status.OPTIMAL else "the best choice found"
        return f"{text} Without the capacities of links {hub_list(choice, other)} would be {best}."
    return text


def _lead(choice: HubChoice, run: ScenarioChoice) -> Iterator[str]:
    """By how much the best set is ahead of all others, as far as that is proven."""
    limited = run.limited
    others = [at for at, hubs in enumerate(limited.sets) if hubs != limited.hubs]
    if not others or limited.status is not Status.OPTIMAL:
        return
    next_one = min(others, key=lambda at: (limited.lower[at], limited.upper[at]))
    ahead = max(float(limited.lower[next_one]) - limited.objective, 0.0)
    name = hub_list(choice, choice.beside(limited.sets[next_one]))
    if ahead <= GAP * limited.objective:
        yield f"{name} costs no more, within the precision of the proof."
    elif limited.solved[next_one]:
        yield f"Next {'comes' if choice.p == 1 else 'come'} {name}, {usd(ahead)} dearer."
    else:
        yield f"All other sets are dearer by {usd(ahead)} at least."


def _unlimited_words(choice: HubChoice, run: ScenarioChoice) -> str:
    free, limited = run.unlimited, run.limited
    proven = "" if free.status is Status.OPTIMAL else " found"
    if free.hubs == limited.hubs:
        return f"Without the capacities of links the best choice{proven} is the same."
    if not choice.used(free):
        return f"Without the capacities of links no hub would be worth having{proven and ', as far as was found'}."
    loss = run.unaware.objective - limited.objective
    other = hub_list(choice, choice.chosen(free))
    ahead = f"{usd(loss)} a year more" if loss > 0 else "no more"
    return f"Without the capacities of links {other} would be the best choice{proven}, which within them costs {ahead}."


def hub_list(choice: HubChoice, hubs: tuple[str, ...]) -> str:
    """Write hubs by name, as in a sentence.

    Parameters
    ----------
    choice : HubChoice
    hubs : tuple of str
        Ids.

    Returns
    -------
    str
    """
    return listed([choice.names[hub] for hub in hubs])


def choice_tables(choice: HubChoice) -> Iterator[Table]:
    """Make a table of the best sets of each scenario.

    Parameters
    ----------
    choice : HubChoice

    Yields
    ------
    Table
        Cost of each set above the best one, with the capacities of links and without.
    """
    for name, run in choice.runs.items():
        limited, free = run.limited, run.unlimited
        table = plain_table(
            f"Hubs in sight of full corridors: {run.title} (USD a year above the best)",
            f"{count(len(limited.sets), 'set')}, {count(limited.info['programmes'], 'flow')} solved, bounds from "
            f"{count(limited.info['cuts'], 'system')} of prices for all others; proven to "
            f"{percent(limited.gap)}. At least (>=): not costed to the end; ranks as far as they are proven. "
            f"The best costs {usd(limited.objective, digits=5)} with the capacities of links, "
            f"{usd(free.objective, digits=5)} without.",
        )
        for column in ("rank", "hubs", "cost above best", "without capacities\nof links"):
            table.add_column(column, justify="left" if column == "hubs" else "right")
        frame = choice.sets[choice.sets["scenario"] == name].head(SETS)
        for row in rows(frame):
            table.add_row(
                "" if pd.isna(row["rank"]) else str(row["rank"]),
                hub_list(choice, tuple(row["hubs"].split(";"))),
                _above(row["lower_usd"], limited.objective, solved=row["solved"]),
                _above(row["unlimited_lower_usd"], free.objective, solved=row["unlimited_solved"]),
            )
        yield table


def _above(lower: float, best: float, *, solved: bool) -> str:
    """What a set costs above the best, at least if it was not costed to the end."""
    return ("" if solved else ">= ") + scaled(max(lower - best, 0.0))
