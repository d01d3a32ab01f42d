"""The loop: whoever evaluates, in whatever order, however often stopped, the table is the same."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.files import results_folder
from experiments.runs import Cases, run_cases
from experiments.runs import store as store_module
from optimize import InputError
from tests.experiments.runs import studies
from tests.places import CHECKOUT

NUMBERS = [{"x": x} for x in range(600)]


def plan_of(evaluate=studies.square, cases=NUMBERS, **more):
    return Cases(evaluate, cases, **{"shared": {"plus": 1}, "seed": 5, **more})


def contents(folder):
    """Bytes of all result files by name."""
    return {path.name: path.read_bytes() for path in Path(folder).glob("*/*.parquet")}


def troubled_plan(kinds, once=""):
    cases = [{"x": x, "trouble": kind} for x, kind in enumerate(kinds)]
    return Cases(studies.troubled, cases, shared={"once": str(once)}, inputs="any", seed=1)


def test_rows_are_those_of_the_cases_in_their_order(tmp_path):
    frame = run_cases(plan_of(), tmp_path).frame()
    assert list(frame.columns) == ["case", "x", "square", "draw"]
    assert frame["case"].tolist() == frame["x"].tolist() == list(range(600))
    assert frame["square"].tolist() == [x**2 + 1 for x in range(600)]
    assert frame["draw"].nunique() == 600


def test_draws_of_a_case_follow_from_seed_and_number_alone(tmp_path):
    frame = run_cases(plan_of(), tmp_path).frame()
    expected = np.random.default_rng(np.random.SeedSequence(5, spawn_key=(7,))).random()
    assert frame["draw"][7] == expected


def test_two_processes_write_the_same_bytes_as_one(tmp_path):
    plan = plan_of(studies.arrays, NUMBERS[:40])
    run_cases(plan, tmp_path / "one")
    run_cases(plan, tmp_path / "two", workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two") != {}


@pytest.mark.parametrize("kind", ["frame", "batch"])
def test_cases_as_a_frame_and_in_batches_give_the_same_rows(tmp_path, kind):
    expected = run_cases(plan_of(), tmp_path / "one").frame()
    if kind == "frame":
        found = run_cases(plan_of(cases=pd.DataFrame(NUMBERS)), tmp_path / "two").frame()
    else:
        found = run_cases(plan_of(studies.squares, batch=64), tmp_path / "two").frame()
    pd.testing.assert_frame_equal(found, expected)


def test_a_case_may_have_any_number_of_rows():
    frame = run_cases(plan_of(studies.many_rows, [{"x": 2}, {"x": 0}, {"x": 3}])).frame()
    assert frame[["x", "step", "value"]].to_numpy().tolist() == [[2, 0, 0], [2, 1, 2], [3, 0, 0], [3, 1, 3], [3, 2, 6]]


def test_no_cases_give_an_empty_table():
    results = run_cases(plan_of(cases=[]))
    assert len(results.frame()) == len(results.failed) == 0


KILLED = """
from pathlib import Path
from experiments.runs import Cases, run_cases
from tests.experiments.runs import studies
plan = Cases(studies.killed_at, [{{"x": x}} for x in range(600)], shared={{"at": {at}}}, inputs="same", seed=5)
run_cases(plan, Path({folder!r}), resume=True)
"""


def test_killed_at_several_moments_and_resumed_the_bytes_are_the_same(tmp_path):
    """Each process kills itself in the middle of the run, as `kill -9` would; the last one is not killed."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    for at in (70, 400, -1):
        code = KILLED.format(at=at, folder=str(tmp_path / "killed"))
        status = subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode  # noqa: S603
        assert status == (-9 if at >= 0 else 0)
    whole = Cases(studies.killed_at, NUMBERS, shared={"at": -1}, inputs="same", seed=5)
    run_cases(whole, tmp_path / "whole")
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_stop_the_run_between_cases_even_where_a_solver_takes_them_for_its_own(tmp_path, ctrl_c, number):
    with pytest.raises(KeyboardInterrupt):
        run_cases(Cases(studies.swallows_a_signal, NUMBERS, shared=int(number), seed=5), tmp_path)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    results = run_cases(
        Cases(studies.swallows_a_signal, NUMBERS, shared=0, inputs=int(number), seed=5), tmp_path, resume=True
    )
    assert 0 < results.reused <= 300
    assert results.frame()["whole"].all()


class StopError(Exception):
    """What a test stops a run with."""


def stopped_run(folder, at):
    """Run until so many cases are done."""

    def stop(done, total, began):
        if done >= at:
            raise StopError

    with pytest.raises(StopError):
        run_cases(plan_of(), folder, progress=stop)


def test_a_run_goes_on_where_it_stopped(tmp_path):
    stopped_run(tmp_path, 300)
    results = run_cases(plan_of(), tmp_path, resume=True)
    assert 300 <= results.reused < 600
    run_cases(plan_of(), tmp_path / "whole")
    assert results.frame().equals(run_cases(plan_of(), tmp_path / "whole").frame())
    assert contents(tmp_path) == contents(tmp_path / "whole")


def test_without_resume_earlier_results_are_put_aside_with_a_word(tmp_path):
    first = run_cases(plan_of(), tmp_path)
    again = run_cases(plan_of(), tmp_path)
    assert again.reused == 0
    assert "with the same inputs are now in" in again.notes[0]
    assert contents(tmp_path) == {path.name: path.read_bytes() for path in first.files}


@pytest.mark.parametrize(
    ("change", "what"),
    [({"seed": 6}, "seed"), ({"shared": {"plus": 2}}, "data"), ({"cases": NUMBERS[:599]}, "cases"),
     ({"evaluate": studies.many_rows, "cases": NUMBERS[:3]}, "cases and code")],
)  # fmt: skip
def test_changed_inputs_are_told_and_not_mixed_in(tmp_path, change, what):
    run_cases(plan_of(), tmp_path)
    results = run_cases(plan_of(**change), tmp_path, resume=True)
    assert results.reused == 0
    assert f"({what} changed since)" in results.notes[0]
    assert run_cases(plan_of(), tmp_path, resume=True).reused == 600


def test_a_second_run_into_the_folder_is_refused(tmp_path):
    with results_folder(tmp_path), pytest.raises(InputError, match="another run of silkhub"):
        run_cases(plan_of(), tmp_path)


def test_a_full_disk_ends_the_run_and_loses_nothing_before_it(tmp_path, monkeypatch):
    write = store_module._write_file
    written = []

    def full(path, content):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written.append(path)
        write(path, content)

    monkeypatch.setattr(store_module, "_write_file", full)
    with pytest.raises(OSError, match="No space left"):
        run_cases(plan_of(), tmp_path)
    monkeypatch.setattr(store_module, "_write_file", write)
    results = run_cases(plan_of(), tmp_path, resume=True)
    assert results.reused > 0
    run_cases(plan_of(), tmp_path / "whole")
    assert contents(tmp_path) == contents(tmp_path / "whole")


def test_a_case_that_raises_is_tried_again_and_then_told_by_name():
    results = run_cases(troubled_plan(["", "raise", ""]), retries=1)
    assert results.frame()["x"].tolist() == [0, 2]
    row = results.failed.iloc[0]
    assert (row["case"], row["name"], row["tries"]) == (1, "x 1, trouble raise", 2)
    assert row["reason"] == "ZeroDivisionError: no hub left"


def test_cases_that_end_or_stop_their_worker_cost_only_themselves():
    kinds = ["", "exit", "", "kill", "", "sleep", ""]
    results = run_cases(troubled_plan(kinds), workers=2, limit_s=1.0, retries=0)
    assert results.frame()["x"].tolist() == [0, 2, 4, 6]
    assert results.failed["case"].tolist() == [1, 3, 5]
    assert results.failed["kind"].tolist() == ["ended", "ended", "late"]
    reasons = results.failed["reason"].tolist()
    assert "exit status 7" in reasons[0]
    assert "SIGKILL" in reasons[1]
    assert "longer than 1 s" in reasons[2]


def test_a_fresh_process_for_each_case():
    results = run_cases(Cases(studies.tells_its_number, NUMBERS[:3], fresh=True))
    assert len({os.getpid(), *results.frame()["pid"]}) == 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limited on Linux alone")
def test_a_case_that_asks_for_too_much_memory_costs_only_itself():
    results = run_cases(Cases(studies.hungry, [{"x": 10}, {"x": 2000}, {"x": 20}]), memory_mb=500, retries=0)
    assert results.frame()["sum"].tolist() == [1_250_000, 2_500_000]
    assert results.failed[["case", "kind"]].to_numpy().tolist() == [[1, "raised"]]
    assert results.failed["reason"][0].startswith("MemoryError")


def told_plan(numbers, plus=1, seed=5):
    """A plan that says what each case depends on; of odd ones a number of its own."""
    shared = {"plus": plus}
    return Cases(
        studies.square, [{"x": x} for x in numbers], shared, seed, depends=lambda case: plus if case["x"] % 2 else 0
    )


def test_cases_that_did_not_change_are_kept_in_another_table_of_cases(tmp_path):
    run_cases(told_plan(range(600)), tmp_path)
    numbers = [700, *range(300, 0, -1)]
    results = run_cases(told_plan(numbers), tmp_path, resume=True)
    assert (results.reused, results.notes) == (300, ())
    run_cases(told_plan(numbers), tmp_path / "whole")
    assert {path.name: path.read_bytes() for path in results.files} == contents(tmp_path / "whole")


def test_only_cases_whose_own_inputs_changed_are_evaluated_anew(tmp_path):
    run_cases(told_plan(range(10)), tmp_path)
    again = run_cases(told_plan(range(10), plus=2), tmp_path, resume=True)
    assert again.reused == 5
    assert again.frame()["square"].tolist() == [x**2 + (2 if x % 2 else 1) for x in range(10)]
    assert run_cases(told_plan(range(10), seed=6), tmp_path, resume=True).reused == 0
    assert run_cases(told_plan(range(9)), tmp_path).reused == 0  # nothing is used that was not asked for


def test_what_is_damaged_is_not_taken_over(tmp_path):
    for path in run_cases(told_plan(range(300)), tmp_path).files[:1]:
        path.write_bytes(path.read_bytes()[:-5])
    assert run_cases(told_plan(range(299)), tmp_path, resume=True).reused == 43


def test_what_went_wrong_once_is_there_in_the_end(tmp_path):
    plan = troubled_plan(["", "raise", "", "exit", ""], once=tmp_path)
    results = run_cases(plan, workers=1, limit_s=60.0)
    assert results.frame()["x"].tolist() == [0, 1, 2, 3, 4]
    assert len(results.failed) == 0


def test_cases_that_failed_are_tried_again_by_the_next_run(tmp_path):
    (tmp_path / "marks").mkdir()
    plan = troubled_plan(["", "raise", ""], once=tmp_path / "marks")
    assert len(run_cases(plan, tmp_path / "run", retries=0).failed) == 1
    results = run_cases(plan, tmp_path / "run", resume=True)
    assert (results.reused, len(results.failed)) == (2, 0)
    assert len(results.files) == 1


def test_a_function_that_other_processes_cannot_find_is_refused():
    with pytest.raises(InputError, match="function at the top level of a module"):
        run_cases(Cases(lambda shared, case, rng: {}, NUMBERS), workers=2)


@pytest.mark.parametrize(
    "wrong", [{"workers": -1}, {"limit_s": 0.0}, {"retries": -1}, {"limit_s": float("nan")}, {"memory_mb": 0}]
)
def test_arguments_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputError):
        run_cases(plan_of(), **wrong)
