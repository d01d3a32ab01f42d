"""Variants of a region: other values of its numbers, in every scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from numbers import Real
from typing import Any, Self

import numpy as np
import pandas as pd

from geodata.faults import UnknownNameError
from geodata.files import RegionData, settle_changes, settle_scenario, unwritten, with_cells
from geodata.region.draws import InputDraws
from geodata.region.overrides import Override, changes_of, demand_change, parameter_changes
from geodata.region.years import changes_in, in_year
from geodata.scenarios import BASE, CellChange, InputChange, ParameterChange, Scenario, resolve
from geodata.values import CENTRAL, Choice, Registry, build_registry, triangular
from optimize import InputError
from optimize.brief import Brief


@dataclass(frozen=True)
class Edit:
    """Cells that were changed together, and the files before and after.

    Attributes
    ----------
    changes : tuple of CellChange
    before, after : RegionData
    """

    changes: tuple[CellChange, ...]
    before: RegionData
    after: RegionData


@dataclass(frozen=True)
class Variants(Brief):
    """A region's files, and what differs from them.

    Attributes
    ----------
    data : RegionData
        What is in the folder.
    choice : Choice
        Which value uncertain inputs take: a level, or draws with a seed.
    overrides : tuple
        Changes of links, demand, parameters and inputs that hold in every scenario.
    edits : tuple of Edit
        Changes of cells, which are in ``data`` already.
    """

    data: RegionData
    choice: Choice = CENTRAL
    overrides: tuple[Override, ...] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what the region is made of, not what was worked out."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    # -- uncertain inputs ----------------------------------------------------------------------------------------

    @cached_property
    def registry(self) -> Registry:
        """The uncertain inputs of the files."""
        data = self.data
        often = tuple(
            (item.name, item.title, item.per_year, item.probability_range, item.group)
            for item in data.scenarios.values()
        )
        tables = ("parameters", "crossings", "hubs", "trade", "links", "services", "places", "countries", "classes")
        found: Registry = data.made.once(
            ("inputs", often), [data[name] for name in tables], lambda: build_registry(data)
        )
        return found

    @cached_property
    def settled(self) -> dict[str, float]:
        """Uncertain inputs that are set to values, by id."""
        return {
            key: value for change in changes_of(self.overrides, InputChange) for key, value in change.inputs.items()
        }

    @cached_property
    def chosen(self) -> Choice:
        """Which value uncertain inputs take, those that are set included."""
        return replace(self.choice, given=self.registry.given(self.settled)) if self.settled else self.choice

    def uncertain_inputs(self) -> pd.DataFrame:
        """Return every number of the files that has a low and a high.

        Returns
        -------
        DataFrame
            Indexed by an id that is stable as long as the row's key is: ``kind`` (parameter, crossing, hub, trade,
            link, service, scenario), ``name`` in plain words, ``unit, low, central, high, value`` (the one in use),
            ``source, confidence, cause`` (what it shares with the other inputs of that cause), and ``class, mode,
            service, place, country`` where it has them. Parameters that no model reads are left out.
        """
        registry = self.registry
        frame = registry.frame.copy()
        frame.insert(list(frame).index("high") + 1, "value", registry.values(self.chosen))
        return frame

    def with_inputs(self, values: Mapping[str, float]) -> Self:
        """Return the region with uncertain inputs set, as if their cells in the files were changed.

        Changes by ``with_parameters``, ``with_hub`` and scenarios stay on top. Where a row of trade has ``mass_mt``, it
        changes in proportion. A value may lie outside the low and high, but the cell must be able to have it.

        Parameters
        ----------
        values : mapping
            Values by the ids of `uncertain_inputs`; all others stay as they are.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            When an input is not known, or the file could not have the value.
        """
        return self.with_overrides(InputChange(self.registry.check(values)))

    def with_quantiles(self, quantiles: Mapping[str, float]) -> Self:
        """Return the region with inputs, or all inputs of a cause jointly, set to quantiles of their distributions.

        Parameters
        ----------
        quantiles : mapping
            Probabilities, 0 (low) to 1 (high), by id of an input or name of a cause, as `uncertain_inputs` has them. An
            input that is named itself and by its cause takes its own.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            When a name is not known, or a quantile is not from 0 to 1.
        """
        registry = self.registry
        at: dict[int, float] = {}
        for name, quantile in sorted(quantiles.items(), key=lambda item: item[0] in registry.position):
            if not (isinstance(quantile, Real) and 0 <= quantile <= 1):
                message = f"quantile {quantile!r} of {name} is not from 0 (low) to 1 (high)"
                raise ValueError(message)
            rows = [registry.position[name]] if name in registry.position else registry.cause(name)
            at |= dict.fromkeys(rows, float(quantile))
        rows = np.array(list(at), dtype=np.int64)
        values = triangular(np.array(list(at.values())), *(end[rows] for end in registry.triple))
        ids = [registry.ids[row] for row in rows]
        return self.with_overrides(InputChange(dict(zip(ids, values.tolist(), strict=True))))

    def sample_inputs(
        self,
        n: int,
        seed: int,
        method: str = "latin",
        correlation: float | Mapping[str, float] | None = None,
    ) -> InputDraws[Self]:
        """Draw all uncertain inputs together, correlated where they share a cause.

        Parameters
        ----------
        n : int
            Number of draws.
        seed : int
            Equal seeds give equal draws.
        method : {"latin", "sobol", "random"}
            How the common factors of the causes are spread.
        correlation : float or mapping, optional
            Correlation of two inputs of one cause: one number for all, or numbers by cause; see `InputDraws`.

        Returns
        -------
        InputDraws
            ``.region(i)`` is the region with the values of a draw. Inputs that are set already stay as they are.

        Raises
        ------
        ValueError
            When the number of draws, the method, a cause or a correlation is none.
        """
        return InputDraws.plan(self, n, seed, method, correlation)

    def in_year(self, year: int) -> Self:
        """Return the region as it is in another year: that year's trade, and what else is different then.

        Parameters
        ----------
        year : int
            One of ``years``, else a ValueError; the folder ``years`` of the region has them.

        Returns
        -------
        Region

        Raises
        ------
        UnknownNameError
            When an input is set that is none in that year, as a row of trade that is not there.
        """
        data, changes = in_year(self.data, year)
        rest = self.overrides[len(changes_in(self.data.world)) :]
        moved = replace(self, data=data, overrides=changes + rest)
        if lost := moved.settled.keys() - moved.registry.position.keys():
            message = f"{min(lost)} is set, and is no uncertain input of {year}; choose the year before setting inputs"
            raise UnknownNameError(message)
        return moved

    # -- other numbers -------------------------------------------------------------------------------------------

    def sample_parameters(self, seed: int) -> Self:
        """Return the region with each uncertain input drawn from its triangular distribution.

        Parameters
        ----------
        seed : int
            Equal seeds give equal draws.

        Returns
        -------
        Region
        """
        return replace(self, choice=Choice("central", seed))

    def with_overrides(self, *overrides: Override) -> Self:
        """Return the region with changes that hold in every scenario.

        Parameters
        ----------
        *overrides : CellChange, Change, DemandChange, InputChange, ParameterChange or ServiceChange
            Added after those that are there already. Names may stand for ids.

        Returns
        -------
        Region

        Raises
        ------
        UnknownNameError
            When a change names what the region does not have.
        InputError
            When a change selects nothing, or a number cannot be.
        """
        settled = settle_changes(self.data, overrides)
        cells = changes_of(settled, CellChange)
        data = with_cells(self.data, cells) if cells else self.data
        edits = (*self.edits, Edit(cells, self.data, data)) if cells else self.edits
        return replace(self, data=data, overrides=self.overrides + settled, edits=edits)

    def with_scenarios(self, *scenarios: Scenario) -> Self:
        """Return the region with more scenarios.

        Parameters
        ----------
        *scenarios : Scenario
            Their names must be free, or be those of scenarios of the region that are just the same.

        Returns
        -------
        Region

        Raises
        ------
        UnknownNameError
            When a change names what the region does not have.
        InputError
            When a name is taken, a change selects nothing, or a number cannot be.
        """
        known = {"base": BASE} | resolve(self.data.scenarios)
        added: dict[str, Scenario] = {}
        for item in scenarios:
            settled = settle_scenario(self.data, item, known)
            own = known.get(settled.name)
            if own is not None and own != settled:
                raise InputError([f"there is a scenario {settled.name} already, another one; give it another name"])
            if own is None:
                added[settled.name] = unwritten(settled, known)
                known[settled.name] = settled
        return replace(self, data=replace(self.data, scenarios=self.data.scenarios | added)) if added else self

    def with_parameters(self, values: Mapping[str | tuple[str, ...], float]) -> Self:
        """Return the region with parameters set.

        Parameters
        ----------
        values : mapping
            Values by parameter name (everywhere), or by ``(name, class, mode, service, place, country)`` whose
            tail may be left out.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            When a name is not known, or a value is not a number of at least 0.
        """
        return self.with_overrides(*parameter_changes(self.data, values))

    def with_parameter(self, parameter: str, **change: Any) -> Self:
        """Return the region with one parameter changed.

        Parameters
        ----------
        parameter : str
            Its name.
        **change
            ``value=`` or ``factor=``, and ``cls=, mode=, service=, place=, country=`` where it holds.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            When a name is not known, or the number is not at least 0.
        """
        return self.with_overrides(*parameter_changes(self.data, {}, ParameterChange(parameter, **change)))

    def with_hub(self, place: str, **numbers: float) -> Self:
        """Return the region with a hub's numbers set, e.g. ``with_hub("Tashkent", handling_factor=0.5)``.

        Parameters
        ----------
        place : str
            Id, name or alias of the hub.
        **numbers : float
            Values by the columns of hubs.csv: ``handling_factor, dwell_factor, fixed_usd_per_year,
            capacity_t_per_year, capacity_teu_per_year``.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            When a name is not known, or a value is not a number of at least 0.
        """
        where = self.data.place_names.find(place)
        changes = [ParameterChange(name, value=value, place=where) for name, value in numbers.items()]
        return self.with_overrides(*parameter_changes(self.data, {}, *changes))

    def with_demand(
        self,
        factor: float,
        *,
        exporter: str | Sequence[str] = (),
        importer: str | Sequence[str] = (),
        country: str | Sequence[str] = (),
        cls: str | Sequence[str] = (),
    ) -> Self:
        """Return the region with some trade multiplied, e.g. ``with_demand(2, country="UZB")``.

        Parameters
        ----------
        factor : float
            What the trade is multiplied by.
        exporter, importer, country : str or sequence of str
            Countries by ISO 3166 alpha-3 code, all when empty; ``country`` is either side of the trade.
        cls : str or sequence of str
            Classes, all when empty.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            When a name is not known, or the factor is not a number of at least 0.
        """
        change = demand_change(self.data, factor, exporter=exporter, importer=importer, country=country, cls=cls)
        return self.with_overrides(change)
