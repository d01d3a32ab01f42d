"""The suite "families": a few sizes of every other model, all nodes candidates, against the compact model."""

from __future__ import annotations

from typing import Any

from experiments.benchmark.cases import Case

_EVEN = {"collection": 1.0, "distribution": 1.0}
"""Factors for models of the largest cost of a pair: no leg counts more than another."""


def family_cases() -> list[Case]:
    """List the problems: what is asked at which numbers of nodes.

    Returns
    -------
    list of Case
    """
    tight = {"tightness": 0.5}
    asked: list[tuple[str, tuple[int, ...], str, dict[str, Any], dict[str, Any]]] = [
        ("r-allocation, r=2, p=4", (15, 25, 50), "random_euclidean", {}, {"p": 4, "allocation": 2}),
        ("capacities, multiple, p=4", (20, 40, 100), "random_euclidean", tight, {"p": 4}),
        ("capacities, single, p=4", (20, 40, 100), "random_euclidean", tight, {"p": 4, "allocation": "single"}),
        ("4 of 6 hub links, p=4", (10, 20, 50), "random_euclidean", {}, {"p": 4, "hub_links": 4}),
        ("discounts, p=4", (10, 15, 25), "random_discounts", {}, {"p": 4}),
        ("centre, multiple, p=5", (40, 100), "random_euclidean", _EVEN, {"p": 5, "objective": "center"}),
        (
            "centre, single, p=5", (40, 100), "random_euclidean", _EVEN,
            {"p": 5, "objective": "center", "allocation": "single"},
        ),
        (
            "most covered, p=4", (30, 100, 200), "random_euclidean", _EVEN,
            {"p": 4, "objective": "max_covering", "threshold": 60.0},
        ),
        (
            "fewest hubs", (30, 100, 200), "random_euclidean", _EVEN,
            {"objective": "set_covering", "threshold": 110.0},
        ),
    ]  # fmt: skip
    return [
        Case(f"{what}, n={n}", what, reader, {"n": n, "seed": n, **arguments}, request, n)
        for what, sizes, reader, arguments, request in asked
        for n in sizes
    ]
