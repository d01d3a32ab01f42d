"""What ``silkhub solve`` writes and tells: files by their suffixes, facts for programs; what solvers print, apart."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimize import HubSolution
from optimize.files import check_writable
from optimize.problem import Problem

TABLES = (".csv", ".json", ".parquet")
MODELS = (".lp", ".mps", ".lp.gz", ".mps.gz")


@dataclass(frozen=True)
class SolutionFiles:
    """Files that are asked for.

    Attributes
    ----------
    solution : Path or None
        JSON; further solutions of a pool stand beside it, ``x-2.json`` ...
    flows, allocation : Path or None
        CSV, JSON or Parquet, by suffix.
    model : Path or None
        LP or MPS, by suffix.
    """

    solution: Path | None = None
    flows: Path | None = None
    allocation: Path | None = None
    model: Path | None = None

    def faults(self) -> list[str]:
        """Say which files cannot be of the kind that their suffixes say.

        Returns
        -------
        list of str
        """
        found = []
        kinds = (("--flows", self.flows, TABLES), ("--allocation-out", self.allocation, TABLES))
        for option, path, suffixes in (*kinds, ("--write-model", self.model, MODELS)):
            if path is not None and not path.name.lower().endswith(suffixes):
                found.append(f"{option} is {path}: its name has to end in {', '.join(suffixes)}")
        given = [
            path.resolve() for path in (self.solution, self.flows, self.allocation, self.model) if path is not None
        ]
        if len(set(given)) < len(given):
            found.append("two of --out, --flows, --allocation-out and --write-model name one file: give each its own")
        return found

    def check(self) -> None:
        """Make sure that all can be written, before the work.

        Raises
        ------
        InputError
            If one cannot.
        """
        for path in (self.solution, self.flows, self.allocation, self.model):
            if path is not None:
                check_writable(path)

    def write_model(self, problem: Problem, question: dict[str, Any]) -> list[Path]:
        """Write the program, if that is asked for.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem
        question : dict
            Arguments of `solve` that say what is asked.

        Returns
        -------
        list of Path
        """
        if self.model is None:
            return []
        problem.write_model(self.model, **question)
        return [self.model]

    def write(self, solution: HubSolution) -> list[Path]:
        """Write all that is asked for of a solution.

        Parameters
        ----------
        solution : HubSolution
            Where it has no hubs there are no tables.

        Returns
        -------
        list of Path
        """
        written = []
        if self.solution is not None:
            solution.save(self.solution)
            written.append(self.solution)
            for rank, one in enumerate(solution.pool[1:], 2):
                beside = self.solution.with_stem(f"{self.solution.stem}-{rank}")
                one.save(beside)
                written.append(beside)
        if self.flows is not None and solution.hubs:
            solution.write_flows(self.flows)
            written.append(self.flows)
        if self.allocation is not None and solution.hubs:
            solution.write_allocation(self.allocation)
            written.append(self.allocation)
        return written


def solution_facts(solution: HubSolution) -> dict[str, Any]:
    """Collect what is told of a solution, for programs.

    Parameters
    ----------
    solution : HubSolution

    Returns
    -------
    dict
    """
    facts: dict[str, Any] = {
        name: getattr(solution, name) for name in ("status", "hubs", "objective", "bound", "gap", "method", "seconds")
    }
    facts["explanation"] = solution.explanation
    if solution.hubs:
        facts["scenario_cost"] = {str(name): cost for name, cost in solution.scenario_cost.items()}
        facts["unmet"] = float(solution.unmet["flow"].sum())
    if solution.pool:
        names = ("status", "hubs", "objective", "bound", "gap")
        facts["pool"] = [{name: getattr(one, name) for name in names} for one in solution.pool]
    return facts


def pool_lines(solution: HubSolution) -> list[str]:
    """Tell the hub sets of a pool, a line each.

    Parameters
    ----------
    solution : HubSolution

    Returns
    -------
    list of str
    """
    return [
        f"{f'best {rank}':<12}{one.objective:,.6g}  {', '.join(map(str, one.hubs))}  ({one.status})"
        for rank, one in enumerate(solution.pool, 1)
    ]


@contextlib.contextmanager
def solvers_apart() -> Iterator[None]:
    """Send what solvers print, past Python or not, to standard error, so that results alone are on standard output.

    Yields
    ------
    None
    """
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except (OSError, ValueError):  # there is no standard output
        yield
        return
    try:
        with contextlib.redirect_stdout(sys.stderr):
            os.dup2(2, 1)
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
