"""Change the rules, the evaluator, the bounds, the costs and the demand in one place: a test has to notice.

mutmut makes the mutants and runs them (``[tool.mutmut]`` in ``pyproject.toml`` says of which modules). Added here: a
random sample, and two rounds. In the first, a mutant meets the tests of its own room and the quickest of the others
that run its function; what survives meets more of those. ``make mutants RESUME=1`` goes on where a run was stopped.
"""

import argparse
import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mutmut import __main__ as mutmut
from mutmut import stats
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state

FOLDER = Path("mutants")
SURVIVORS = FOLDER / "survivors.diff"
HITS = FOLDER / "hits.json"
FIRST_ROUND_S = 5.0
"""Seconds of tests beyond the room's own in the first round: most mutants die in the first second."""
SECOND_ROUND_S = 30.0
"""Seconds of tests in the second round; without a limit, a survivor of `make_request` would run the whole suite."""
PROGRESS_S = 30.0
"""Seconds between lines of progress; mutmut's own spinner writes ten a second, also into files."""
SURVIVED = ("survived", "no tests")


def main() -> None:
    """Run the mutants and say what survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random; all without it")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="only mutants whose name begins so: optimize.rules")
    parser.add_argument("--resume", action="store_true", help="keep the verdicts of the run before")
    arguments = parser.parse_args()

    stats.print_status = mutmut.print_status = _Progress()
    if not arguments.resume:
        shutil.rmtree(FOLDER, ignore_errors=True)
    hits = _prepare(arguments.processes)
    names = sorted(name for name in _verdicts() if name.startswith(arguments.only))
    if arguments.sample is not None and arguments.sample < len(names):
        names = sorted(random.Random(arguments.seed).sample(names, arguments.sample))  # noqa: S311  # no secrets here

    for seconds, verdicts in ((FIRST_ROUND_S, ("not checked",)), (SECOND_ROUND_S, SURVIVED)):
        before = _verdicts()
        _round(hits, seconds, [name for name in names if before[name] in verdicts], arguments.processes)
    _report(names)


class _Progress:
    """Prints mutmut's status now and then."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, text: str, *, force_output: bool = False) -> None:
        """Print the text if the last one is a while ago."""
        now = time.monotonic()
        if force_output or now - self._last > PROGRESS_S:
            self._last = now
            print(text, flush=True)


def _prepare(processes: int) -> dict[str, set[str]]:
    """Make the mutants and learn which test runs which function."""
    FOLDER.mkdir(exist_ok=True)
    mutmut.set_mutant_under_test("mutant_generation")
    with mutmut.CatchOutput():
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        mutmut.setup_source_paths()
        mutmut.create_mutants(processes)
    mutmut.collect_or_load_stats(mutmut.get_mutant_runner(processes))
    # what mutmut keeps is cut down by the rounds: a run that goes on needs what it was
    if not HITS.is_file():
        found = {function: sorted(tests) for function, tests in state().tests_by_mangled_function_name.items()}
        HITS.write_text(json.dumps(found), encoding="utf-8")
    known = set(state().duration_by_test)
    return {function: known & set(tests) for function, tests in json.loads(HITS.read_text(encoding="utf-8")).items()}


def _round(hits: dict[str, set[str]], seconds: float, names: list[str], processes: int) -> None:
    """Run mutants against their room's tests and the quickest others that run them."""
    seconds_of = state().duration_by_test
    for function in {name.partition("__mutmut_")[0] for name in names}:
        package, room = function.split(".")[:2]
        # what is computed once for many tests counts as run by the first of them alone: so the whole room
        tests = {test for test in seconds_of if test.startswith(f"tests/{package}/{room}/")}
        left = seconds
        for test in sorted(hits.get(function, set()) - tests, key=seconds_of.__getitem__):
            left -= seconds_of[test]
            if left > 0:
                tests.add(test)
        state().tests_by_mangled_function_name[function] = tests
    stats.save_stats()
    if names:
        mutmut._run(names, processes)  # noqa: SLF001  # the command line has no other way in for thousands of names


def _verdicts() -> dict[str, str]:
    """Return the verdict of every mutant."""
    verdicts = {}
    for path in mutmut.walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        verdicts.update({name: stats.status_by_exit_code[code] for name, code in data.exit_code_by_key.items()})
    return verdicts


def _report(names: Iterable[str]) -> None:
    """Print a table by module and write the survivors as diffs."""
    verdicts = _verdicts()
    tried, killed, diffs = Counter[str](), Counter[str](), []
    for name in names:
        module = name.rpartition(".")[0]
        tried[module] += 1
        if verdicts[name] in (*SURVIVED, "not checked"):
            diffs.append(f"# {name}: {verdicts[name]}\n{get_diff_for_mutant(name)}\n")
        else:
            killed[module] += 1
    SURVIVORS.write_text("\n".join(diffs), encoding="utf-8")
    print("\n".join(diffs))
    for module, count in sorted(tried.items()):
        print(f"{module:40} {killed[module]:5} of {count:5} killed {killed[module] / count:6.1%}")
    total, dead = tried.total(), killed.total()
    print(f"{'all':40} {dead:5} of {total:5} killed {dead / total:6.1%}; survivors: {SURVIVORS}")
    print(f"{sum(verdicts[name] == 'timeout' for name in names)} of the killed ran out of time")


if __name__ == "__main__":
    main()
