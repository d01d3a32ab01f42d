"""Progress of a study in the terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class ScenarioProgress:
    """A bar over scenarios; where the output is no terminal, one line a scenario.

    Parameters
    ----------
    console : Console
        Where to show it.

    Attributes
    ----------
    done, total : int
        Scenarios that are finished, and all of them, as it was last told.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.done = 0
        self.total = 0
        self._last = ""
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.fields[what]}", style="bold", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("scenarios"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=None, what="reading the region")

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.console.is_terminal:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show what is going on.

        Parameters
        ----------
        what : str
            The scenario's title, or the step; empty once all scenarios are finished.
        done, total : int
            Scenarios that are finished, and all of them.
        """
        self.done, self.total = done, total
        if self.console.is_terminal:
            self._bar.update(self._task, completed=done, total=total, what=what or "all scenarios evaluated")
        elif what and what != self._last:
            step = f"[{done + 1}/{total}] " if done < total else ""
            self.console.print(f"{step}{what}", highlight=False, markup=False)
        self._last = what
