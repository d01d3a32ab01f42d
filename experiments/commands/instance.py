"""An instance as the command line names it: one file with tables beside it, or tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.commands.options import whole_number
from optimize import HubProblem, InputError
from optimize.instances import add_tables, load, read_cab, read_csv, read_orlib

FORMATS = ("orlib", "cab")


@dataclass(frozen=True)
class Instance:
    """Where a problem comes from.

    Attributes
    ----------
    file : Path or None
        An instance file in one of `FORMATS`; where there is no such file, the name of a published instance.
    form, layout, nodes
        Its format, its layout (cab) and how many nodes to take; None where they were not given.
    flow, cost, hubs, direct : Path or None
        CSV tables.
    factors : dict
        Those of collection, transfer and distribution that were given.
    """

    file: Path | None = None
    form: str | None = None
    layout: str | None = None
    nodes: int | None = None
    flow: Path | None = None
    cost: Path | None = None
    hubs: Path | None = None
    direct: Path | None = None
    factors: dict[str, float] | None = None

    def faults(self) -> list[str]:
        """Say which options do not go together.

        Returns
        -------
        list of str
        """
        found = []
        if (self.file is None) == (self.flow is None):
            found.append("give either an instance file, or --flow with --cost")
        if self.flow is not None and self.cost is None:
            found.append("--flow needs --cost, a table of unit costs between the same nodes")
        if self.file is None:
            for name, value in (("--nodes", self.nodes), ("--format", self.form), ("--layout", self.layout)):
                if value is not None:
                    found.append(f"{name} is for an instance file; leave it out beside --flow")
        elif self.flow is None and self.cost is not None:
            found.append("--cost is for --flow; an instance file has its own costs, leave it out")
        if self.form is not None and self.form not in FORMATS:
            found.append(f"unknown format {self.form!r}: use {' or '.join(FORMATS)}")
        elif self.layout is not None and self.form != "cab":
            found.append("--layout is for --format cab; leave it out")
        return found

    def read(self) -> HubProblem:
        """Read the problem.

        Returns
        -------
        HubProblem

        Raises
        ------
        InputError
            If options do not go together, or files cannot be used.
        """
        if faults := self.faults():
            raise InputError(faults)
        factors: dict[str, Any] = dict(self.factors or {})
        if self.file is None:
            assert self.flow is not None  # noqa: S101 - or there would be a fault
            return read_csv(self.flow, self.cost, hubs=self.hubs, direct_cost=self.direct, **factors)
        if not self.file.exists() and str(self.file) == self.file.stem:
            problem = self._published(str(self.file), factors)
        elif self.form == "cab":
            alpha = factors.pop("transfer", 1.0)
            problem = read_cab(self.file, self.nodes, alpha=alpha, layout=self.layout, **factors)
        else:
            problem = read_orlib(self.file, self.nodes, **factors)
        return add_tables(problem, hubs=self.hubs, direct_cost=self.direct)

    def _published(self, name: str, factors: dict[str, Any]) -> HubProblem:
        """Load the published instance of a name."""
        for option, value in (("--format", self.form), ("--layout", self.layout)):
            if value is not None:
                raise InputError([f"there is no file {name!r}, and {option} is for a file: correct the path"])
        greek = {"collection": "chi", "transfer": "alpha", "distribution": "delta"}
        try:
            return load(name, self.nodes, **{greek[leg]: factor for leg, factor in factors.items()})
        except InputError as error:
            said = (f"there is no file {name!r}; published instance {fault}" for fault in error.faults)
            raise InputError(said) from None


def number_of_hubs(
    given: str | None, problem: HubProblem, objective: str, *, priced: bool | None = None
) -> tuple[int | None, str]:
    """Find out how many hubs to open.

    Parameters
    ----------
    given : str or None
        As it was typed: a whole number, or ``free``.
    problem : HubProblem
        An instance of the OR-Library says the number in its file.
    objective : str
        Covering decides the number by itself.
    priced : bool, optional
        Whether hubs cost something in any scenario. Default: as in the problem.

    Returns
    -------
    p : int or None
        None for as many as pay.
    note : str
        Where the number comes from, if it was not given.

    Raises
    ------
    InputError
        If there is nothing that says the number.
    """
    if given is not None and given.strip().lower() != "free":
        p = whole_number(given)
        if p is None:
            raise InputError([f"--p is {given!r}: give a whole number of hubs, or free for as many as pay"])
        return p, ""
    if objective in ("covering", "set_covering"):
        return None, ""
    stated = problem.metadata.get("p")
    if given is None and stated is not None:
        return int(stated), f"p = {stated}, as {problem.metadata['source']} says"
    if objective != "cost":
        raise InputError([f"objective {objective!r} opens all hubs without their number: give --p"])
    if not (problem.fixed_cost.any() if priced is None else priced):
        raise InputError(
            ["hubs cost nothing here, so all would be opened: give --p, their number, or fixed costs with --hubs"]
        )
    return None, ""
