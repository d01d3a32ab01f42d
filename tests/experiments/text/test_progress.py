"""Progress where there is no terminal, and where there is one."""

import io

import pytest
from rich.console import Console

from experiments.text import ScenarioProgress


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
