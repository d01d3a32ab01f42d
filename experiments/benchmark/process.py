"""A process of its own for one run, which ends when it is late, and with the program that started it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "experiments.benchmark.worker")
_GRACE_S = 2.0
"""What a process has to clear up after itself before it is killed."""
_ALONE = hasattr(os, "killpg")
"""Whether processes can be ended together with those that they have started, such as solvers."""


def run_process(task: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Give a task to a process of its own.

    Parameters
    ----------
    task : dict
        What JSON can hold; the process reads it as one line. Its input stays open, so that the process learns of the
        end of this one, whatever ends it.
    seconds : float
        After which it is ended, with all that it has started.

    Returns
    -------
    dict
        The last line of its output; of a process that failed ``status`` (``ended`` or ``crashed``) and ``message``.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(  # noqa: S603
            COMMAND, stdin=subprocess.PIPE, stdout=out, stderr=err, text=True, cwd=Path(__file__).parents[2],
            start_new_session=_ALONE,
        )  # fmt: skip
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended already: its status tells more
                _send(process, task)
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return {"status": "ended", "seconds": seconds, "message": "did not keep to the time limit"}
        finally:
            _end(process)
        return _outcome(process.returncode, _text(out), _text(err))


def _send(process: subprocess.Popen[str], task: dict[str, Any]) -> None:
    if process.stdin is not None:
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read()).strip()


def _outcome(status: int, out: str, err: str) -> dict[str, Any]:
    """Read what a process that has ended by itself has written."""
    lines = out.splitlines()
    if status == 0 and lines:
        with contextlib.suppress(json.JSONDecodeError):
            outcome = json.loads(lines[-1])
            if isinstance(outcome, dict):
                return outcome
    return {"status": "crashed", "message": err[-300:] or f"exit status {status}"}


def _end(process: subprocess.Popen[str]) -> None:
    """End a process that is still there, and all that it has started."""
    for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        if process.poll() is None:
            _signal(process, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE_S)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _signal(process: subprocess.Popen[str], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if _ALONE:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
