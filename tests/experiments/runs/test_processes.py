"""Processes: what they are sent, and that they end with the program that started them."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from experiments.runs import Cases, run_cases
from experiments.runs.piece import Job
from experiments.runs.processes import pickled
from optimize import InputError
from optimize.pauses import listening
from tests.experiments.runs.studies import square, waits
from tests.places import CHECKOUT
from tests.processes import is_gone

PROGRAM = """
from pathlib import Path
from experiments.runs import Cases, run_cases
from tests.experiments.runs import studies
if __name__ == "__main__":
    plan = Cases(studies.tells_its_process, [{"x": 1}, {"x": 2}], shared={"folder": FOLDER})
    run_cases(plan, Path(FOLDER) / "run", workers=2)
"""


@pytest.mark.parametrize("shared", [lambda: 1, threading.Lock()])
def test_what_does_not_pickle_is_refused(shared):
    with pytest.raises(InputError, match="cannot be sent to other processes"):
        pickled(Job(square, shared, 0, 1))


def test_what_they_wait_for_is_heard_by_the_program():
    heard = []
    with listening(heard.append):
        run_cases(Cases(waits, [{"x": 3}]), limit_s=60.0)
    assert heard == ["compiling kernels, once"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_they_end_with_the_program_even_where_it_is_killed(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("FOLDER", repr(str(tmp_path))), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen([sys.executable, str(program)], env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    until = time.monotonic() + 60.0
    while len(list(tmp_path.glob("pid-*"))) < 2:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(30.0)
    assert all(is_gone(int(path.name.removeprefix("pid-"))) for path in tmp_path.glob("pid-*"))
