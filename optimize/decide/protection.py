"""What to protect so that the worst that may still happen costs least: a tree search over worst events.

Whatever is protected, if it leaves the worst event possible, it costs as much as that; so the best protection either
costs that or protects a part of the event. The search branches on the parts (Scaparra and Church 2008), and looks at
no more than r**q protections, however many parts there are to choose from.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

Part = TypeVar("Part")
Event = tuple[tuple[Part, ...], float]


def best_protection(
    worst: Callable[[frozenset[Part]], Event[Part]], parts: Iterable[Part], q: int
) -> tuple[frozenset[Part], tuple[Part, ...], float]:
    """Find the q parts to protect.

    Parameters
    ----------
    worst : callable
        Takes the parts that are protected, up to q, and gives the worst event that has none of them, and its cost.
    parts : iterable
        All parts, at least q.
    q : int
        How many to protect.

    Returns
    -------
    frozenset
        The parts protected; where fewer than q do as well, more in the order of `parts`.
    tuple
        The worst event that is left.
    float
        Its cost.
    """
    seen: set[frozenset[Part]] = set()
    best: tuple[float, frozenset[Part]] | None = None

    def visit(safe: frozenset[Part]) -> None:
        nonlocal best
        seen.add(safe)
        event, cost = worst(safe)
        if best is None or cost < best[0]:
            best = cost, safe
        if len(safe) < q:
            for part in event:
                if safe | {part} not in seen:
                    visit(safe | {part})

    visit(frozenset())
    assert best is not None  # noqa: S101
    safe = best[1]
    for part in parts:
        if len(safe) < q:
            safe |= {part}
    return safe, *worst(safe)
