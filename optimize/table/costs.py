"""The costs of hub sets, and queries of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np

from optimize.brief import Brief
from optimize.errors import InputError
from optimize.late import pd
from optimize.pickles import Slim
from optimize.problem import FloatArray, IntArray, find_labels
from optimize.risk import MEASURES, measure_of
from optimize.table.order import ListedSets, SetOrder

_WHICH = ("p", "p_min", "p_max", "open_hubs", "closed_hubs")  # what `HubSetCosts.allowed` takes


@dataclass(frozen=True, eq=False)
class HubSetCosts(Slim, Brief):
    """Costs of all hub sets up to a size, or of those listed, in every scenario: exact for multiple allocation.

    Rows are in depth-first order: a set before its supersets, candidates ascending; those of listed sets as listed. See
    `HubSetTable`, which makes and keeps them.

    Attributes
    ----------
    candidates : tuple of labels
        All candidate hubs of the problem.
    scenarios : tuple of str
        Names of the s scenarios.
    probability : (s,) array
        Probability of each scenario.
    p_max : int
        Largest size of a set.
    forced : tuple of int
        Positions of the candidates that are in every set.
    elements : (c,) int array
        Positions of the candidates that vary.
    scenario_cost : (sets, s) array
        Cost of each set in each scenario, fixed costs included; ``inf`` if some flow has no path. For the objective
        "center" the largest unit cost of a pair.
    objective : {"cost", "center"}
        What `scenario_cost` holds.
    capacities : bool
        Whether costs keep to the hubs' capacities, as far as there are any.
    hub_load, room_price : (sets, s, p_max) arrays or None
        What each hub of a set handles of what its capacity limits, and the price of room there, see `loads` and
        `room_prices`: forced hubs first, then those that joined; nan behind the last one. None if no capacities count.
    listed : tuple of tuples of int, or None
        Positions of the hubs of each set, where the table holds some sets alone; None for all sets up to `p_max` hubs.
    """

    candidates: tuple[Hashable, ...]
    scenarios: tuple[str, ...]
    probability: FloatArray
    p_max: int
    forced: tuple[int, ...]
    elements: IntArray
    scenario_cost: FloatArray
    objective: str = "cost"
    capacities: bool = True
    hub_load: FloatArray | None = None
    room_price: FloatArray | None = None
    listed: tuple[tuple[int, ...], ...] | None = None

    @cached_property
    def order(self) -> SetOrder | ListedSets:
        """Which hub set each row is."""
        if self.listed is not None:
            return ListedSets(self.p_max, self.listed)
        return SetOrder(self.p_max, self.forced, tuple(int(k) for k in self.elements))

    @property
    def sets(self) -> list[tuple[int, ...]]:
        """Positions of the open candidates of each row."""
        return [self.positions(row) for row in range(len(self))]

    def positions(self, row: int) -> tuple[int, ...]:
        """Positions of the open candidates of a row's set.

        Parameters
        ----------
        row : int
            Row of the table.

        Returns
        -------
        tuple of int
            Ascending.
        """
        return self.order.positions(row)

    @property
    def size(self) -> IntArray:
        """(sets,) number of hubs of each row's set."""
        return self.order.size

    def __len__(self) -> int:
        """Count the hub sets."""
        return len(self.scenario_cost)

    def row(self, hubs: Iterable[Hashable]) -> int:
        """Row of a set of hubs.

        Parameters
        ----------
        hubs : iterable of labels
            In any order.

        Returns
        -------
        int

        Raises
        ------
        InputError
            If a hub is unknown or the set is not in the table.
        """
        return self.row_of(self._positions(hubs))

    def row_of(self, positions: Iterable[int]) -> int:
        """Row of a set of hubs given by positions.

        Parameters
        ----------
        positions : iterable of int
            Positions among the candidates, in any order.

        Returns
        -------
        int

        Raises
        ------
        InputError
            If the set is not in the table.
        """
        chosen = list(positions)
        row = self.order.row(chosen)
        if row is None:
            names = [self.candidates[k] for k in sorted(set(chosen))]
            held = f"up to {self.p_max} hubs, with all forced hubs" if self.listed is None else "its list alone"
            msg = f"the table has no set {names}: it holds sets of {held}"
            raise InputError([msg])
        return row

    def labels(self, row: int) -> tuple[Hashable, ...]:
        """Labels of the hubs of a row's set.

        Parameters
        ----------
        row : int
            Row of the table.

        Returns
        -------
        tuple of labels
            In the order of the candidates.
        """
        return tuple(self.candidates[k] for k in self.positions(row))

    @overload
    def cost(self, hubs: Iterable[Hashable], scenario: None = None) -> pd.Series: ...

    @overload
    def cost(self, hubs: Iterable[Hashable], scenario: str) -> float: ...

    def cost(self, hubs: Iterable[Hashable], scenario: str | None = None) -> pd.Series | float:
        """Cost of a set of hubs in each scenario, or in one of them.

        Parameters
        ----------
        hubs : iterable of labels
            In any order.
        scenario : str, optional
            Name of a scenario.

        Returns
        -------
        Series or float
            Indexed by the names of the scenarios, in the unit of the objective; ``inf`` if some flow has no path, or
            does not fit into the capacities.

        Raises
        ------
        InputError
            If a hub or scenario is unknown or the set is not in the table.
        """
        row = self.row(hubs)
        if scenario is not None:
            return float(self.scenario_cost[row, self._scenario(scenario)])
        return pd.Series(self.scenario_cost[row], index=list(self.scenarios), name="cost")

    def loads(self, hubs: Iterable[Hashable], scenario: str | None = None) -> pd.Series | pd.DataFrame:
        """What each hub of a set handles of what capacities limit: the flow collected, or its throughput.

        Parameters
        ----------
        hubs : iterable of labels
            In any order.
        scenario : str, optional
            Name of a scenario.

        Returns
        -------
        Series or DataFrame
            Indexed by the hubs, in the unit of the capacities; without `scenario` a column for each scenario. nan
            where the flows do not fit, and for a table joined with one that has no capacities.

        Raises
        ------
        InputError
            If a hub or scenario is unknown, the set is not in the table, or no capacities count in the table.
        """
        return self._by_hub("hub_load", hubs, scenario)

    def room_prices(self, hubs: Iterable[Hashable], scenario: str | None = None) -> pd.Series | pd.DataFrame:
        """What one more unit of capacity would save at each hub of a set: 0 where there is room left.

        Parameters
        ----------
        hubs : iterable of labels
            In any order.
        scenario : str, optional
            Name of a scenario.

        Returns
        -------
        Series or DataFrame
            Indexed by the hubs, in the unit of the objective for a unit of capacity; without `scenario` a column for
            each scenario. Where a little more and a little less room are worth different amounts, a price between the
            two. nan where the flows do not fit.

        Raises
        ------
        InputError
            If a hub or scenario is unknown, the set is not in the table, or no capacities count in the table.
        """
        return self._by_hub("room_price", hubs, scenario)

    def _by_hub(self, what: str, hubs: Iterable[Hashable], scenario: str | None) -> pd.Series | pd.DataFrame:
        row = self.row(hubs)
        values: FloatArray | None = getattr(self, what)
        if values is None:
            raise InputError(["no capacities count in this table: build it with capacities=True"])
        members = (*self.forced, *(int(k) for k in self.order.joined[row] if k >= 0))
        frame = pd.DataFrame(
            values[row, :, : len(members)].T,
            index=[self.candidates[k] for k in members],
            columns=list(self.scenarios),
        ).loc[list(self.labels(row))]
        return frame if scenario is None else frame.iloc[:, self._scenario(scenario)].rename(what)

    def _scenario(self, name: str) -> int:
        if name not in self.scenarios:
            raise InputError([f"scenario {name!r} is not in the table; known are {list(self.scenarios)}"])
        return self.scenarios.index(name)

    def objective_values(
        self,
        risk: str = "expected",
        *,
        scenario: str | None = None,
        own_optimum: FloatArray | None = None,
        **parameters: Any,
    ) -> FloatArray:
        """Evaluate a risk measure of every set, over all scenarios, or take the cost in one of them.

        Parameters
        ----------
        risk : str
            The risk measure over the scenarios, by the names that `optimize.solve` has for them.
        scenario : str, optional
            Use the cost in this scenario instead.
        own_optimum : (s,) array, optional
            Each scenario's own optimal cost, needed for "max_regret" and "relative_regret": which sets compete for it
            is the caller's choice, see `scenario_optimum`.
        **parameters
            Of the measure: ``cvar_level``, ``cvar_weight``, ``radius``, ``probability_low``, ``probability_high``, see
            `optimize.solve`.

        Returns
        -------
        (sets,) array
            By row, see `labels` and `row`; ``inf`` where a scenario that counts cannot be served.

        Raises
        ------
        InputError
            For an unknown scenario, measure or parameter, for a regret without `own_optimum`, and for a relative one
            against an optimum of 0.
        """
        if scenario is not None:
            return self.scenario_cost[:, self._scenario(scenario)]
        measure = measure_of(risk, parameters, self.scenarios)
        if measure.against_optimum and own_optimum is None:
            msg = f"{risk} depends on which sets compete: give own_optimum, for instance scenario_optimum(p=...)"
            raise InputError([msg])
        if measure.is_relative and (np.asarray(own_optimum) == 0).any():
            raise InputError([f"{risk} is relative to each scenario's optimum, and one is 0: use risk='max_regret'"])
        with np.errstate(invalid="ignore"):  # inf - inf, where no set that competes can serve a scenario
            return measure.value(self.scenario_cost, self.probability, own_optimum)

    def allowed(
        self,
        *,
        p: int | None = None,
        p_min: int = 1,
        p_max: int | None = None,
        open_hubs: Iterable[Hashable] = (),
        closed_hubs: Iterable[Hashable] = (),
    ) -> np.typing.NDArray[np.bool_]:
        """Mark the sets of a size that contain some hubs and do not contain others.

        Parameters
        ----------
        p : int, optional
            Number of hubs.
        p_min, p_max : int, optional
            Smallest and largest number of hubs, where `p` is not given; default: any.
        open_hubs, closed_hubs : iterable of labels
            Hubs that a set must contain, and must not contain.

        Returns
        -------
        (sets,) bool array
        """
        low, high = (p, p) if p is not None else (p_min, self.p_max if p_max is None else p_max)
        mask: np.typing.NDArray[np.bool_] = (self.size >= low) & (self.size <= high)
        for k in self._positions(open_hubs):
            mask &= (k in self.forced) | (self.order.joined == k).any(axis=1)
        for k in self._positions(closed_hubs):
            mask &= (k not in self.forced) & ~(self.order.joined == k).any(axis=1)
        return mask

    def scenario_optimum(self, **which: Any) -> FloatArray:
        """Least cost in each scenario over the allowed sets.

        Parameters
        ----------
        **which
            ``p``, ``p_min``, ``p_max``, ``open_hubs``, ``closed_hubs``: see `allowed`.

        Returns
        -------
        (s,) array
            ``inf`` if no set is allowed.
        """
        optimum: FloatArray = self.scenario_cost[self.allowed(**which)].min(axis=0, initial=np.inf)
        return optimum

    def best(
        self,
        k: int = 1,
        *,
        risk: str = "expected",
        scenario: str | None = None,
        **given: Any,
    ) -> pd.DataFrame:
        """Find the k best sets.

        Parameters
        ----------
        k : int
            How many sets.
        risk : str
            The risk measure, see `objective_values`; regret is measured against the best of the allowed sets.
        scenario : str, optional
            Use the cost in this scenario instead.
        **given
            ``p``, ``p_min``, ``p_max``, ``open_hubs``, ``closed_hubs``: see `allowed`; and the measure's parameters.

        Returns
        -------
        DataFrame
            Columns ``hubs`` (labels), ``value`` (objective) and ``row``, the best set first; fewer than k rows if fewer
            sets have a finite objective.
        """
        which = {name: given.pop(name) for name in _WHICH if name in given}
        mask = self.allowed(**which)
        regret = risk in MEASURES and MEASURES[risk].against_optimum
        own = self.scenario_optimum(**which) if regret and scenario is None else None
        values = self.objective_values(risk, scenario=scenario, own_optimum=own, **given)
        rows = np.flatnonzero(mask & np.isfinite(values))
        rows = rows[np.argsort(values[rows], kind="stable")[:k]]
        return pd.DataFrame({"hubs": [self.labels(int(r)) for r in rows], "value": values[rows], "row": rows})

    def _positions(self, hubs: Iterable[Hashable]) -> list[int]:
        faults: list[str] = []
        found = find_labels(hubs, self.candidates, "hubs", faults, positions=False)
        if faults:
            raise InputError(faults)
        return found
