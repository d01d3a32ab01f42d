"""``silkhub solve``: an instance from files, without a region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from experiments.commands.options import names
from optimize import HubProblem, InputError, solve
from optimize.instances import read_cab, read_csv, read_orlib
from optimize.methods import methods

_METHODS = "auto takes the quickest exact one of: " + "; ".join(f"{way.name}, {way.summary}" for way in methods())


def solve_command(
    instance: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, help="Instance file in the OR-Library's hub format, or of the CAB set."
        ),
    ] = None,
    flow: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV table of flows, as a matrix or with one row a pair."),
    ] = None,
    cost: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="CSV table of unit costs.")] = None,
    hubs: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV table of fixed_cost, capacity, handling_cost, candidate."),
    ] = None,
    direct: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="CSV table of unit costs without a hub.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="Format of the instance: orlib or cab.")] = "orlib",
    nodes: Annotated[
        int | None, typer.Option(help="Number of nodes: derived from all (orlib), or the first ones (cab).")
    ] = None,
    p: Annotated[
        int | None, typer.Option("--p", help="Number of hubs. Default: as many as pay for their fixed cost.")
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
    open_hubs: Annotated[str | None, typer.Option("--open", help="Hubs that have to be open, by label.")] = None,
    closed_hubs: Annotated[str | None, typer.Option("--closed", help="Hubs that must not be open, by label.")] = None,
    threshold: Annotated[float | None, typer.Option(help="Covering: the largest unit cost that counts.")] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds.")] = None,
    gap: Annotated[float, typer.Option(help="Relative gap at which to stop.")] = 1e-6,
    seed: Annotated[int, typer.Option(help="Seed of heuristics.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Write the solution to this JSON file.")] = None,
) -> int:
    """Solve a hub-location instance read from files: one instance file, or tables of flows and costs."""
    factors = {"collection": collection, "transfer": transfer, "distribution": distribution}
    given: dict[str, Any] = {name: value for name, value in factors.items() if value is not None}
    tables = {"flow": flow, "cost": cost, "hubs": hubs, "direct_cost": direct}
    problem = _read(instance, form, nodes, tables, given)
    console = Console()
    with console.status(f"solving {problem!r}"):
        solution = solve(
            problem,
            p=p,
            allocation=int(allocation) if allocation.isdigit() else allocation,
            objective=objective,
            method=method,
            solver=solver,
            time_limit=time_limit,
            gap=gap,
            open_hubs=_labels(problem, open_hubs),
            closed_hubs=_labels(problem, closed_hubs),
            threshold=threshold,
            seed=seed,
        )
    console.print(solution.summary(), highlight=False, markup=False)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        solution.save(out)
        console.print(f"Written: {out}", highlight=False, markup=False, soft_wrap=True)
    return 0 if solution.hubs else 1


def _read(
    instance: Path | None, form: str, nodes: int | None, tables: dict[str, Any], factors: dict[str, Any]
) -> HubProblem:
    """Read the instance file, or the tables where none is given."""
    flow, cost = tables["flow"], tables["cost"]
    faults = []
    if (instance is None) == (flow is None):
        faults.append("give either an instance file, or --flow with --cost")
    if flow is not None and cost is None:
        faults.append("--flow needs --cost, a table of unit costs between the same nodes")
    if flow is not None and nodes is not None:
        faults.append("--nodes is for an instance file; leave it out beside --flow")
    if form not in ("orlib", "cab"):
        faults.append(f"unknown format {form!r}: use orlib or cab")
    if faults:
        raise InputError(faults)
    if instance is None:
        return read_csv(**tables, **factors)
    if form == "cab":
        return read_cab(instance, nodes, alpha=factors.get("transfer", 1.0))
    return read_orlib(instance, nodes, **factors)


def _labels(problem: HubProblem, given: str | None) -> list[Any]:
    """Labels as the problem has them: numbers where its labels are numbers."""
    known = {str(label): label for label in problem.labels}
    return [known.get(name, name) for name in names(given) or []]
