"""Running the CBC executable under a strict time limit, and reading bound and status from its log.

CBC checks its time limit between phases only, and has been observed to exceed it by minutes. It is therefore watched:
some time after the limit it is asked to stop (it then still writes its best solution), and later it is killed. It ends
with this process, however that ends.
"""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from optimize.problem import FloatArray
from optimize.run import Clock, Limits, Status
from optimize.solvers.outcome import RawOutcome, text_of
from optimize.solvers.watchdog import ended_with_us

_NUMBER = r"([-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf))"
_LOWER = re.compile(r"^Lower bound:\s+" + _NUMBER, re.MULTILINE | re.IGNORECASE)
_POSSIBLE = re.compile(r"best possible " + _NUMBER, re.IGNORECASE)
_ROOT = re.compile(r"^Continuous objective value is " + _NUMBER, re.MULTILINE | re.IGNORECASE)
_BEST = re.compile(r"best solution " + _NUMBER, re.IGNORECASE)
_NODES = re.compile(r"^Enumerated nodes:\s+(\d+)", re.MULTILINE)
_PAST_ALL = 1e49  # CBC prints 1e50 for "no solution": values beyond this are none
_POLL_S = 0.05  # seconds between two looks at the process: the delay that a solve of milliseconds pays at its end
_REPORT_S = 1.0  # seconds between two progress reports, each of which reads the whole log again (a judgement)
_LAST_WORDS_S = 3.0  # seconds for writing the solution after a request to stop, before CBC is killed (a judgement)
_CUTOFF_INCREMENT = 1e-5  # CBC's default, absolute: it drops nodes that would improve the objective by less

Report = Callable[[float, float], None]
"""Receives bound and incumbent of the scaled program."""


def run_cbc(
    executable: str,
    mps: Path,
    columns: int,
    limits: Limits,
    report: Report | None = None,
) -> RawOutcome:
    """Minimise the program in an MPS file whose columns are named by a letter and their number.

    Parameters
    ----------
    executable : str
        Path of the CBC executable.
    mps : Path
        The file; solution and log are written to the same folder.
    columns : int
        Number of columns in the file.
    limits : Limits
        Clock, gap, threads, seed and log.
    report : callable, optional
        Receives bound and incumbent while CBC runs.

    Returns
    -------
    RawOutcome
        Its values are those of the columns of the file.
    """
    clock, gap, seed = limits.clock, limits.gap, limits.seed
    solution, journal = mps.with_suffix(".sol"), mps.with_suffix(".log")
    command = [executable, str(mps), "-timeMode", "elapsed", "-ratio", repr(gap / 2), "-randomSeed", str(seed + 1)]
    command += ["-randomCbcSeed", str(seed + 1)]
    if clock.limited:
        command += ["-sec", f"{max(clock.left, 0.0):.3f}"]
    if limits.threads is not None and limits.threads > 1:  # CBC built without threads warns, even about one
        command += ["-threads", str(limits.threads)]
    # its preprocessing has called solutions optimal that cost three times the optimum (CBC 2.10.3); programs of all our
    # families took no longer without it
    command += ["-preprocess", "off", "-solve", "-printingOptions", "all", "-solution", str(solution)]
    with journal.open("w") as sink:
        # Ctrl-C reaches all processes of a session: in its own, CBC hears of it once, from `_watch`
        process = subprocess.Popen(  # noqa: S603
            command, stdout=sink, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
        )
        with ended_with_us(process, mps.parent):
            overran = _watch(process, journal, clock, report)
    text = journal.read_text(errors="replace")
    if limits.log:
        sys.stdout.write(text)
    bound = _bound(text)
    nodes = int(found[-1]) if (found := _NODES.findall(text)) else 0
    if not solution.exists():
        if overran:
            why = "CBC was stopped before it wrote its solution"
            return RawOutcome(Status.NO_SOLUTION, None, bound, nodes, why)
        lines = text.strip().splitlines()
        tail = lines[-1] if lines else "no output"
        why = f"CBC ended with exit status {process.returncode} and no solution file; its last line: {tail}"
        return RawOutcome(Status.ERROR, None, -np.inf, nodes, why)
    status, values, objective = _read_solution(solution, columns)
    if status is Status.OPTIMAL:
        bound = max(bound, objective - gap / 2 * abs(objective) - _CUTOFF_INCREMENT)
    return RawOutcome(status, values, bound, nodes, text_of(status))


def _watch(process: "subprocess.Popen[bytes]", journal: Path, clock: Clock, report: Report | None) -> bool:
    """Wait for CBC to end; return whether it had to be stopped, after its time limit or by an interrupt."""
    last_report = time.monotonic()
    grace = max(1.0, 0.05 * clock.left) if clock.limited else 0.0
    asked, patience = False, np.inf
    try:
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_S)
            now = time.monotonic()
            if report is not None and now - last_report > _REPORT_S:
                last_report = now
                text = journal.read_text(errors="replace")
                incumbent = float(found[-1]) if (found := _BEST.findall(text)) else np.inf
                report(_bound(text), incumbent if incumbent < _PAST_ALL else np.inf)
            if not asked and (clock.stopped or clock.left < -grace):
                # at the first interrupt CBC finishes in an orderly way and writes its best solution
                process.send_signal(signal.SIGINT)
                asked, patience = True, now + _LAST_WORDS_S
            elif now > patience:
                process.kill()
                patience = np.inf
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
    return asked


def _bound(log: str) -> float:
    """Best proven lower bound in the log, minus the rounding of its last digit."""
    best = -np.inf
    for pattern in (_ROOT, _POSSIBLE, _LOWER):
        for text in pattern.findall(log):
            value = float(text)
            if abs(value) < _PAST_ALL:
                best = max(best, value - _last_digit(text))
    return best


def _last_digit(number: str) -> float:
    mantissa, _, exponent = number.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    whole = mantissa.partition(".")[0].lstrip("+-")
    # at least the six digits of a C++ stream, trailing zeros of which are not printed
    shown = 10.0 ** -max(decimals, 6 - len(whole))
    return shown * 10.0 ** int(exponent or 0)


def _read_solution(path: Path, columns: int) -> tuple[Status, FloatArray | None, float]:
    with path.open() as lines:
        first = lines.readline()
        head = first.lower()
        if "infeasible" in head:
            return Status.INFEASIBLE, None, np.inf
        if "unbounded" in head:
            return Status.UNBOUNDED, None, -np.inf
        if "no integer solution" in head or "no feasible" in head:
            return Status.NO_SOLUTION, None, np.inf
        stated = re.search(r"objective value\s+" + _NUMBER, first, re.IGNORECASE)
        objective = float(stated.group(1)) if stated else np.inf
        values = np.zeros(columns)
        seen = False
        for line in lines:
            parts = line.split()
            if parts and parts[0] == "**":
                # CBC marks what violates a bound or a row: this point is not a solution
                return Status.NO_SOLUTION, None, objective
            if len(parts) >= 3 and parts[1].startswith("X"):
                seen = True
                # PuLP adds a column of its own after ours if the objective is empty
                if (column := int(parts[1][1:])) < columns:
                    values[column] = float(parts[2])
    if not seen or abs(objective) > _PAST_ALL:
        return Status.NO_SOLUTION, None, objective
    return (Status.OPTIMAL if head.startswith("optimal") else Status.FEASIBLE), values, objective
