"""Programs started by a process end with it, and their folders go."""

import os
import signal
import subprocess
import sys
import time

import pytest

from optimize.solvers import watchdog

pytestmark = pytest.mark.skipif(os.name == "nt", reason="starts programs of POSIX")

# without the package, whose import takes a second
SCRIPT = """
import os, pathlib, runpy, subprocess, sys
watchdog = runpy.run_path(sys.argv[1])
program = subprocess.Popen(["sleep", "60"])
with watchdog["ended_with_us"](program, pathlib.Path(sys.argv[2])):
    {inside}
{after}
"""


def process(tmp_path, inside, after="pass"):
    """How a process ends, once it and all that it started have closed their output; and its folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    (folder / "model").write_text("large")
    script = SCRIPT.format(inside=inside, after=after)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, watchdog.__file__, str(folder)], capture_output=True, timeout=30, check=False
    )
    return done.returncode, folder


def gone(folder):
    """Whether a folder is gone soon: the watch removes it after the program has closed its output."""
    for _ in range(200):
        if not folder.exists():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_program_ends_with_a_process_that_is_killed(tmp_path, number):
    code, folder = process(tmp_path, f"os.kill(os.getpid(), {int(number)})")
    assert code == -number
    assert gone(folder)


def test_a_program_that_is_done_is_left_alone(tmp_path):
    code, folder = process(tmp_path, "pass", "program.kill(); os.kill(os.getpid(), 9)")
    assert code == -signal.SIGKILL
    time.sleep(0.2)
    assert folder.exists()


def test_the_watch_ends_with_a_process_that_ends_well(tmp_path):
    assert process(tmp_path, "pass", "program.kill()")[0] == 0
