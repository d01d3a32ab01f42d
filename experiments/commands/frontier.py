"""``silkhub frontier``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.studies import Given, Told, study_command
from experiments.start import loading

if TYPE_CHECKING:
    from experiments.question import Study


@study_command("results/frontier", without=("incumbent", "challenger"))
def frontier_command(
    study: Study,
    given: Given,
    p: Annotated[
        int | None, typer.Option("--p", help="Most hubs beside the gateways. Default: 6, or as many as there are.")
    ] = None,
) -> Told:
    """Weigh expected cost against worst case, largest regret and the tail, for one hub, two hubs and more."""
    with loading():
        from experiments.tradeoffs import frontier, frontier_words, write_frontier

    with given.watched("scenarios") as progress:
        found = frontier(study, p_max=p, progress=progress, **given.how("scenarios"))
    return Told(frontier_words(found), write_frontier(found, given.out, given.facts), [found.run])
