"""Hub problems without their matrices: what is sent, pair by pair, over legs that classes have in common."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.errors import report
from optimize.kernels import Crowd, Pairs, new_crowd
from optimize.pickles import Slim
from optimize.problem import LARGEST, FloatArray, IntArray, Scenario


@dataclass(frozen=True, eq=False)
class Freight(Slim, Brief):
    """What a scenario sends, pair by pair, and what its ways over hubs cost.

    A path from i over hubs k and m to j costs the collection from i to k, the charge at k, the transfer and the charge
    at m where m is another hub, and the distribution from m to j. Classes differ in their legs; within a class pairs
    may differ in their *tariff*, what they are charged at the hubs.

    Attributes
    ----------
    classes : tuple of str
        Names of the c classes, for messages.
    collection : (c, n, h) array
        Unit cost from each node to each candidate; ``inf`` = no way, as in all legs.
    transfer : (c, h, h) array
        Unit cost between candidates, zero on the diagonal.
    distribution : (c, h, n) array
        Unit cost from each candidate to each node.
    charge : (t, h) array
        Unit cost of passing each candidate, by tariff.
    weight : (c,) array
        Factor of each class's cost in the objective.
    capacity_use : (c,) array
        What a unit of each class takes of a hub's capacity.
    cls, tariff, origin, destination : (pairs,) int arrays
        Which class and tariff a pair has, and its nodes; an origin's pairs best follow each other.
    flow : (pairs,) array
    outside : (pairs,) array
        Unit cost without a hub, or of not being served; ``inf`` where a pair has to use a hub.
    """

    classes: tuple[str, ...]
    collection: FloatArray
    transfer: FloatArray
    distribution: FloatArray
    charge: FloatArray
    weight: FloatArray
    capacity_use: FloatArray
    cls: IntArray
    tariff: IntArray
    origin: IntArray
    destination: IntArray
    flow: FloatArray
    outside: FloatArray

    @property
    def pairs(self) -> Pairs:
        """The pairs, as kernels take them."""
        return Pairs(self.cls, self.tariff, self.origin, self.destination, self.flow, self.outside)

    @property
    def legs(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Collection, transfer and distribution, as kernels take them."""
        legs = self.collection, self.transfer, self.distribution
        for c in np.flatnonzero(self.weight == 0):
            # what does not count may go anywhere: zero times an infinite cost would not be a number
            legs = tuple(np.where(np.isinf(leg) & (np.arange(len(leg)) == c)[:, None, None], 0.0, leg) for leg in legs)  # type: ignore[assignment]
        return legs

    @cached_property
    def crowd(self) -> Crowd:
        """The pairs that some hub may serve, as kernels take them; without capacities."""
        unlimited = np.full(self.charge.shape[1], np.inf)
        return new_crowd(self.legs, self.charge, self.weight, self.capacity_use, unlimited, self.pairs)

    def costs(self, pair: IntArray, first: IntArray, last: IntArray) -> FloatArray:
        """Return what paths over hubs cost.

        Parameters
        ----------
        pair : (m,) int array
            Positions of the pairs.
        first, last : (m,) int arrays
            Positions of their hubs among the candidates.

        Returns
        -------
        (m,) array
            Of a unit; ``inf`` for a path that does not exist.
        """
        c, tariff = self.cls[pair], self.tariff[pair]
        second = np.where(first == last, 0.0, self.transfer[c, first, last] + self.charge[tariff, last])
        to_hub = self.collection[c, self.origin[pair], first] + self.charge[tariff, first]
        return to_hub + second + self.distribution[c, last, self.destination[pair]]

    def faults(self, scenario: str, candidates: int) -> list[str]:
        """Say what cannot be calculated with.

        Parameters
        ----------
        scenario : str
            Its name, for messages.
        candidates : int
            Number of candidates.

        Returns
        -------
        list of str
        """
        c, h = len(self.classes), candidates
        n = self.collection.shape[1] if self.collection.ndim == 3 else 0
        pairs = len(self.flow)
        faults = []
        for name, shape, endless in (
            ("collection", (c, n, h), True),
            ("transfer", (c, h, h), True),
            ("distribution", (c, h, n), True),
            ("charge", (len(self.charge), h), False),
            ("weight", (c,), False),
            ("capacity_use", (c,), False),
            ("flow", (pairs,), False),
            ("outside", (pairs,), True),
        ):
            array: FloatArray = getattr(self, name)
            if array.shape != shape:
                faults.append(f"scenario {scenario!r}: {name} has shape {array.shape}: it has to be {shape}")
                continue
            wrong = ~(array >= 0) | ((array > LARGEST) & ~(endless & np.isinf(array)))
            if wrong.any():
                at = tuple(int(x) for x in np.argwhere(wrong)[0])
                limits = f"from 0 to {LARGEST:g}" + (", or inf" if endless else "")
                faults.append(f"scenario {scenario!r}: {name} is {array[at]:g} at {at}: it has to be {limits}")
        for name, most in (("cls", c), ("tariff", len(self.charge)), ("origin", n), ("destination", n)):
            index: npt.NDArray[np.int64] = getattr(self, name)
            if index.shape != (pairs,) or not ((index >= 0) & (index < most)).all():
                faults.append(f"scenario {scenario!r}: {name} has to be a whole number below {most} for each pair")
        return faults


@dataclass(frozen=True, eq=False)
class PooledScenario(Slim, Brief):
    """One state of the world: its freight, its probability, its hubs.

    Attributes
    ----------
    name : str
    probability : float
        In [0, 1].
    freight : Freight
    fixed_cost : (h,) array
        Cost of having each candidate open.
    capacity : (h,) array or None
        Capacity of each candidate; ``inf`` = unlimited.
    """

    name: str
    probability: float
    freight: Freight
    fixed_cost: FloatArray
    capacity: FloatArray | None = None

    @property
    def is_limited(self) -> bool:
        """Whether any hub has a finite capacity."""
        return self.capacity is not None and bool(np.isfinite(self.capacity).any())

    @cached_property
    def crowd(self) -> Crowd:
        """The pairs that some hub may serve, as kernels take them."""
        crowd = self.freight.crowd
        return crowd if self.capacity is None else crowd._replace(capacity=self.capacity)

    @cached_property
    def counting(self) -> Crowd:
        """Those of them that count in the objective: where room is unlimited, the others do not matter."""
        freight = self.freight
        if (freight.weight > 0).all():
            return self.crowd
        on = freight.weight[freight.cls] > 0
        names = ("cls", "tariff", "origin", "destination", "flow", "outside")
        return replace(freight, **{name: getattr(freight, name)[on] for name in names}).crowd


@dataclass(frozen=True, eq=False)
class PooledProblem(Slim, Brief):
    """A hub problem in some scenarios, compact: `HubSetTable.build` takes it in place of a `ScenarioProblem`.

    Where a problem has many blocks that differ in few numbers, making and checking their matrices takes longer than
    the table itself.

    Attributes
    ----------
    candidates : tuple of labels
        The h candidate hubs.
    scenarios : tuple of PooledScenario
        With probabilities that sum to 1.
    capacity_on : {"collection", "throughput"}
        What capacities limit, see `HubProblem`.

    Raises
    ------
    InputError
        If arrays cannot be calculated with; it reports all faults at once.
    """

    candidates: tuple[Hashable, ...]
    scenarios: tuple[PooledScenario, ...]
    capacity_on: str = "collection"

    def __post_init__(self) -> None:
        h, faults = len(self.candidates), []
        for scenario in self.scenarios:
            faults += scenario.freight.faults(scenario.name, h)
            for name, array, endless in (
                ("fixed_cost", scenario.fixed_cost, False),
                ("capacity", scenario.capacity, True),
            ):
                if array is not None and not (array.shape == (h,) and _sound(array, endless)):
                    faults.append(f"scenario {scenario.name!r}: {name} has to be {h} numbers from 0 to {LARGEST:g}")
        if not (h and self.scenarios):
            faults.append("a problem needs at least one candidate and one scenario")
        if self.capacity_on not in ("collection", "throughput"):
            faults.append(f"`capacity_on` is {self.capacity_on!r}: use 'collection' or 'throughput'")
        report(faults)

    @property
    def h(self) -> int:
        """Number of candidate hubs."""
        return len(self.candidates)

    @property
    def link_cost(self) -> None:
        """There are no set-up costs of hub links."""
        return

    @property
    def discount(self) -> None:
        """There is no flow-dependent discount."""
        return


def _sound(array: FloatArray, endless: bool) -> bool:
    """Whether numbers can be calculated with."""
    return bool(((array >= 0) & ((array <= LARGEST) | (endless & np.isinf(array)))).all())


def pooled(scenario: Scenario) -> PooledScenario:
    """Put the blocks of a scenario on top of each other.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    PooledScenario
        Each block is a class with a tariff of its own.
    """
    blocks = scenario.blocks
    places = [np.nonzero(block.flow) for block in blocks]
    which = np.concatenate([np.full(len(i), b, dtype=np.int64) for b, (i, _) in enumerate(places)])
    origin, destination = (np.concatenate([place[end] for place in places]) for end in (0, 1))
    outsides = [
        np.full(len(place[0]), np.inf) if block.outside is None else block.outside[place]
        for block, place in zip(blocks, places, strict=True)
    ]
    freight = Freight(
        classes=tuple(block.name for block in blocks),
        collection=np.stack([block.collection for block in blocks]),
        transfer=np.stack([block.transfer for block in blocks]),
        distribution=np.stack([block.distribution for block in blocks]),
        charge=np.stack([block.handling for block in blocks]),
        weight=np.array([block.weight for block in blocks]),
        capacity_use=np.array([block.capacity_use for block in blocks]),
        cls=which,
        tariff=which,
        origin=origin,
        destination=destination,
        flow=np.concatenate([block.flow[place] for block, place in zip(blocks, places, strict=True)]),
        outside=np.concatenate(outsides),
    )
    return PooledScenario(scenario.name, scenario.probability, freight, scenario.fixed_cost, scenario.capacity)
