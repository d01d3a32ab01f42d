"""Run the fuzzers of ``tests/fuzz`` for a given time, each for its share, with fresh random seeds.

Prints how many inputs each has tried. Inputs that fail are shrunk, printed and kept in ``fuzz/failures.txt``;
Hypothesis keeps them in ``.hypothesis`` too and tries them first in the next run, of the test suite as well.
"""

import argparse
import os
import random
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FUZZERS = Path("tests/fuzz")
FAILURES = Path("fuzz/failures.txt")
BATCH = 200
"""Inputs between two fresh seeds: enough to vary what was found, few enough to begin anew many times (a judgement)."""


class TimeUpError(KeyboardInterrupt):
    """The share of a fuzzer is over: of the kind that Hypothesis lets pass."""


@dataclass
class Outcome:
    """What a fuzzer did in its time."""

    name: str
    tried: int = 0
    seconds: float = 0.0
    failure: str = ""


def main() -> int:
    """Run all fuzzers and say what they tried and found.

    Returns
    -------
    int
        0 if no input failed, 1 if one did, 2 if there is nothing to run.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0, help="for all fuzzers together")
    parser.add_argument("--only", default="", help="only fuzzers whose name has this in it: models")
    parser.add_argument("--seed", type=int, help="repeat a run; a fresh one without it")
    arguments = parser.parse_args()

    os.environ["FUZZ_EXAMPLES"] = str(BATCH)
    fuzzers = find_fuzzers(arguments.only)
    if not fuzzers:
        print(f"no fuzzer in {FUZZERS} has {arguments.only!r} in its name")
        return 2
    seed = random.SystemRandom().randrange(1 << 32) if arguments.seed is None else arguments.seed
    print(f"{len(fuzzers)} fuzzers, {arguments.seconds:g} s, seed {seed}", flush=True)
    seeds = random.Random(seed)  # noqa: S311  # no secrets here
    warnings.simplefilter("error")  # as in the test suite
    outcomes: list[Outcome] = []
    for name, fuzzer in fuzzers:
        left = arguments.seconds - sum(each.seconds for each in outcomes)
        outcomes.append(run_fuzzer(name, fuzzer, left / (len(fuzzers) - len(outcomes)), seeds))
        _print(outcomes[-1])
    failed = [each for each in outcomes if each.failure]
    if failed:
        FAILURES.parent.mkdir(exist_ok=True)
        FAILURES.write_text("\n\n".join(f"{each.name}\n{each.failure}" for each in failed), encoding="utf-8")
    print(
        f"{sum(each.tried for each in outcomes):,} inputs tried in {sum(each.seconds for each in outcomes):.0f} s, "
        f"{len(failed)} fuzzers found a fault" + (f": see {FAILURES}" if failed else "")
    )
    return 1 if failed else 0


def find_fuzzers(only: str) -> list[tuple[str, Callable[[], None]]]:
    """List the fuzzers of the folder.

    Parameters
    ----------
    only : str
        What their names have to contain.

    Returns
    -------
    list of (str, callable)
        By name.
    """
    found = []
    for path in sorted(FUZZERS.glob("test_fuzz_*.py")):
        module = import_module(f"tests.fuzz.{path.stem}")
        for name, value in vars(module).items():
            full = f"{path.stem.removeprefix('test_fuzz_')}: {name.removeprefix('test_').replace('_', ' ')}"
            if name.startswith("test_") and hasattr(value, "hypothesis") and only in full:
                found.append((full, value))
    return found


def run_fuzzer(name: str, fuzzer: Callable[[], None], share_s: float, seeds: random.Random) -> Outcome:
    """Run one fuzzer, batch after batch, until its time is over or an input fails.

    Parameters
    ----------
    name : str
    fuzzer : callable
        Decorated with `hypothesis.given`.
    share_s : float
        Its time, in seconds.
    seeds : random.Random
        Where the seed of each batch is drawn.

    Returns
    -------
    Outcome
    """
    import hypothesis  # after the environment is set

    outcome, began = Outcome(name), time.perf_counter()
    handle: Any = fuzzer.hypothesis  # type: ignore[attr-defined]
    inner = handle.inner_test

    def counted(*args: Any, **kwargs: Any) -> None:
        if outcome.tried and time.perf_counter() - began > share_s:
            raise TimeUpError
        outcome.tried += 1
        inner(*args, **kwargs)

    handle.inner_test = counted
    try:
        while not outcome.failure and (not outcome.tried or time.perf_counter() - began < share_s):
            seed = seeds.randrange(1 << 32)
            try:
                hypothesis.seed(seed)(fuzzer)()
            except TimeUpError:
                break
            except Exception:
                outcome.failure = f"seed {seed}\n{traceback.format_exc()}"
    finally:
        handle.inner_test = inner
    outcome.seconds = time.perf_counter() - began
    return outcome


def _print(outcome: Outcome) -> None:
    word = "FAULT" if outcome.failure else "ok"
    print(f"{outcome.tried:>9,} inputs  {outcome.seconds:>6.1f} s  {word:<5}  {outcome.name}", flush=True)
    if outcome.failure:
        print(outcome.failure, flush=True)


if __name__ == "__main__":
    sys.exit(main())
