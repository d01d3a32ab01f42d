"""A process of its own for a run: what it answers, and when it ends."""

import os
import signal
import subprocess
import sys
import time

import pytest

from experiments.benchmark import process
from experiments.benchmark.process import run_process
from tests.places import CHECKOUT

CRASHED = [
    ("import sys; sys.exit('no memory')", "no memory"),
    ("import sys; sys.exit(3)", "exit status 3"),
    ("pass", "exit status 0"),
    ("print('no outcome')", "exit status 0"),
    ("print('[1]')", "exit status 0"),
]


@pytest.fixture
def program(monkeypatch):
    """Let Python run another program instead of the worker."""

    def set_to(code):
        monkeypatch.setattr(process, "COMMAND", (sys.executable, "-S", "-c", code))

    monkeypatch.setattr(process, "_GRACE_S", 0.3)
    return set_to


@pytest.mark.parametrize(("code", "message"), CRASHED)
def test_a_process_that_dies_is_an_outcome(program, code, message):
    program(code)
    assert run_process({}, 30.0) == {"status": "crashed", "message": message}


def test_the_task_is_a_line_and_the_outcome_the_last_line(program):
    program("import sys; print('noise'); print(sys.stdin.readline())")
    assert run_process({"status": "optimal", "n": 3}, 30.0) == {"status": "optimal", "n": 3}


def test_much_output_does_not_block(program):
    program("import sys; sys.stderr.write('x' * 300_000); print('y' * 300_000); print('{}')")
    assert run_process({}, 30.0) == {}


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes")
def test_a_process_that_is_late_is_ended_with_what_it_has_started(program, tmp_path):
    """A solver is a process of the process; both ignore the first request."""
    ignoring = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    child = f"{ignoring} time.sleep(60)"
    program(
        f"{ignoring} import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-S', '-c', {child!r}])\n"
        f"open({str(tmp_path / 'child')!r}, 'w').write(str(child.pid)); time.sleep(60)"
    )
    assert run_process({}, 1.0) == {"status": "ended", "seconds": 1.0, "message": "did not keep to the time limit"}
    assert is_gone(int((tmp_path / "child").read_text()))


def is_gone(pid, seconds=10.0):
    """Whether a process that is none of ours ends within some seconds; a zombie has ended."""
    for _ in range(int(seconds / 0.05)):
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_worker_ends_with_the_program_that_started_it(tmp_path):
    """However that ends, as its end closes the worker's input; neither the worker here nor its child solves a thing."""
    worker = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}\\n')\n"
        "import threading\n"
        "from experiments.benchmark.worker import end_with_parent\n"
        "sys.stdin.readline(); threading.Thread(target=end_with_parent, daemon=True).start(); time.sleep(60)"
    )
    parent = (
        "import sys; from experiments.benchmark import process\n"
        f"process.COMMAND = (sys.executable, '-c', {worker!r})\n"
        "process.run_process({}, 60.0)"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", parent], env=os.environ | {"PYTHONPATH": str(CHECKOUT)}
    ) as started:
        while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text().endswith("\n"):
            time.sleep(0.05)
        started.terminate()
        assert started.wait(10) == -signal.SIGTERM
    for pid in (tmp_path / "pids").read_text().split():
        assert is_gone(int(pid), 20.0)
