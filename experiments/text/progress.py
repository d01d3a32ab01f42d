"""Progress of a study in the terminal."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

_WHOLE = 10.0
"""Cases a second from which on fractions tell nothing."""


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
        self._last = ("", 0)
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
            What is going on; empty once all scenarios are finished.
        done, total : int
            Scenarios that are finished, and all of them.
        """
        self.done, self.total = done, total
        if self.console.is_terminal:
            self._bar.update(self._task, completed=done, total=total, what=what or "all scenarios evaluated")
        elif what and (what, done) != self._last:
            step = f"[{done + 1}/{total}] " if done < total else ""
            self.console.print(f"{step}{what}", highlight=False, markup=False)
        self._last = (what, done)


class CaseProgress:
    """A bar over many cases, with their rate and the time left; where the output is no terminal, nothing.

    Parameters
    ----------
    console : Console
        Where to show it.
    what : str
        What is going on.

    Attributes
    ----------
    done, total : int
        Cases that are done, and all of them, as it was last told.
    """

    def __init__(self, console: Console, what: str) -> None:
        self.console = console
        self.done = 0
        self.total = 0
        self._began: float | None = None
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}", style="bold", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task(what, total=None, rate="")

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.console.is_terminal:
            self._bar.stop()

    def __call__(self, done: int, total: int, before: int = 0) -> None:
        """Show how far the run is.

        Parameters
        ----------
        done, total : int
            Cases that are done, and all of them.
        before : int
            How many of those that are done an earlier run had done, which say nothing of the rate.
        """
        self.done, self.total = done, total
        now = monotonic()
        self._began = now if self._began is None else self._began
        rate = rate_words(done - before, total - done, now - self._began)
        self._bar.update(self._task, completed=done, total=total, rate=rate)


def rate_words(done: int, left: int, seconds: float) -> str:
    """Say how quick a run is, and how long it goes on.

    Parameters
    ----------
    done, left : int
        Cases that are done, and that are not.
    seconds : float
        That the former took.

    Returns
    -------
    str
        Empty where nothing is known yet.

    Examples
    --------
    >>> rate_words(50, 7200, 100.0)
    '0.5 cases/s, 4:00:00 left'
    """
    if done < 1 or seconds <= 0:
        return ""
    rate = done / seconds
    number = f"{rate:,.0f}" if rate >= _WHOLE else f"{rate:.2g}"
    return f"{number} cases/s, {timedelta(seconds=round(left / rate))} left"
