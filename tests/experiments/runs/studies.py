"""Functions that tests let runs evaluate, at the top level of a module, so that other processes find them."""

import os
import signal
import time
from pathlib import Path

import numpy as np

from optimize.pauses import announce
from optimize.run import ONE_THREAD, thread_count


def square(shared, case, rng):
    return {"square": case["x"] ** 2 + shared["plus"], "draw": rng.random()}


def slowly(shared, case, rng):
    time.sleep(shared["seconds"])
    return {"square": case["x"] ** 2, "draw": rng.random()}


def many_rows(shared, case, rng):
    return [{"step": step, "value": case["x"] * step} for step in range(case["x"])]


def arrays(shared, case, rng):
    return {"step": np.arange(case["x"]), "value": rng.random(case["x"]), "what": "array"}


def squares(shared, cases, rngs):
    return [
        {"square": case["x"] ** 2 + shared["plus"], "draw": rng.random()} for case, rng in zip(cases, rngs, strict=True)
    ]


def troubled(shared, case, rng):
    """Do what the case says, always or, with a file to remember by, once."""
    kind = case["trouble"]
    if shared["once"]:
        mark = Path(shared["once"]) / f"{case['x']}"
        if mark.exists():
            kind = ""
        mark.touch()
    if kind == "raise":
        raise ZeroDivisionError("no hub left")
    if kind == "exit":
        os._exit(7)
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "kill dask":
        kill_parent_once(Path(shared["marks"]))
    if kind == "sleep":
        time.sleep(60)
    if kind == "memory":
        np.ones(1 << 27).sum()  # a GB
    return {"square": case["x"] ** 2, "draw": rng.random()}


def kill_parent_once(mark):
    """End the process that has started this one; this one then ends too, and the case comes back elsewhere."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)


def killed_at(shared, case, rng):
    """End the whole program at one case."""
    if case["x"] == shared["at"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"square": case["x"] ** 2, "draw": rng.random()}


def tells_its_process(shared, case, rng):
    """Leave a file named by this process, and stay."""
    (Path(shared["folder"]) / f"pid-{os.getpid()}").touch()
    time.sleep(60)


def waits(shared, case, rng):
    announce("compiling kernels, once")
    return {"square": case["x"] ** 2}


def tells_its_number(shared, case, rng):
    settings = {name.lower(): os.environ.get(name) for name in ONE_THREAD}
    return {"pid": os.getpid(), "threads": thread_count(None), **settings}


def swallows_a_signal(shared, case, rng):
    """Get a signal in the middle of a case, take it for a wish to end early, and return half of a result."""
    try:
        if case["x"] == 300 and shared:
            signal.raise_signal(shared)
    except KeyboardInterrupt:
        return {"whole": False}
    return {"whole": True}


def hungry(shared, case, rng):
    """Take so many MB of memory."""
    return {"sum": int(np.ones(case["x"] * 125_000).sum())}
