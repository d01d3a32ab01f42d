"""Progress where there is no terminal, and where there is one."""

import io

import pytest
from rich.console import Console

from experiments.text import CaseProgress, ScenarioProgress, rate_words


def console(*, terminal):
    return Console(file=io.StringIO(), force_terminal=terminal, width=80)


@pytest.fixture
def log():
    return console(terminal=False)


def lines(output):
    return output.file.getvalue().splitlines()


def test_a_log_has_a_line_a_scenario_and_one_a_step(log):
    with ScenarioProgress(log) as progress:
        progress("Base", 0, 2)
        progress("[red] Shock", 1, 2)
        progress("", 2, 2)
        progress("drawing", 2, 2)
    assert lines(log) == ["[1/2] Base", "[2/2] [red] Shock", "drawing"]


def test_a_step_that_is_told_twice_is_written_once(log):
    progress = ScenarioProgress(log)
    for _ in range(2):
        progress("Base", 0, 2)
    assert lines(log) == ["[1/2] Base"]


def test_it_knows_how_far_it_is(log):
    progress = ScenarioProgress(log)
    assert (progress.done, progress.total) == (0, 0)
    progress("Shock", 1, 3)
    assert (progress.done, progress.total) == (1, 3)


def test_a_terminal_shows_a_bar_and_no_lines():
    screen = console(terminal=True)
    with ScenarioProgress(screen) as progress:
        progress("Shock", 1, 3)
        progress("", 3, 3)
    assert "all scenarios evaluated" in screen.file.getvalue()
    assert "[2/3]" not in screen.file.getvalue()


def test_many_cases_are_quiet_where_there_is_no_terminal(log):
    with CaseProgress(log, "drawing") as progress:
        progress(3, 10)
    assert lines(log) == []
    assert (progress.done, progress.total) == (3, 10)


def test_many_cases_have_a_bar_with_their_rate(monkeypatch):
    shown = console(terminal=True)
    now = iter([100.0, 110.0])
    monkeypatch.setattr("experiments.text.progress.monotonic", lambda: next(now))
    with CaseProgress(shown, "drawing") as progress:
        progress(20, 100, 20)
        progress(60, 100, 20)
        progress._bar.refresh()
    assert all(words in shown.file.getvalue() for words in ("60/100", "4 cases/s, 0:00:10 left"))


@pytest.mark.parametrize(
    ("done", "left", "seconds", "words"),
    [
        (0, 5, 1.0, ""), (5, 5, 0.0, ""), (1, 3, 4.0, "0.25 cases/s, 0:00:12 left"),
        (30_000, 3_600_000, 10.0, "3,000 cases/s, 0:20:00 left"), (1, 0, 1.0, "1 cases/s, 0:00:00 left"),
    ],
)  # fmt: skip
def test_rates_and_times_left_in_words(done, left, seconds, words):
    assert rate_words(done, left, seconds) == words
