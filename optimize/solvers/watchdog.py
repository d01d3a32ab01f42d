"""Programs that end with this process, however it ends: by SIGTERM, by SIGKILL, or for want of memory.

Nothing of Python runs when a process is killed, so that a second one keeps watch. It reads from a pipe which programs
run and which folders belong to them. The pipe ends when this process does; what is still on its list is ended then, and
the folders are removed.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# waits in a session of its own, so that a signal to the group of this process does not end the watch first
_WATCH = """
import json, os, shutil, signal, sys
running = {}
for line in sys.stdin:
    number, folder = json.loads(line)
    if folder is None:
        running.pop(number, None)
    else:
        running[number] = folder
for number, folder in running.items():
    try:
        os.kill(number, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    except OSError:
        pass
    shutil.rmtree(folder, ignore_errors=True)
"""
_lock = threading.Lock()
_watch: dict[int, "subprocess.Popen[str]"] = {}


@contextmanager
def ended_with_us(process: "subprocess.Popen[bytes]", folder: Path) -> Iterator[None]:
    """Have a program ended, and its folder removed, if this process ends within a ``with`` block.

    Parameters
    ----------
    process : subprocess.Popen
        The program.
    folder : Path
        Its temporary folder.

    Yields
    ------
    None
    """
    _tell(process.pid, folder)
    try:
        yield
    finally:
        _tell(process.pid, None)


def _tell(number: int, folder: Path | None) -> None:
    # without a watch the program still runs; it only outlives a process that is killed
    with _lock, suppress(OSError, ValueError, TypeError):
        pipe = _watching().stdin
        if pipe is not None:
            pipe.write(json.dumps([number, None if folder is None else str(folder)]) + "\n")
            pipe.flush()


def _watching() -> "subprocess.Popen[str]":
    """The watch over this process; a forked one needs its own."""
    us = os.getpid()
    watch = _watch.get(us)
    if watch is None or watch.poll() is not None:
        watch = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", "-c", _WATCH],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        _watch[us] = watch
        atexit.register(_end, us)
    return watch


def _end(process: int) -> None:
    watch = _watch.pop(process, None)
    if watch is not None and process == os.getpid() and watch.stdin is not None:
        with suppress(OSError):
            watch.stdin.close()
        watch.wait()
