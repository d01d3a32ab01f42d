"""``silkhub compare``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from experiments.commands.options import (
    BUNDLED,
    DISAGREED,
    CaseLimitOption,
    ClassesOption,
    GatewaysOption,
    HubsOption,
    JsonOption,
    ModesOption,
    QuietOption,
    RegionOption,
    ResumeOption,
    ScenarioFileOption,
    ScenariosOption,
    SchedulerOption,
    SetOption,
    YearOption,
    asked_scenarios,
    json_results,
    names,
    print_json,
    progress_screen,
    tell_results,
    tell_written,
)
from experiments.defaults import COMPARISON_ALSO, COMPARISON_DRAWS
from experiments.start import loading
from experiments.text import ScenarioProgress, complain, count, table_console, usd

if TYPE_CHECKING:
    from experiments.comparison import Comparison


def compare_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: ScenariosOption = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
    p: Annotated[
        int | None, typer.Option("--p", help="Most hubs of a design, gateways not counted. Default: 3.")
    ] = None,
    resume: ResumeOption = False,
    incumbent: Annotated[
        str | None, typer.Option(help="Hub that others are compared with. Default: the region's own, else the best.")
    ] = None,
    challenger: Annotated[
        str | None,
        typer.Option(help="Hub that is reported on beside it. Default: the region's own, else the next best."),
    ] = None,
    room: Annotated[
        bool, typer.Option("--hub-capacities/--no-hub-capacities", help="Whether the capacities of hubs count.")
    ] = True,
    classes: ClassesOption = None,
    modes: ModesOption = None,
    scenario_file: ScenarioFileOption = None,
    changes: SetOption = None,
    year: YearOption = None,
    joint: Annotated[
        int,
        typer.Option(
            help="Draw so many states of the world, in each of which several scenarios may be in force, by how often "
            "each is. Default: one scenario at a time."
        ),
    ] = 0,
    draws: Annotated[
        int,
        typer.Option(min=0, help="Draws of all uncertain inputs that show how sure the headline is; 0: none."),
    ] = COMPARISON_DRAWS,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Processes on this machine that evaluate scenarios and draws; 0: one for each processor. Default: "
            "scenarios in this process with all its threads, draws in a process for each processor.",
        ),
    ] = None,
    scheduler: SchedulerOption = None,
    case_limit: CaseLimitOption = None,
    also: Annotated[
        str | None, typer.Option(help=f"Further formats, separated by commas: {', '.join(COMPARISON_ALSO)}.")
    ] = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            help="Folder with results of `silkhub verdict`, `tipping`, `frontier` or `corridors` of the same region, "
            "which the page shows as well. May be repeated.",
        ),
    ] = None,
    confirm: Annotated[
        bool, typer.Option(help="Check the best single hub and pair with a mixed-integer solver.")
    ] = True,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Compare candidate hubs, undisturbed and under disruptions, and write table, map and report."""
    with loading():
        from experiments.comparison import DISAGREES, Study, compare, effort
        from experiments.files import results_folder
        from experiments.report import checked_formats, export, read_beside

    console = table_console()
    formats = checked_formats(names(also) or ())
    study = Study.of(
        region,
        hubs=names(hubs),
        gateways=names(gateways),
        scenarios=asked_scenarios(scenarios, scenario_file),
        p_max=p,
        incumbent=incumbent,
        challenger=challenger,
        room=room,
        classes=names(classes),
        modes=names(modes),
        changes=changes or (),
        year=year,
        joint=joint,
        seed=seed,
    )
    besides = read_beside(beside or (), study)
    needed = effort(study)
    progress_to = progress_screen(quiet=quiet)
    if needed.noteworthy and not quiet:
        words = needed.words(study)
        complain(words[:1].lower() + words[1:])
    with results_folder(out), ScenarioProgress(progress_to) as progress:
        try:
            found = compare(
                study,
                store=out / ".finished",
                resume=resume,
                confirmed=confirm,
                draws=draws,
                workers=workers,
                scheduler=scheduler,
                limit_s=case_limit,
                seed=seed,
                progress=progress,
            )
            progress("looking for links above their capacity", len(study.scenarios), len(study.scenarios))
            found.overload  # noqa: B018  # looked for here, so that the time goes under its own name
            progress("drawing the map and writing the report", len(study.scenarios), len(study.scenarios))
            asked = {"region": region, "p": study.p_max, "joint": joint, "draws": draws, "seed": seed}
            written = export(found, out, asked | ({"also": list(formats)} if formats else {}), formats, besides)
        except KeyboardInterrupt:
            done = count(progress.done, "finished scenario")
            complain(f"stopped: {done} of {progress.total} kept in {out}; continue with --resume")
            raise
    if as_json:
        print_json(json_results(_told(found, console.width), study, written))
        console.quiet = True
    for item in _told(found, console.width):
        console.print(item)
    if found.run is not None:
        tell_results(console, found.run, quiet=quiet)
    status = tell_written(console, written, before=f"{found.seconds['total']:.1f} s. ")
    return DISAGREED if found.confirmation is not None and found.confirmation.outcome == DISAGREES else status


def _told(found: Comparison, width: int) -> Iterator[Table | str]:
    """All that is printed: tables, then sentences."""
    from experiments.comparison import (
        AGREES,
        DISAGREES,
        comparison_table,
        designs_table,
        gateways_table,
        overload_table,
        overload_words,
        scenario_table,
    )

    yield comparison_table(found, width)
    yield scenario_table(found, width)
    yield designs_table(found)
    if len(found.by_gateway):
        yield gateways_table(found)
    overloaded = overload_table(found.study, found.overload)
    if overloaded is not None:
        yield overloaded
    yield from (*found.verdict, overload_words(found.study, found.overload))
    for check in found.confirmation.checks if found.confirmation is not None else ():
        words = f"by {check.method}: {check.question} ({check.seconds:.1f} s)"
        if check.outcome == AGREES:
            yield f"Confirmed {words}"
        elif check.outcome == DISAGREES:
            other = f"{found.study.names(check.solver_hubs)} at {usd(check.solver_cost_usd, digits=8)} ({check.status})"
            yield (
                f"CONTRADICTED {words}: {other}, where the table has {usd(check.table_cost_usd, digits=8)}. "
                "Please report this."
            )
        else:
            yield f"{check.proof_words[:1].upper()}{check.proof_words[1:]}. Asked {words}"
