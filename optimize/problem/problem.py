"""`HubProblem`: a hub-location problem made from arrays, checked once and frozen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.errors import InputError, report
from optimize.late import pd
from optimize.problem.arguments import changed_arguments, checked_block, make_block, spread_arguments
from optimize.problem.block import Block, FloatArray, IntArray, Scenario
from optimize.problem.frozen import Frozen, freeze
from optimize.problem.geometry import arguments_of
from optimize.problem.model_file import ModelFile
from optimize.problem.validation import as_matrix, as_vector, candidate_positions, node_labels

if TYPE_CHECKING:
    import geopandas as gpd

Label = Hashable


@dataclass(frozen=True, eq=False, init=False)
class HubProblem(ModelFile, Frozen, Brief):
    """Where to open hubs: flows, leg costs, hub costs and capacities of one state of the world.

    Flows and costs may be in any units, but the same throughout: with tonnes a year and USD per tonne, fixed costs are
    USD a year, capacities tonnes a year, and the objective USD a year.

    Parameters
    ----------
    flow : (n, n) array, DataFrame or SciPy sparse matrix
        Quantity sent from i to j, >= 0. A DataFrame's index gives the labels; what a sparse matrix leaves out is 0.
    cost : (n, n) array or DataFrame, optional
        Unit cost of transport from i to j, >= 0; need be neither symmetric nor metric; ``numpy.inf`` where there is no
        connection. May be left out if all three leg matrices are given.
    collection, transfer, distribution : float
        The factors chi, alpha and delta on `cost` for the three legs, >= 0.
    collection_cost, transfer_cost, distribution_cost : (n, n) array or DataFrame, optional
        Unit costs of one leg in place of the factor times `cost`; the factor is not applied to them.
    fixed_cost : float, (n,) array, Series or mapping, optional
        Cost of opening a hub at a node; default: 0.
    capacity : float, (n,) array, Series or mapping, optional
        Capacity of a hub in units of flow (see `capacity_on`); ``inf`` = unlimited.
    handling_cost : float, (n,) array, Series or mapping, optional
        Unit cost of passing through a hub, paid at each hub of a path; default: 0.
    direct_cost : (n, n) array or DataFrame, optional
        Unit cost of direct service, without a hub; None = not offered, ``inf`` = not offered to that pair.
    candidates : sequence of labels or indices, or (n,) bool array, optional
        Nodes that may be hubs; default: all.
    labels : sequence, optional
        Names of the nodes; default: the DataFrame's index, or ``0 .. n-1``.
    unmet_penalty : float or (n, n) array, optional
        Penalty per unit of demand that is left unserved. Leaving demand unserved is an outside option like direct
        service, and is reported as unmet. None: all demand must be served, and a problem where that is impossible is
        infeasible.
    capacity_on : {"collection", "throughput"}
        What `capacity` limits: the flow collected from origins, or all flow that enters the hub (from origins and
        from other hubs).
    link_cost : (n, n) array, optional
        Set-up cost of a link between two hubs (incomplete hub networks); ``inf`` = the link cannot be built.
    discount : sequence of (float, float), optional
        Flow-dependent economies of scale on hub links, as pieces (fixed part in units of flow, slope), both >= 0. A
        link with flow y costs ``cost * min over pieces (fixed + slope * y)``, concave in y (O'Kelly and Bryan 1998).
        With it `transfer` should be 1.
    name : str
        Name of the single block.
    metadata : mapping, optional
        Anything that should travel with the problem; no method reads it.

    Attributes
    ----------
    labels : tuple
        Labels of the n nodes.
    candidate_index : (h,) int array
        Positions of the candidate hubs among the nodes, ascending.
    blocks : tuple of Block
        One for each commodity class.
    fixed_cost : (h,) array
        Cost of opening each candidate.
    capacity : (h,) array or None
        Capacity of each candidate.
    link_cost : (h, h) array or None
        Set-up costs of the links between candidates.
    discount : tuple of (float, float), or None
        The pieces of the discount.

    Raises
    ------
    InputError
        If arguments cannot be used; it reports all faults at once.

    Examples
    --------
    >>> import numpy as np
    >>> problem = HubProblem(flow=np.ones((3, 3)), cost=np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0.0]]), transfer=0.5)
    >>> problem
    HubProblem(3 nodes, 3 candidate hubs, 1 block)
    """

    labels: tuple[Label, ...]
    candidate_index: IntArray
    blocks: tuple[Block, ...]
    fixed_cost: FloatArray
    capacity: FloatArray | None
    capacity_on: str
    link_cost: FloatArray | None
    discount: tuple[tuple[float, float], ...] | None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def __init__(
        self,
        flow: npt.ArrayLike | pd.DataFrame,
        cost: npt.ArrayLike | pd.DataFrame | None = None,
        *,
        collection: float = 1.0,
        transfer: float = 1.0,
        distribution: float = 1.0,
        collection_cost: npt.ArrayLike | pd.DataFrame | None = None,
        transfer_cost: npt.ArrayLike | pd.DataFrame | None = None,
        distribution_cost: npt.ArrayLike | pd.DataFrame | None = None,
        fixed_cost: Any = None,
        capacity: Any = None,
        handling_cost: Any = None,
        direct_cost: npt.ArrayLike | pd.DataFrame | None = None,
        candidates: Iterable[Label] | None = None,
        labels: Sequence[Label] | None = None,
        unmet_penalty: Any = None,
        capacity_on: str = "collection",
        link_cost: npt.ArrayLike | pd.DataFrame | None = None,
        discount: Sequence[tuple[float, float]] | None = None,
        name: str = "flow",
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        block = {
            "flow": flow,
            "cost": cost,
            "collection": collection,
            "transfer": transfer,
            "distribution": distribution,
            "collection_cost": collection_cost,
            "transfer_cost": transfer_cost,
            "distribution_cost": distribution_cost,
            "handling_cost": handling_cost,
            "direct_cost": direct_cost,
            "unmet_penalty": unmet_penalty,
        }
        object.__setattr__(self, "metadata", dict(metadata or {}))
        self._fill({name: block}, fixed_cost, capacity, candidates, labels, capacity_on, link_cost, discount)

    @classmethod
    def from_blocks(
        cls,
        blocks: Mapping[str, Mapping[str, Any]],
        *,
        fixed_cost: Any = None,
        capacity: Any = None,
        candidates: Iterable[Label] | None = None,
        labels: Sequence[Label] | None = None,
        capacity_on: str = "collection",
        link_cost: npt.ArrayLike | pd.DataFrame | None = None,
        discount: Sequence[tuple[float, float]] | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> HubProblem:
        """Make a problem of several commodity classes that share nodes and hubs.

        Parameters
        ----------
        blocks : mapping of name to mapping
            For each class the arguments that `HubProblem` takes for one: ``flow`` and ``cost`` with the factors, or
            the leg matrices, ``handling_cost``, ``direct_cost``, ``unmet_penalty``; ``weight`` (default 1) and
            ``capacity_use``, what a unit of its flow takes of a hub's capacity (default 1).
        fixed_cost, capacity, candidates, labels, capacity_on, link_cost, discount, metadata
            As for `HubProblem`, for all classes together.

        Returns
        -------
        HubProblem

        Raises
        ------
        InputError
            If arguments cannot be used; it reports all faults at once.

        Examples
        --------
        >>> import numpy as np
        >>> legs = {"flow": np.ones((2, 2)), "cost": np.array([[0, 1], [1, 0.0]])}
        >>> HubProblem.from_blocks({"bulk": legs, "parcels": {**legs, "weight": 2.0}})
        HubProblem(2 nodes, 2 candidate hubs, 2 blocks)
        """
        problem = cls.__new__(cls)
        object.__setattr__(problem, "metadata", dict(metadata or {}))
        problem._fill(  # noqa: SLF001
            blocks, fixed_cost, capacity, candidates, labels, capacity_on, link_cost, discount
        )
        return problem

    @classmethod
    def from_geodataframe(
        cls,
        points: gpd.GeoDataFrame | gpd.GeoSeries,
        flow: Any,
        *,
        distance: str = "auto",
        cost_per_km: float = 1.0,
        **arguments: Any,
    ) -> HubProblem:
        """Make a problem of points on a map, with what lies between them as cost.

        Parameters
        ----------
        points : GeoDataFrame or GeoSeries
            A point for each node; its index gives the labels, and its CRS has to be set.
        flow : (n, n) array, DataFrame or mapping
            Quantities, in the order of `points`; a DataFrame with labels on both axes, in any order; or one with a row
            for each pair and the columns ``origin, destination, flow``. Points that a DataFrame does not name send and
            receive nothing. A mapping has one of these for each commodity class.
        distance : {"auto", "great_circle", "projected"}
            Geodesics on the ellipsoid of the CRS (Karney 2013), straight lines on the map, or by the kind of the CRS:
            geodesics for longitudes and latitudes, straight lines for a projection that keeps lengths to 5%.
        cost_per_km : float
            Cost of moving one unit a kilometre, before the factors of the legs.
        **arguments
            Further arguments of `HubProblem`, but ``cost`` and ``labels``; for a mapping those that hold for a block
            hold for each.

        Returns
        -------
        HubProblem

        Raises
        ------
        InputError
            If points, CRS or flows cannot be used; it reports all faults at once.
        """
        blocks, labels = arguments_of(points, flow, distance, cost_per_km)
        given = {**arguments, "metadata": {"points": points.geometry, **(arguments.get("metadata") or {})}}
        return cls.from_blocks(**spread_arguments(blocks, labels, given))

    def _fill(
        self,
        blocks: Mapping[str, Mapping[str, Any]],
        fixed_cost: Any,
        capacity: Any,
        candidates: Iterable[Label] | None,
        labels: Sequence[Label] | None,
        capacity_on: str,
        link_cost: npt.ArrayLike | pd.DataFrame | None,
        discount: Sequence[tuple[float, float]] | None,
    ) -> None:
        faults: list[str] = []
        if not blocks:
            report(["a problem needs at least one block: give `flow` and `cost`"])
        report(
            f"block {name!r} is a {type(spec).__name__}: give a mapping with `flow` and `cost`"
            for name, spec in blocks.items()
            if not isinstance(spec, Mapping)
        )
        names = node_labels(labels, [spec.get("flow") for spec in blocks.values()], faults)
        report(faults)
        chosen = candidate_positions(candidates, names, faults)
        specs = {str(name): checked_block(str(name), spec, names, faults) for name, spec in blocks.items()}
        fixed = as_vector("fixed_cost", fixed_cost, names, faults, default=0.0)
        limit = (
            None if capacity is None else as_vector("capacity", capacity, names, faults, default=np.inf, allow_inf=True)
        )
        if capacity_on not in ("collection", "throughput"):
            faults.append(f"`capacity_on` is {capacity_on!r}: use 'collection' or 'throughput'")
        links = None if link_cost is None else as_matrix("link_cost", link_cost, names, faults, allow_inf=True)
        pieces = None if discount is None else _pieces(discount, faults)
        report(faults)
        for key, value in {
            "labels": names,
            "candidate_index": chosen,
            "blocks": tuple(make_block(name, spec, chosen) for name, spec in specs.items()),
            "fixed_cost": fixed[chosen],
            "capacity": None if limit is None else limit[chosen],
            "capacity_on": capacity_on,
            "link_cost": None if links is None else links[np.ix_(chosen, chosen)],
            "discount": pieces,
        }.items():
            object.__setattr__(self, key, value)
        given = {
            "blocks": specs,
            "labels": names,
            "candidates": tuple(names[i] for i in chosen),
            "fixed_cost": fixed,
            "capacity": limit,
            "capacity_on": capacity_on,
            "link_cost": links,
            "discount": pieces,
            "metadata": self.metadata,
        }
        object.__setattr__(self, "_given", given)
        freeze(self.__dict__)

    def replace(self, **changes: Any) -> HubProblem:
        """Make a changed copy.

        Parameters
        ----------
        **changes
            Any argument of `HubProblem` or of `HubProblem.from_blocks`. What belongs to a block (``flow``, ``cost``,
            the factors and matrices of the legs, ``handling_cost``, ``direct_cost``, ``unmet_penalty``, ``weight``) is
            changed in all blocks; ``blocks={"bulk": {"transfer": 0.5}}`` changes one. A factor replaces a leg's own
            matrix, and vice versa. With other ``labels`` the candidates stay the same nodes.

        Returns
        -------
        HubProblem

        Raises
        ------
        InputError
            For unknown arguments, a factor where there is no `cost` to multiply, and everything that `HubProblem`
            refuses; it reports all faults at once. Also for a problem that was derived from another (one without
            direct service, for example): change the original instead.

        Examples
        --------
        >>> import numpy as np
        >>> problem = HubProblem(np.ones((2, 2)), np.array([[0, 4], [4, 0.0]]))
        >>> problem.replace(transfer=0.5).blocks[0].transfer.tolist()
        [[0.0, 2.0], [2.0, 0.0]]
        """
        given: Mapping[str, Any] | None = self.__dict__.get("_given")
        if given is None:
            raise InputError(["this problem was derived from another one: call replace() on the original"])
        return HubProblem.from_blocks(**changed_arguments(given, changes))

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.labels)

    @property
    def h(self) -> int:
        """Number of candidate hubs."""
        return len(self.candidate_index)

    @cached_property
    def candidates(self) -> tuple[Label, ...]:
        """Labels of the candidate hubs, in the order of the nodes."""
        return tuple(self.labels[i] for i in self.candidate_index)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The single scenario of a plain problem, so that algorithms need not tell it from a `ScenarioProblem`."""
        return (Scenario("base", 1.0, self.blocks, self.fixed_cost, self.capacity),)

    @cached_property
    def total_flow(self) -> float:
        """Sum of all flows of all blocks, not multiplied by the blocks' weights."""
        return float(sum(block.flow.sum() for block in self.blocks))

    def _brief_values(self) -> dict[str, Any]:
        blocks = tuple(block.name for block in self.blocks)
        return {"nodes": self.labels, "candidates": self.candidates, "blocks": blocks, "total_flow": self.total_flow}

    def __repr__(self) -> str:
        count = len(self.blocks)
        return f"HubProblem({self.n} nodes, {self.h} candidate hubs, {count} block{'s' if count != 1 else ''})"


def _pieces(discount: Sequence[tuple[float, float]], faults: list[str]) -> tuple[tuple[float, float], ...]:
    try:
        pieces = tuple((float(fixed), float(slope)) for fixed, slope in discount)
    except (TypeError, ValueError):
        pieces = ()
    if not pieces or any(not (fixed >= 0 and slope >= 0) for fixed, slope in pieces):
        faults.append("`discount` needs at least one (fixed, slope) piece, all numbers >= 0")
    return pieces
