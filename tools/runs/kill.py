"""Deaths: of the program, its workers, the disk; whatever ends, the tables are those of an undisturbed run."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import Cases, run_cases
from optimize import InputError
from tools.runs.cases import busy, names, rows_of, table, tell

PLAN = Cases(busy, table(300), shared=0.01, seed=3)
WAYS = {"this process": (1, None), "2 workers": (2, None), "Dask, 2 processes": (2, "local")}
TROUBLES = ("raise", "exit", "kill", "hang", "memory")
LIMITS: dict[str, Any] = {"limit_s": 5.0, "memory_mb": 400.0}
_BETWEEN_S = (5.0, 15.0)
"""Seconds from one kill to the next: a process has to come to its work in between."""
SMALLEST_KB, LARGEST_KB = 8, 1024


def kill(folder: Path, kills: int = 14) -> None:
    """Kill the program at random moments, so many times in each way to run, and let it end then.

    Parameters
    ----------
    folder : Path
    kills : int
    """
    run_cases(PLAN, folder / "whole")
    reference = names(folder / "whole")
    dice = random.Random()  # noqa: S311
    for way, (workers, scheduler) in WAYS.items():
        place, killed, runs = folder / way, 0, 0
        longest = 8.0 if scheduler is None else 20.0
        while True:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "tools.runs", "--child", str(place), str(workers), scheduler or "none"],
                stderr=subprocess.DEVNULL,
            )
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(1.0, longest) if killed < kills else None)
            if process.poll() is None:
                process.kill()
                process.wait()
                killed += 1
                continue
            runs += 1
            if process.returncode:
                tell(f"{way}: a run ended with", str(process.returncode))
            if names(place) != reference:
                tell(f"{way}, after {killed} kills", "OTHER BYTES")
            if killed >= kills:
                break
            shutil.rmtree(place)  # it was done before all kills: once more
        tell(f"{way}, {killed} kill -9 of the program, {runs} runs ended", "the same bytes")


def troubled(shared: str, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Die in the way that the case says: always, or once where there is a folder to remember it.

    Parameters
    ----------
    shared : str
        The folder; empty for none.
    case : dict
    rng : Generator

    Returns
    -------
    dict
    """
    kind = case["trouble"]
    if shared and kind:
        mark = Path(shared) / str(case["x"])
        kind = "" if mark.exists() else kind
        mark.touch()
    if kind == "raise":
        message = "no hub left"
        raise ZeroDivisionError(message)
    if kind == "exit":
        os._exit(7)
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "hang":
        time.sleep(3600)
    if kind == "memory":
        np.ones(1 << 27).sum()  # a GB
    return {"square": case["x"] ** 2, "draw": rng.random()}


def workers_die(folder: Path) -> None:
    """Let cases end, hang and fill their workers, always and once, in processes and on a cluster."""
    cases = [{"x": x, "trouble": TROUBLES[x // 20] if x % 20 == 7 else ""} for x in range(100)]
    bad = [case["x"] for case in cases if case["trouble"]]
    rows = run_cases(Cases(troubled, [{**case, "trouble": ""} for case in cases], "", inputs="same")).frame()
    for way in ("2 workers", "Dask, 2 processes"):
        workers, scheduler = WAYS[way]
        for once in ("", str(folder)):
            for path in folder.glob("[0-9]*"):
                path.unlink()
            plan = Cases(troubled, cases, once, inputs="same")
            found = run_cases(plan, workers=workers, scheduler=scheduler, retries=1, **LIMITS)
            expected = rows if once else rows.drop(index=bad)
            same = found.frame()["draw"].tolist() == expected["draw"].tolist()
            told = pd.Series(found.failed["kind"]).tolist()
            what = "each kind once" if once else "each kind always"
            tell(f"{way}, {what}", f"rows {'as undisturbed' if same else 'DIFFER'}; failed: {told or 'none'}")


def workers_killed(folder: Path) -> None:
    """Kill processes, workers and those that evaluate, every ten seconds or so while a run goes on."""
    plan = Cases(busy, table(300), shared=0.1, seed=3)
    run_cases(plan, folder / "whole")
    done = threading.Event()
    killed: list[int] = []

    def hunt() -> None:
        dice = random.Random()  # noqa: S311
        while not done.wait(dice.uniform(*_BETWEEN_S)):
            found = [pid for pid in _descendants(os.getpid()) if _is_worker(pid)]
            if found:
                killed.append(dice.choice(found))
                with suppress(OSError):
                    os.kill(killed[-1], signal.SIGKILL)

    for way in ("2 workers", "Dask, 2 processes"):
        workers, scheduler = WAYS[way]
        done.clear()
        killed.clear()
        hunter = threading.Thread(target=hunt)
        hunter.start()
        found = run_cases(plan, folder / way, workers=workers, scheduler=scheduler, retries=9)
        done.set()
        hunter.join()
        same = "the same bytes" if names(folder / way) == names(folder / "whole") else "OTHER BYTES"
        tell(f"{way}, {len(killed)} kill -9 of workers", f"{same}, {len(found.failed)} failed")


def _is_worker(pid: int) -> bool:
    with suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"spawn_main" in line or b"distributed" in line
    return False


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))


def full(folder: Path) -> None:
    """Run on disks of 8 kB and more: each ends in words, loses nothing that was kept, goes on where there is room."""
    plan = Cases(rows_of, table(1000), shared=100)
    run_cases(plan, folder / "whole")
    reference = names(folder / "whole")
    size = SMALLEST_KB
    while size <= LARGEST_KB:
        with _disk(folder / "disk", size) as disk:
            kept = 0
            try:
                run_cases(plan, disk / "run", resume=True)
                told = "it had room"
            except OSError as error:
                told = "the disk is full" if error.errno == errno.ENOSPC else f"UNCLEAR: {error}"
            shutil.rmtree(folder / "large", ignore_errors=True)
            if (disk / "run").exists():
                kept = sum(path.stat().st_size for path in disk.rglob("*.parquet"))
                shutil.copytree(disk / "run", folder / "large")
        found = run_cases(plan, folder / "large", resume=True)
        damaged = "" if not any("damaged" in note for note in found.notes) else ", DAMAGED FILES"
        same = "the same bytes" if names(folder / "large") == reference else "OTHER BYTES"
        tell(
            f"a disk of {size} kB", f"{told}; {kept // 1000} kB kept{damaged}, then {found.reused} cases reused: {same}"
        )
        size *= 2


@contextmanager
def _disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of so many kB in memory, which needs the rights to mount one."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], check=True)  # noqa: S603, S607
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607


def two(folder: Path) -> None:
    """Start two runs into one folder: the second is refused, and the first does not notice."""
    run_cases(PLAN, folder / "whole")
    first = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tools.runs", "--child", str(folder / "one"), "1", "none"]
    )
    while not list((folder / "one").glob("*/*.parquet")):
        time.sleep(0.1)
    try:
        run_cases(PLAN, folder / "one", resume=True)
        told = "IT WAS NOT REFUSED"
    except InputError as error:
        told = str(error)
    first.wait()
    same = "the same bytes" if names(folder / "one") == names(folder / "whole") else "OTHER BYTES"
    tell(f"two runs into one folder: {same}", told)


def child(place: str, workers: str, scheduler: str) -> None:
    """Run the plan, to be killed.

    Parameters
    ----------
    place, workers, scheduler : str
    """
    named = None if scheduler == "none" else scheduler
    run_cases(PLAN, Path(place), workers=int(workers), scheduler=named, resume=True)
