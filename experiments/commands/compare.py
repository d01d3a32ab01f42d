"""``silkhub compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from experiments.commands.options import BUNDLED, RegionOption, names
from experiments.comparison import Comparison, Study, compare, comparison_table, designs_table, scenario_table
from experiments.report import export
from experiments.text import ScenarioProgress, count, table_console


def compare_command(
    region: RegionOption = BUNDLED,
    hubs: Annotated[
        str | None, typer.Option(help="Candidate hubs, by name or id, separated by commas. Default: the region's own.")
    ] = None,
    gateways: Annotated[
        str | None, typer.Option(help="Hubs that are open in every design, or 'none'. Default: the region's own.")
    ] = None,
    scenarios: Annotated[
        str | None, typer.Option(help="Scenarios, separated by commas. Default: the region's own.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
    p: Annotated[
        int | None, typer.Option("--p", help="Most hubs of a design, gateways not counted. Default: 3.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Reuse the results of scenarios that are already finished.")
    ] = False,
    incumbent: Annotated[
        str | None, typer.Option(help="Hub that others are compared with. Default: the region's own, else the best.")
    ] = None,
    challenger: Annotated[
        str | None,
        typer.Option(help="Hub that is reported on beside it. Default: the region's own, else the next best."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Recorded only: this study draws nothing at random.")] = 0,
    confirm: Annotated[
        bool, typer.Option(help="Check the best single hub and pair with a mixed-integer solver.")
    ] = True,
) -> None:
    """Compare candidate hubs, undisturbed and under disruptions, and write table, map and report."""
    console = table_console()
    study = Study.of(
        region,
        hubs=names(hubs),
        gateways=names(gateways),
        scenarios=names(scenarios),
        p_max=p,
        incumbent=incumbent,
        challenger=challenger,
    )
    out.mkdir(parents=True, exist_ok=True)
    with ScenarioProgress(console) as progress:
        try:
            found = compare(study, store=out / ".finished", resume=resume, confirmed=confirm, progress=progress)
        except KeyboardInterrupt:
            done = count(progress.done, "finished scenario")
            console.print(f"Stopped: {done} of {progress.total} kept in {out}; continue with --resume.")
            raise
        progress("drawing the map and writing the report", len(study.scenarios), len(study.scenarios))
        written = export(found, out, arguments={"region": region, "p": study.p_max, "seed": seed})
    _show(found, console)
    console.print(f"{found.seconds['total']:.1f} s; written: {', '.join(str(path) for path in written)}",
                  highlight=False, markup=False, soft_wrap=True)  # fmt: skip


def _show(found: Comparison, console: Console) -> None:
    console.print(comparison_table(found, console.width))
    console.print(scenario_table(found, console.width))
    console.print(designs_table(found))
    for sentence in found.verdict:
        console.print(sentence, highlight=False, markup=False)
    if found.confirmation is not None:
        for check in found.confirmation.checks:
            word = "Confirmed" if check.agrees else f"NOT CONFIRMED ({check.status})"
            console.print(
                f"{word} by {check.method}: {check.question} ({check.seconds:.1f} s)", highlight=False, markup=False
            )
    if found.reused:
        console.print(f"{count(len(found.reused), 'scenario')} reused from an earlier run.", highlight=False)
