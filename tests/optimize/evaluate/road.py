"""Four places on a road: the smallest instance on which every rule can be broken and every price worked out by hand."""

import numpy as np

from optimize import HubProblem
from optimize.evaluate import price_design
from optimize.rules import DIRECT, UNMET, Routing
from optimize.run import Design

A, B, C, D = range(4)
"""Positions of the places; each is a candidate."""

PLACE = np.array([0.0, 1.0, 3.0, 6.0])
COST = np.abs(PLACE[:, None] - PLACE)
HANDLING = (0.1, 0.2, 0.4, 0.8)
ALONE = {"direct": DIRECT, "unmet": UNMET}


def road(flow, **rest):
    """Make the problem of flows by pair: collection at cost, transfer at half of it, distribution at twice."""
    amounts = np.zeros((4, 4))
    for (i, j), amount in flow.items():
        amounts[i, j] = amount
    factors = {"transfer": 0.5, "distribution": 2.0, "handling_cost": list(HANDLING), "labels": list("abcd")}
    return HubProblem(amounts, **{"cost": COST, **factors, **rest})


def routing(*paths):
    """Make the paths of one class from (i, j, first, last) or (i, j, "direct" | "unmet"), a share of 1 unless given."""
    rows = []
    for i, j, *rest in paths:
        if rest[0] in ALONE:
            rest = [ALONE[rest[0]], ALONE[rest[0]], *rest[1:]]
        rows.append((i, j, *rest) if len(rest) == 3 else (i, j, *rest, 1.0))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    return Routing(*(np.array(column, dtype=np.int64) for column in columns[:4]), np.array(columns[4], dtype=float))


def design(hubs, *paths, links=None, uses=None):
    """Make a design of one scenario and class."""
    return Design(
        tuple(hubs),
        None if uses is None else ((allocation(uses),),),
        ((routing(*paths),),) if paths else None,
        None if links is None else network(*links),
    )


def allocation(uses):
    """(4, 4) array of the hubs that each place uses."""
    mask = np.zeros((4, 4), dtype=bool)
    for node, hubs in uses.items():
        mask[node, list(hubs)] = True
    return mask


def network(*links):
    """(4, 4) array of links, each in both directions."""
    built = np.zeros((4, 4), dtype=bool)
    for k, m in links:
        built[k, m] = built[m, k] = True
    return built


def priced(problem, of):
    """Price the only class of a problem under a design."""
    ((block,),) = price_design(problem, of)
    return block
