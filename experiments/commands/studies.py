"""What commands of studies have in common: options, from names to a `Study`, the folder, what is told in the end.

A command is a function of a study, of what was given, and of options of its own; `study_command` adds the rest.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from experiments.commands.options import (
    BUNDLED,
    CaseLimitOption,
    ClassesOption,
    GatewaysOption,
    HubsOption,
    JsonOption,
    ModesOption,
    OutOption,
    QuietOption,
    RegionOption,
    ResumeOption,
    RoomOption,
    ScenarioFileOption,
    ScenariosOption,
    SchedulerOption,
    SetOption,
    WorkersOption,
    YearOption,
    asked_scenarios,
    json_results,
    names,
    print_json,
    progress_screen,
    tell_changed,
    tell_results,
    tell_written,
)
from experiments.commands.waits import telling_of_waits
from experiments.start import loading
from experiments.text import CaseProgress, Screen, complain, table_console

if TYPE_CHECKING:
    from experiments.files import Written
    from experiments.question import Study
    from experiments.runs import Results

_UNDRAWN = "Taken so that all studies can be called alike: nothing is drawn in this one."


@dataclass(frozen=True)
class Given:
    """Options of all studies; a command may leave some out."""

    region: RegionOption = BUNDLED
    hubs: HubsOption = None
    gateways: GatewaysOption = None
    scenarios: ScenariosOption = None
    incumbent: Annotated[
        str | None,
        typer.Option("--incumbent", help="Hub that is claimed to be first. Default: the region's own, or the best."),
    ] = None
    challenger: Annotated[
        str | None,
        typer.Option("--challenger", help="Its likeliest alternative. Default: the region's own, or the next."),
    ] = None
    classes: ClassesOption = None
    modes: ModesOption = None
    scenario_file: ScenarioFileOption = None
    changes: SetOption = None
    year: YearOption = None
    room: RoomOption = True
    draws: Annotated[int | None, typer.Option("--draws", min=1, help=_UNDRAWN)] = None
    seed: Annotated[int | None, typer.Option("--seed", min=0, help=_UNDRAWN)] = None
    workers: WorkersOption = 0
    scheduler: SchedulerOption = None
    case_limit: CaseLimitOption = None
    resume: ResumeOption = False
    out: OutOption = Path("results")
    as_json: JsonOption = False
    quiet: QuietOption = False
    console: Screen = field(default_factory=table_console)

    def study(self) -> Study:
        """Resolve all names.

        Returns
        -------
        Study
        """
        with loading():
            from experiments.question import Study

        return Study.of(
            self.region,
            hubs=names(self.hubs),
            gateways=names(self.gateways),
            scenarios=asked_scenarios(self.scenarios, self.scenario_file),
            incumbent=self.incumbent,
            challenger=self.challenger,
            classes=names(self.classes),
            modes=names(self.modes),
            changes=self.changes or (),
            year=self.year,
            room=self.room,
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What the record of a run says was asked for."""
        return {"region": self.region, "year": self.year}

    def how(self, store: str) -> dict[str, Any]:
        """Tell how cases are evaluated, in the words of a study's function.

        Parameters
        ----------
        store : str
            Folder for results of cases, within that of the results.

        Returns
        -------
        dict
        """
        found = {"workers": self.workers, "scheduler": self.scheduler, "resume": self.resume}
        return {"store": self.out / store, **found, "limit_s": self.case_limit}

    @contextmanager
    def watched(self, what: str) -> Iterator[CaseProgress]:
        """Show progress, and say how to go on where it is interrupted.

        Parameters
        ----------
        what : str
            What the cases are.

        Yields
        ------
        CaseProgress
        """
        with CaseProgress(progress_screen(quiet=self.quiet), what) as progress:
            try:
                yield progress
            except KeyboardInterrupt:
                done = f"{progress.done} of {progress.total} {what}"
                complain(f"stopped: {done} are kept; go on with --resume")
                raise


@dataclass(frozen=True)
class Told:
    """What a command has to tell.

    Attributes
    ----------
    sentences : sequence
        Or tables.
    written : Written
    runs : sequence of Results
    """

    sentences: Sequence[Any]
    written: Written
    runs: Sequence[Results] = ()


def study_command(
    out: str, *, without: Sequence[str] = (), instead: Mapping[str, Any] | None = None
) -> Callable[[Callable[..., Told]], Callable[..., int]]:
    """Make a command of a function ``command(study, given, **own)``.

    Parameters
    ----------
    out : str
        Usual folder of the results.
    without : sequence of str
        Options of `Given` that it does not have, or has of its own as ``draws`` and ``seed`` where something is drawn.
    instead : mapping, optional
        By name, how options of `Given` are declared in this command.

    Returns
    -------
    callable
        A decorator.
    """

    def made(command: Callable[..., Told]) -> Callable[..., int]:
        own = _own(command)
        common = [each for each in _common(out, instead or {}) if each.name not in without]
        parameters = [*common, *own.values()]

        @wraps(command)
        def called(**options: Any) -> int:
            with loading():
                from experiments.files import results_folder

            given = Given(**{each.name: options[each.name] for each in common})
            study = given.study()
            with results_folder(given.out), telling_of_waits(quiet=given.quiet):
                told = command(study, given, **{name: options[name] for name in own})
            if given.as_json:
                print_json(json_results(told.sentences, study, told.written))
                given.console.quiet = True
            for sentence in told.sentences:
                given.console.print(sentence)
            tell_changed(given.console, study)
            _tell_undrawn(given, {name: options.get(name) for name in ("draws", "seed") if name not in own})
            statuses = [tell_results(given.console, run, quiet=given.quiet) for run in told.runs]
            return max(*statuses, tell_written(given.console, told.written), 0)

        called.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": int}
        called.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]
        return called

    return made


def _common(out: str, instead: Mapping[str, Any]) -> list[inspect.Parameter]:
    """Options of `Given`, as parameters."""
    hints = {**get_type_hints(Given, include_extras=True), **instead}
    usual = {"out": Path(out)}
    return [
        inspect.Parameter(
            each.name, inspect.Parameter.KEYWORD_ONLY, default=usual.get(each.name, each.default),
            annotation=hints[each.name],
        )
        for each in fields(Given)
        if each.default is not MISSING
    ]  # fmt: skip


def _own(command: Callable[..., Told]) -> dict[str, inspect.Parameter]:
    """Options of a command alone."""
    # what a study is needs no look: it is loaded when the command runs
    hints = get_type_hints(command, localns={"Study": Any}, include_extras=True)
    _, _, *own = inspect.signature(command).parameters.values()
    return {each.name: each.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[each.name]) for each in own}


def _tell_undrawn(given: Given, undrawn: dict[str, int | None]) -> None:
    """Say that options for draws change nothing in a study that draws nothing."""
    named = [f"--{name}" for name, value in undrawn.items() if value is not None]
    if named:
        given.console.print(f"Nothing is drawn in this study: {' and '.join(named)} changed nothing.")
