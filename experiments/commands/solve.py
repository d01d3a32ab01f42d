"""``silkhub solve``: an instance from files, without a region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from experiments.commands.hub_question import HubQuestion, read_start
from experiments.commands.instance import Instance, number_of_hubs
from experiments.commands.instance_scenarios import read_scenarios
from experiments.commands.options import JsonOption, QuietOption, print_json, whole_number
from experiments.commands.solution_files import SolutionFiles, pool_lines, solution_facts, solvers_apart
from experiments.commands.waits import telling_of_waits
from experiments.text import Screen
from optimize import InputError, solve
from optimize.methods import methods
from optimize.problem import Problem

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
            exists=True,
            dir_okay=False,
            help="CSV table of fixed_cost, capacity (inf = unlimited), handling_cost, candidate (1 or 0), by node.",
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
    collection: Annotated[
        float | None, typer.Option("--collection", "--chi", help="Factor chi on the collection leg.")
    ] = None,
    transfer: Annotated[
        float | None, typer.Option("--transfer", "--alpha", help="Factor alpha on the transfer leg.")
    ] = None,
    distribution: Annotated[
        float | None, typer.Option("--distribution", "--delta", help="Factor delta on the distribution leg.")
    ] = None,
    p_min: Annotated[int | None, typer.Option(help="Fewest hubs, where --p is not given.")] = None,
    p_max: Annotated[int | None, typer.Option(help="Most hubs, where --p is not given.")] = None,
    open_hubs: Annotated[
        str | None, typer.Option("--open", help="Hubs that have to be open, by label, separated by commas.")
    ] = None,
    closed_hubs: Annotated[
        str | None, typer.Option("--closed", help="Hubs that must not be open, by label, separated by commas.")
    ] = None,
    only: Annotated[
        str | None, typer.Option(help="Exactly these hubs are open, by label: what they cost, and who uses them.")
    ] = None,
    hub_links: Annotated[
        int | None, typer.Option(help="Number of links between hubs that are set up. Default: all, or those that pay.")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="Covering: the largest unit cost that counts.")] = None,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="TOML file with a table \\[scenario.NAME] for each scenario: its probability, and the CSV tables "
            "(flow, cost, hubs, direct) and factors that differ there.",
        ),
    ] = None,
    risk: Annotated[
        str | None,
        typer.Option(
            help="Over scenarios: expected, worst_case, max_regret, relative_regret, cvar, mean_cvar, "
            "robust_probability or probability_bounds. Default: expected."
        ),
    ] = None,
    cvar_level: Annotated[float | None, typer.Option(help="Level of CVaR, from 0 to 1. Default: 0.9.")] = None,
    cvar_weight: Annotated[float | None, typer.Option(help="mean_cvar: weight of CVaR, from 0 to 1.")] = None,
    radius: Annotated[
        float | None, typer.Option(help="robust_probability: how far probabilities may be off, from 0 to 1.")
    ] = None,
    start: Annotated[
        list[str] | None,
        typer.Option(
            help="Hubs to start from, by label, or a file that --out wrote: nothing worse is returned. Repeat for "
            "several."
        ),
    ] = None,
    k_best: Annotated[int | None, typer.Option(help="Find so many different hub sets, the best first.")] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds.")] = None,
    gap: Annotated[float, typer.Option(help="Relative gap at which to stop.")] = 1e-6,
    seed: Annotated[int, typer.Option(help="Seed of heuristics.")] = 0,
    threads: Annotated[int | None, typer.Option(help="Threads. Default: one for each processor.")] = None,
    log: Annotated[bool, typer.Option("--log", help="Show the solver's own log, on standard error.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the solution to this JSON file.")] = None,
    flows: Annotated[
        Path | None, typer.Option(help="Write every path with its flow and cost: .csv, .json or .parquet.")
    ] = None,
    allocation_out: Annotated[
        Path | None, typer.Option(help="Write who uses which hub: .csv, .json or .parquet.")
    ] = None,
    write_model: Annotated[
        Path | None, typer.Option(help="Write the mixed-integer program, for any solver: .lp or .mps, also .gz.")
    ] = None,
    no_solve: Annotated[bool, typer.Option("--no-solve", help="Leave it at --write-model.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Solve a hub-location instance read from files: one instance file, or tables of flows and costs.

    Lists of hubs are separated by commas; a name that has one is written in double quotes: --open '"Almaty, KZ",B'.
    """
    given = {"collection": collection, "transfer": transfer, "distribution": distribution}
    factors = {name: value for name, value in given.items() if value is not None}
    source = Instance(instance, form, layout, nodes, flow, cost, hubs, direct, factors)
    levels = {"cvar_level": cvar_level, "cvar_weight": cvar_weight, "radius": radius}
    question = HubQuestion(
        p, p_min, p_max, only, open_hubs, closed_hubs, risk, levels, scenarios, threshold, objective
    )  # fmt: skip
    files = SolutionFiles(out, flows, allocation_out, write_model)
    faults = [*source.faults(), *question.faults(), *files.faults()]
    if no_solve and write_model is None:
        faults.append("--no-solve leaves nothing to do: name a file with --write-model")
    if faults:
        raise InputError(faults)
    base = source.read()
    several = None if scenarios is None else read_scenarios(scenarios, base)
    problem: Problem = base if several is None else several.problem
    asked = question.arguments(problem) | {
        "allocation": allocation if (r := whole_number(allocation)) is None else r,
        "objective": objective,
        "threshold": threshold,
        "hub_links": hub_links,
    }
    note = ""
    if not question.has_number:
        priced = any(each.fixed_cost.any() for each in problem.scenarios)
        asked["p"], note = number_of_hubs(p, base, objective, priced=priced)
    if several is not None and risk == "probability_bounds":
        asked |= {"probability_low": several.low or None, "probability_high": several.high or None}
    files.check()
    written = files.write_model(problem, asked)
    if no_solve:
        return _told(written, as_json=as_json)
    status = Screen(stderr=True, quiet=quiet).status(Text(f"solving {problem!r}"))
    with status, solvers_apart(), telling_of_waits(quiet=quiet):
        solution = solve(
            problem,
            **asked,
            method=method,
            solver=solver,
            time_limit=time_limit,
            gap=gap,
            seed=seed,
            threads=threads,
            log=log,
            start=[read_start(problem, text) for text in start] if start else None,
            k_best=k_best,
        )
    written += files.write(solution)
    if as_json:
        print_json({**solution_facts(solution), "p_from": note, "written": [str(path) for path in written]})
    else:
        console = Screen()
        lines = [*([note] if note else []), solution.summary(), *pool_lines(solution)]
        for line in lines:
            console.print(line, soft_wrap=True)
        _told(written, as_json=False)
    if solution.info.get("stopped"):
        return INTERRUPTED
    return 0 if solution.hubs else 1


def _told(written: list[Path], *, as_json: bool) -> int:
    """Say what was written."""
    if as_json:
        print_json({"written": [str(path) for path in written]})
    elif written:
        Screen().print(f"Written: {', '.join(map(str, written))}", soft_wrap=True)
    return 0
