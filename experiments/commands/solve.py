"""``silkhub solve``: an instance from files, without a region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from experiments.commands.instance import Instance, number_of_hubs
from experiments.commands.options import names, whole_number
from experiments.text import Screen
from optimize import HubProblem, InputError, solve
from optimize.files import check_writable
from optimize.methods import methods

INTERRUPTED = 130
"""128 + SIGINT: what was found until then is saved and printed all the same."""

_METHODS = "auto takes the quickest exact one of: " + "; ".join(f"{way.name}, {way.summary}" for way in methods())


def solve_command(
    instance: Annotated[
        Path | None,
        typer.Argument(
            dir_okay=False,
            help="Instance file in the OR-Library's hub format, or of the CAB set; or the name of a published one, "
            "such as AP50, AP50LT or CAB25.",
        ),
    ] = None,
    flow: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help="CSV table of flows, as a matrix or with one row a pair; or OMX: x.omx, x.omx:trucks.",
        ),
    ] = None,
    cost: Annotated[Path | None, typer.Option(dir_okay=False, help="CSV or OMX table of unit costs.")] = None,
    hubs: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="CSV table of fixed_cost, capacity, handling_cost, candidate, by node."
        ),
    ] = None,
    direct: Annotated[
        Path | None, typer.Option(dir_okay=False, help="CSV or OMX table of unit costs without a hub.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="Format of the instance file: orlib or cab. Default: orlib.")
    ] = None,
    layout: Annotated[
        str | None, typer.Option(help="Layout of a cab file where it is in doubt: rows, pairs or matrices.")
    ] = None,
    nodes: Annotated[
        int | None, typer.Option(help="Number of nodes: derived from all (orlib), or the first ones (cab).")
    ] = None,
    p: Annotated[
        str | None,
        typer.Option(
            "--p",
            help="Number of hubs, or free: as many as pay for their fixed cost. Default: that of the file, else free.",
        ),
    ] = None,
    allocation: Annotated[
        str, typer.Option(help="multiple, single, or the number r of hubs that a node may use.")
    ] = "multiple",
    objective: Annotated[str, typer.Option(help="cost, center, covering, set_covering or max_covering.")] = "cost",
    method: Annotated[str, typer.Option(help=_METHODS)] = "auto",
    solver: Annotated[str | None, typer.Option(help="A PuLP solver, e.g. HiGHS or CBC.")] = None,
    collection: Annotated[float | None, typer.Option(help="Factor chi on the collection leg.")] = None,
    transfer: Annotated[float | None, typer.Option(help="Factor alpha on the transfer leg.")] = None,
    distribution: Annotated[float | None, typer.Option(help="Factor delta on the distribution leg.")] = None,
    open_hubs: Annotated[
        str | None, typer.Option("--open", help="Hubs that have to be open, by label, separated by commas.")
    ] = None,
    closed_hubs: Annotated[
        str | None, typer.Option("--closed", help="Hubs that must not be open, by label, separated by commas.")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="Covering: the largest unit cost that counts.")] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds.")] = None,
    gap: Annotated[float, typer.Option(help="Relative gap at which to stop.")] = 1e-6,
    seed: Annotated[int, typer.Option(help="Seed of heuristics.")] = 0,
    threads: Annotated[int | None, typer.Option(help="Threads. Default: one for each processor.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the solution to this JSON file.")] = None,
) -> int:
    """Solve a hub-location instance read from files: one instance file, or tables of flows and costs.

    Lists of hubs are separated by commas; a name that has one is written in double quotes: --open '"Almaty, KZ",B'.
    """
    given = {"collection": collection, "transfer": transfer, "distribution": distribution}
    factors = {name: value for name, value in given.items() if value is not None}
    source = Instance(instance, form, layout, nodes, flow, cost, hubs, direct, factors)
    if threshold is not None and "covering" not in objective:
        raise InputError([*source.faults(), f"--threshold is for covering; leave it out with objective {objective!r}"])
    problem = source.read()
    number, note = number_of_hubs(p, problem, objective)
    if out is not None:
        check_writable(out)
    console = Screen()
    with Screen(stderr=True).status(Text(f"solving {problem!r}")):
        solution = solve(
            problem,
            p=number,
            allocation=allocation if (r := whole_number(allocation)) is None else r,
            objective=objective,
            method=method,
            solver=solver,
            time_limit=time_limit,
            gap=gap,
            open_hubs=_labels(problem, open_hubs),
            closed_hubs=_labels(problem, closed_hubs),
            threshold=threshold,
            seed=seed,
            threads=threads,
        )
    if out is not None:
        solution.save(out)
    if note:
        console.print(note, soft_wrap=True)
    console.print(solution.summary(), soft_wrap=True)
    if solver is not None and "solver" not in solution.info:
        console.print(
            f"--solver {solver} was not used: method {solution.method} solves without it; --method compact uses it",
            soft_wrap=True,
        )  # fmt: skip
    if out is not None:
        console.print(f"Written: {out}", soft_wrap=True)
    if solution.info.get("stopped"):
        return INTERRUPTED
    return 0 if solution.hubs else 1


def _labels(problem: HubProblem, given: str | None) -> list[Any]:
    """Labels as the problem has them: numbers where its labels are numbers."""
    known = {str(label): label for label in problem.labels}
    return [known.get(name, name) for name in names(given, known) or []]
