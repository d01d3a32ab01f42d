"""The question of ``silkhub solve``: how many hubs and which, under which risk; what does not go together is said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.commands.options import names
from optimize import HubSolution, InputError
from optimize.files import named, read_json
from optimize.problem import Problem

_OF_RISKS = {
    "cvar_level": ("cvar", "mean_cvar"),
    "cvar_weight": ("mean_cvar",),
    "radius": ("robust_probability",),
}


@dataclass(frozen=True)
class HubQuestion:
    """What was typed.

    Attributes
    ----------
    p, p_min, p_max
        Numbers of hubs.
    only, opened, closed : str or None
        Lists of hubs: exactly these, these at least, none of these.
    risk : str or None
    levels : dict
        ``cvar_level, cvar_weight, radius``; None where they were not given.
    scenarios : Path or None
    threshold, objective
        As `solve` takes them.
    """

    p: str | None = None
    p_min: int | None = None
    p_max: int | None = None
    only: str | None = None
    opened: str | None = None
    closed: str | None = None
    risk: str | None = None
    levels: dict[str, float | None] | None = None
    scenarios: Path | None = None
    threshold: float | None = None
    objective: str = "cost"

    @property
    def has_number(self) -> bool:
        """Whether something beside ``--p`` says how many hubs there are to be."""
        return self.only is not None or self.p_min is not None or self.p_max is not None

    def faults(self) -> list[str]:
        """Say which options do not go together.

        Returns
        -------
        list of str
        """
        found = []
        if self.p is not None and (self.p_min is not None or self.p_max is not None):
            found.append("give either --p, or --p-min and --p-max")
        numbers = {"--p": self.p, "--p-min": self.p_min, "--p-max": self.p_max}
        lists = {"--open": self.opened, "--closed": self.closed}
        beside = [option for option, value in [*numbers.items(), *lists.items()] if value is not None]
        if self.only is not None and beside:
            found.append(f"--only says all hubs that are open: leave out {', '.join(beside)}")
        if self.threshold is not None and "covering" not in self.objective:
            found.append(f"--threshold is for covering; leave it out with objective {self.objective!r}")
        if self.risk is not None and self.scenarios is None:
            found.append(f"--risk {self.risk} is over several scenarios: name a file of them with --scenarios")
        for name, value in (self.levels or {}).items():
            if value is not None and self.risk not in _OF_RISKS[name]:
                option = f"--{name.replace('_', '-')}"
                found.append(f"{option} is for --risk {' or '.join(_OF_RISKS[name])}: leave it out or name that risk")
        return found

    def arguments(self, problem: Problem) -> dict[str, Any]:
        """Turn lists and numbers into arguments of `solve`, but for the number ``--p``.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem

        Returns
        -------
        dict
        """
        opened = labels(problem, self.opened if self.only is None else self.only)
        asked: dict[str, Any] = {"open_hubs": opened, "closed_hubs": labels(problem, self.closed)}
        if self.only is not None:
            if not opened:
                raise InputError(["--only names no hub: give at least one"])
            asked["p"] = len(opened)
        asked |= {name: value for name, value in (("p_min", self.p_min), ("p_max", self.p_max)) if value is not None}
        asked |= {name: value for name, value in (self.levels or {}).items() if value is not None}
        return asked | ({} if self.risk is None else {"risk": self.risk})


def labels(problem: Problem, given: str | None) -> list[Any]:
    """Read a list of hubs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    given : str or None
        As it was typed.

    Returns
    -------
    list
        Labels as the problem has them: numbers where its labels are numbers.
    """
    known = {str(label): label for label in problem.labels}
    return [known.get(name, name) for name in names(given, known) or []]


def read_start(problem: Problem, text: str) -> Any:
    """Read hubs to start from.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    text : str
        Labels between commas; or the name of a file that ``--out`` wrote, for this problem or for another with the same
        nodes.

    Returns
    -------
    list of labels, or HubSolution

    Raises
    ------
    InputError
        If the file is no solution.
    """
    file = Path(text)
    if file.suffix.lower() != ".json":
        return labels(problem, text)
    try:
        return HubSolution.load(file, problem)
    except InputError as error:
        # of another problem: its hubs count
        stored = read_json(file)
        hubs = stored.get("hubs") if isinstance(stored, dict) else None
        if not isinstance(hubs, list) or not hubs:
            raise InputError([f"--start {named(file)} cannot be used: {fault}" for fault in error.faults]) from None
    known = {str(label): label for label in problem.labels}
    return [known.get(str(hub), str(hub)) for hub in hubs]
