"""A design on a problem with all its paths priced: what the objective is computed from and what the rules look at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.evaluate.links import Links, built_links, every_link
from optimize.evaluate.pricing import PricedBlock, cheapest_routing
from optimize.evaluate.risk import can_count
from optimize.problem import Block, FloatArray, Problem, Scenario
from optimize.rules import Routing
from optimize.run import Design, Request


@dataclass(frozen=True, eq=False)
class PlacedBlock:
    """A block of a design, and where it is.

    Attributes
    ----------
    where : str
        Class and, if there are several, scenario in words.
    priced : PricedBlock
    assigned : (n, h) bool array or None
        Hubs that each node uses; None = all that are open.
    counts : bool
        Whether the objective depends on its scenario: mostly not on one of probability 0.
    """

    where: str
    priced: PricedBlock
    assigned: npt.NDArray[np.bool_] | None
    counts: bool

    @property
    def flow(self) -> FloatArray:
        """(n, n) flow between nodes."""
        return self.priced.block.flow


@dataclass(frozen=True, eq=False)
class PricedDesign:
    """A problem, what was asked for, a design, and its flows.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    design : Design
    blocks : tuple of tuples of PricedBlock
        Of every scenario.
    """

    problem: Problem
    request: Request
    design: Design
    blocks: tuple[tuple[PricedBlock, ...], ...]

    @cached_property
    def open_hubs(self) -> npt.NDArray[np.bool_]:
        """(h,) which candidates are open."""
        opened = np.zeros(self.problem.h, dtype=bool)
        opened[list(self.design.hubs)] = True
        return opened

    def each_block(self) -> Iterator[PlacedBlock]:
        """Go through the blocks of all scenarios.

        Yields
        ------
        PlacedBlock
        """
        counted = can_count(np.array([each.probability for each in self.problem.scenarios]), self.request)
        for s, (scenario, of_scenario) in enumerate(zip(self.problem.scenarios, self.blocks, strict=True)):
            for b, priced in enumerate(of_scenario):
                assigned = None if self.design.assigned is None else self.design.assigned[s][b]
                yield PlacedBlock(self._where(scenario, priced.block), priced, assigned, bool(counted[s]))

    def hub(self, k: int) -> str:
        """Name of a candidate, for a sentence.

        Parameters
        ----------
        k : int

        Returns
        -------
        str
        """
        return repr(self.problem.candidates[k])

    def hubs(self, which: Iterable[int]) -> str:
        """Names of candidates, for a sentence.

        Parameters
        ----------
        which : iterable of int

        Returns
        -------
        str
        """
        return ", ".join(self.hub(k) for k in which)

    def node(self, i: int) -> str:
        """Name of a node, for a sentence.

        Parameters
        ----------
        i : int

        Returns
        -------
        str
        """
        return repr(self.problem.labels[i])

    def _where(self, scenario: Scenario, block: Block) -> str:
        if len(self.problem.scenarios) == 1:
            return f"class {block.name!r}"
        return f"class {block.name!r} of scenario {scenario.name!r}"


def price_design(
    problem: Problem, design: Design, routings: Sequence[Sequence[Routing]] | None = None
) -> tuple[tuple[PricedBlock, ...], ...]:
    """Price all paths of a design.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    design : Design
    routings : sequence of sequences of Routing, optional
        Paths of each scenario's blocks; default: those of the design, or the cheapest ones where it has none.

    Returns
    -------
    tuple of tuples of PricedBlock
        Of every scenario.
    """
    routings = design.routing if routings is None else routings
    return tuple(
        tuple(
            _price_block(problem, design, (s, b), block, None if routings is None else routings[s][b])
            for b, block in enumerate(scenario.blocks)
        )
        for s, scenario in enumerate(problem.scenarios)
    )


def link_set_up_cost(problem: Problem, design: Design) -> float:
    """Add up what the hub links of a design cost to set up, each at the price of its cheaper direction.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    design : Design

    Returns
    -------
    float
        0 where links are free, or none is a decision.
    """
    if problem.link_cost is None or design.links is None:
        return 0.0
    undirected = np.minimum(problem.link_cost, problem.link_cost.T)
    return float(undirected[np.triu(design.links | design.links.T, 1)].sum())


def _price_block(
    problem: Problem, design: Design, place: tuple[int, int], block: Block, routing: Routing | None
) -> PricedBlock:
    s, b = place
    links = _links(block, design)
    if routing is None:
        assigned = None if design.assigned is None else design.assigned[s][b]
        routing = cheapest_routing(block, design.hubs, links, assigned)
    return PricedBlock(block, routing, links, problem.discount)


def _links(block: Block, design: Design) -> Links:
    if design.links is None:
        return every_link(block)
    return built_links(block, np.array(design.hubs, dtype=np.int64), design.links)
