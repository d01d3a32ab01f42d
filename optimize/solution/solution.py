"""`HubSolution`: what `solve` returns: the hubs, how good they are, and who uses them."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from optimize.brief import Brief
from optimize.errors import collecting, report
from optimize.evaluate import Evaluation, PricedBlock, audit, link_set_up_cost, price_design, size_of
from optimize.files import MOST_BYTES, Document, named
from optimize.late import pd
from optimize.pickles import Slim
from optimize.problem import HubProblem, Problem, ScenarioProblem
from optimize.run import Design, Request, Status, as_asked
from optimize.solution.file import read_record, write_record
from optimize.solution.geometry import layers
from optimize.solution.picture import draw, page
from optimize.solution.record import Record
from optimize.solution.table_files import TableFiles
from optimize.solution.tables import leg_table, path_table

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class HubSolution(TableFiles, Slim, Brief):
    """The outcome of `solve`.

    Attributes
    ----------
    hubs : tuple of labels
        Open hubs in the order of the nodes; empty if there is no solution.
    objective : float
        Re-computed from hubs and allocation by the independent evaluator; ``nan`` if there is no solution.
    bound : float
        Proven bound: no solution is below it (above it where the objective is maximised).
    gap : float
        ``|objective - bound| / |objective|``; ``nan`` without a solution.
    status : Status
        Equal to a plain string: "optimal", "feasible", "infeasible", "unbounded", "no_solution", "error".
    method : str
        The method that ran.
    seconds : float
        Wall time.
    explanation : str
        Why there is no solution, or why the method was chosen.
    info : mapping
        Numbers of the run; ``stopped`` says why it was interrupted, if it was.
    pool : tuple of HubSolution
        The best hub sets in their order, this one first, where `solve` was asked for `k_best` of them. The bound of
        each holds for all hub sets but those before it.
    """

    hubs: tuple[Hashable, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    method: str
    seconds: float
    explanation: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)
    problem: Problem | None = field(default=None, repr=False)
    request: Request | None = field(default=None, repr=False)
    design: Design | None = field(default=None, repr=False)
    evaluation: Evaluation | None = field(default=None, repr=False)
    pool: tuple[HubSolution, ...] = field(default=(), repr=False)

    @cached_property
    def allocation(self) -> pd.Series[Any] | pd.DataFrame:
        """Who uses which hub.

        Single allocation: a Series, index node, value hub. Otherwise a DataFrame, index (origin, destination), columns
        ``first_hub`` and ``last_hub`` ("direct" or "unmet" where no hub is used; the path with the larger share where
        a flow is split). With several classes or scenarios they come before in the index.
        """
        problem, design = self._solved()
        if design.assigned is not None and self.request is not None and self.request.allocation == "single":
            pieces: dict[tuple[str, str], Any] = {}
            for scenario, assigned in zip(problem.scenarios, design.assigned, strict=True):
                for block, of in zip(scenario.blocks, assigned, strict=True):
                    hubs = [problem.candidates[int(row.argmax())] if row.any() else None for row in of]
                    index = pd.Index(list(problem.labels), name="node", tupleize_cols=False)
                    pieces[scenario.name, block.name] = pd.Series(hubs, index=index, name="hub", dtype=object)
            return self._joined(pieces)
        paths = {}
        for key, priced in self._priced():
            table = path_table(problem, priced)
            largest = table.sort_values("flow", kind="stable").groupby(["origin", "destination"], sort=False).tail(1)
            paths[key] = largest.set_index(["origin", "destination"])[["first_hub", "last_hub"]].sort_index()
        return self._joined(paths)

    @cached_property
    def flows(self) -> pd.DataFrame:
        """Every path with flow: scenario, block, origin, destination, first_hub, last_hub, flow, unit_cost, cost.

        Costs are unweighted. Where hub links earn a flow-dependent discount, the units on a link share it evenly;
        where only some links are set up, the transfer is priced over those that it rides on.
        """
        columns = ["scenario", "block", "origin", "destination", "first_hub", "last_hub", "flow", "unit_cost", "cost"]
        return self._of_all_blocks(path_table)[columns]

    @cached_property
    def legs(self) -> pd.DataFrame:
        """Flow and cost of each leg: scenario, block, leg, from, to, flow, cost (unweighted).

        Legs are ``collection``, ``transfer``, ``distribution``, ``direct`` and ``unmet``; handling is in
        `cost_by_leg`. A transfer has a leg for each hub link that it rides on, which costs what its flow does after
        discounts.
        """
        return self._of_all_blocks(leg_table)[["scenario", "block", "leg", "from", "to", "flow", "cost"]]

    @cached_property
    def cost_by_leg(self) -> pd.DataFrame:
        """Weighted cost by scenario and block (rows) and leg (columns); with the objective "cost" all of it.

        The column ``handling`` has the handling at hubs; the row (scenario, "hubs") has the hubs' fixed cost, and,
        where hub links have a price, the row (scenario, "links") their set-up cost, both in the column ``fixed``. The
        rows of a scenario add up to its cost.
        """
        problem, design = self._solved()
        blocks = dict(self._priced())
        table = self.legs.pivot_table(
            index=["scenario", "block"], columns="leg", values="cost", aggfunc="sum", fill_value=0.0, sort=False
        )
        # a class without flow has no legs, yet its row
        table = table.reindex(pd.MultiIndex.from_tuples(list(blocks), names=table.index.names), fill_value=0.0)
        table["handling"] = [priced.handling_cost for priced in blocks.values()]
        weights = pd.Series({key: priced.block.weight for key, priced in blocks.items()})
        table = table.mul(weights, axis=0)
        fixed = {(s.name, "hubs"): float(s.fixed_cost[list(design.hubs)].sum()) for s in problem.scenarios}
        if problem.link_cost is not None and design.links is not None:
            fixed |= {(s.name, "links"): link_set_up_cost(problem, design) for s in problem.scenarios}
        opening = pd.DataFrame({"fixed": fixed.values()}, index=pd.MultiIndex.from_tuples(list(fixed)))
        # not a number is also 0 times infinity: what has no weight does not count, even if it cannot be served
        return pd.concat([table, opening]).rename_axis(["scenario", "block"]).fillna(0.0)

    @cached_property
    def throughput(self) -> pd.DataFrame:
        """Flow that each open hub takes in: scenario, block, hub, collected (from origins), throughput (all)."""
        problem, design = self._solved()
        rows = []
        for (scenario, name), priced in self._priced():
            collected, through = priced.collected, priced.taken_in
            rows += [(scenario, name, problem.candidates[k], collected[k], through[k]) for k in design.hubs]
        return pd.DataFrame(rows, columns=["scenario", "block", "hub", "collected", "throughput"])

    @cached_property
    def unmet(self) -> pd.DataFrame:
        """Demand that is left unserved: the rows of `flows` whose hubs are "unmet"."""
        return self.flows[self.flows["first_hub"] == "unmet"].reset_index(drop=True)

    @cached_property
    def scenario_cost(self) -> pd.Series[float]:
        """Objective in each scenario."""
        problem, _ = self._solved()
        if self.evaluation is None:
            return pd.Series(dtype=float, name="cost")
        return pd.Series(self.evaluation.scenario_cost, index=[s.name for s in problem.scenarios], name="cost")

    def to_geo(self, places: gpd.GeoDataFrame | gpd.GeoSeries) -> dict[str, gpd.GeoDataFrame]:
        """Put the result on a map.

        Parameters
        ----------
        places : GeoDataFrame or GeoSeries
            Points, indexed by the node labels.

        Returns
        -------
        dict of GeoDataFrame
            ``hubs`` (points with their throughput) and ``legs`` (straight lines with flow and cost).

        Raises
        ------
        InputError
            If a node has no place, more than one, or one that is not a single point.
        """
        problem, _ = self._solved()
        return layers(problem, self.legs, self.throughput, places)

    def plot(self, places: Any = None, *, scenario: str | None = None, ax: Axes | None = None) -> Axes:
        """Draw the hubs, and the legs as wide as their flow.

        Parameters
        ----------
        places : GeoDataFrame, GeoSeries or region, optional
            Points, indexed by the node labels; a region has them. Default: those that the problem was made of, see
            `HubProblem.from_geodataframe`.
        scenario : str, optional
            Flows of one scenario; default: all of them together.
        ax : Axes, optional
            A new figure if not given.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            If a node has no place, more than one, or one that is not a single point, or there is no such scenario.
        TypeError
            If there are no points.
        """
        return draw(*self._shown(scenario), places, ax)

    def explore(self, places: Any = None, *, scenario: str | None = None) -> Document:
        """Make a page to explore: a drawing that tells what is pointed at, and the tables. Nothing is fetched.

        Parameters
        ----------
        places, scenario
            See `plot`.

        Returns
        -------
        Document
            Shows itself in a notebook; ``.open()`` shows it in a browser, ``.save(path)`` writes it.

        Raises
        ------
        InputError
            See `plot`.
        TypeError
            See `plot`.
        """
        return page(*self._shown(scenario), places, self.summary())

    def summary(self) -> str:
        """Tell the result in a few lines.

        Returns
        -------
        str
        """
        lines = [f"status      {self.status} by {self.method} in {self.seconds:.2f} s"]
        if self.design is None:
            return "\n".join([*lines, f"because     {self.explanation or 'no solution was found'}"])
        lines += [
            f"hubs        {', '.join(_as_typed(str(hub)) for hub in self.hubs)}",
            f"objective   {self.objective:,.6g}",
            f"bound       {self.bound:,.6g}  (gap {self.gap:.2g})",
        ]
        if isinstance(self.problem, ScenarioProblem):
            lines += [f"  {name:<20}{cost:,.6g}" for name, cost in self.scenario_cost.items()]
        unmet = float(self.unmet["flow"].sum())
        if unmet > 0:
            lines.append(f"unmet flow  {unmet:,.6g}")
        return "\n".join([*lines, *([f"note        {self.explanation}"] if self.explanation else [])])

    def _brief_tables(self) -> dict[str, pd.DataFrame]:
        """The tables that notebooks show, by name."""
        return {} if self.design is None else {"throughput": self.throughput, "cost_by_leg": self.cost_by_leg}

    def save(self, path: str | Path) -> None:
        """Write the solution to a JSON file; the problem is not in it, see `load`.

        Parameters
        ----------
        path : str or Path
            Replaced if it is there.
        """
        record = Record(
            hubs=tuple(str(hub) for hub in self.hubs),
            objective=self.objective,
            bound=self.bound,
            gap=self.gap,
            status=self.status,
            method=self.method,
            seconds=self.seconds,
            explanation=self.explanation,
            request=self.request,
            design=self.design,
        )
        write_record(record, path)

    @classmethod
    def load(cls, path: str | Path, problem: Problem, *, most_bytes: int = MOST_BYTES) -> HubSolution:
        """Read a solution of `problem` and audit it: no solver is needed.

        Parameters
        ----------
        path : str or Path
        problem : HubProblem or ScenarioProblem
        most_bytes : int
            Largest file that is read.

        Returns
        -------
        HubSolution

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        InputError
            If the file is not a solution, contradicts itself, or the design is not worth what the file says on this
            problem; it reports all faults at once.
        """
        if not isinstance(problem, (HubProblem, ScenarioProblem)):
            report([f"`problem` is a {type(problem).__name__}: give the problem that was solved"])
        record = read_record(path, problem, most_bytes=most_bytes)
        faults: list[str] = []
        evaluation = None
        if record.request is not None:
            problem = as_asked(problem, record.request)
            if record.design is not None:
                with collecting(faults):
                    evaluation = audit(problem, record.design, record.request, record.objective)
        faults += record.contradictions(problem, _size(problem, record.request, evaluation))
        report(f"{named(path)}: {fault}" for fault in faults)
        return cls(
            hubs=() if record.design is None else tuple(problem.candidates[k] for k in record.design.hubs),
            objective=record.objective,
            bound=record.bound,
            gap=record.gap,
            status=record.status,
            method=record.method,
            seconds=record.seconds,
            explanation=record.explanation,
            problem=problem,
            request=record.request,
            design=record.design,
            evaluation=evaluation,
        )

    def _shown(self, scenario: str | None) -> tuple[Problem, pd.DataFrame, pd.DataFrame]:
        """The legs and hubs of a scenario, or of all."""
        problem, _ = self._solved()
        legs, hubs = self.legs, self.throughput
        if scenario is not None:
            names = [each.name for each in problem.scenarios]
            if scenario not in names:
                report([f"there is no scenario {scenario!r}; there are {', '.join(names)}"])
            legs, hubs = legs[legs["scenario"] == scenario], hubs[hubs["scenario"] == scenario]
        return problem, legs, hubs

    def _solved(self) -> tuple[Problem, Design]:
        if self.problem is None or self.design is None:
            msg = f"there is no solution to look at: status is {self.status}. {self.explanation}"
            raise ValueError(msg)
        return self.problem, self.design

    def _priced(self) -> list[tuple[tuple[str, str], PricedBlock]]:
        """Every scenario's blocks with their paths priced, by the names of scenario and block."""
        problem, design = self._solved()
        blocks = price_design(problem, design, None if self.evaluation is None else self.evaluation.routings)
        return [
            ((scenario.name, priced.block.name), priced)
            for scenario, of_scenario in zip(problem.scenarios, blocks, strict=True)
            for priced in of_scenario
        ]

    def _of_all_blocks(self, table: Callable[[Problem, PricedBlock], pd.DataFrame]) -> pd.DataFrame:
        """Put the tables of all blocks below each other, with columns for scenario and block."""
        problem, _ = self._solved()
        tables = [
            table(problem, priced).assign(scenario=scenario, block=block)
            for (scenario, block), priced in self._priced()
        ]
        return pd.concat(tables, ignore_index=True)

    def _joined(self, pieces: dict[tuple[str, str], Any]) -> Any:
        """Put the scenarios' and blocks' tables together, with only those index levels that tell them apart."""
        several_scenarios = isinstance(self.problem, ScenarioProblem)
        several_blocks = len({block for _, block in pieces}) > 1
        if not several_scenarios and not several_blocks:
            return next(iter(pieces.values()))
        if several_scenarios and several_blocks:
            return pd.concat(pieces, names=["scenario", "block"])
        level = 0 if several_scenarios else 1
        return pd.concat({key[level]: piece for key, piece in pieces.items()}, names=[("scenario", "block")[level]])


def _size(problem: Problem, request: Request | None, evaluation: Evaluation | None) -> float:
    """What the objective is made of: costs, or flows to cover."""
    if request is None or evaluation is None:
        return math.inf
    flows = [float(sum(block.weight * block.flow.sum() for block in each.blocks)) for each in problem.scenarios]
    return max(size_of(evaluation.scenario_cost, request), size_of(np.array(flows), request))


def _as_typed(name: str) -> str:
    """Put a name that would read as several in double quotes, as the command line takes it."""
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',;"') else name
