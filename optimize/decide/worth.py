r"""Shapley values: what each hub, or each player of any game, contributes, averaged over all orders of joining.

With the worth :math:`v(S)` of a set of players, player i of m has the value

.. math::
    \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(m-|S|-1)!}{m!}\,[v(S \cup \{i\}) - v(S)]

(Shapley 1953). The values add up to what all players together are worth more than none. Beyond a few players they are
estimated from random orders (Castro, Gomez and Tejada 2009).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from optimize.decide.look_up import bit_masks, checked, labels_of, measure, positions_of, whole_number
from optimize.errors import InputError
from optimize.late import pd
from optimize.problem import FloatArray, IntArray, Problem, without_weightless_gaps
from optimize.table import HubSetTable

Worth = Callable[[tuple[Any, ...]], float]

MOST_HUBS = 16  # the table then holds 65,536 sets; more are for `shapley_values`, which estimates
_MOST_PLAYERS = 20  # about a million sets


def shapley_values(
    worth: Worth, players: Iterable[Hashable], *, exact_up_to: int = 12, orders: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Share what all players are worth together among them.

    Parameters
    ----------
    worth : callable
        Takes some of the players, as a tuple in the order of `players`, and returns what they are worth together; of
        no players too. It is called once for each set.
    players : iterable of labels
        Hubs, corridors, or whatever it may be.
    exact_up_to : int
        Up to that many players all sets are looked at, at most 20.
    orders : int
        Beyond, the number of random orders of joining, at least 2.
    seed : int
        Seed of the random orders.

    Returns
    -------
    DataFrame
        Index ``player``; columns ``value`` and ``standard_error``, 0 where all sets were looked at. The values add up
        to ``worth(all) - worth(none)``, if they are estimated as well.

    Raises
    ------
    InputError
        If arguments cannot be used, or a worth is not a finite number.

    Examples
    --------
    >>> glove = lambda some: float(min(some.count("left"), 1)) if "right" in some else 0.0
    >>> shapley_values(glove, ["left", "right"])["value"].tolist()
    [0.5, 0.5]
    """
    names = list(players)
    if not callable(worth):
        raise InputError([f"worth is a {type(worth).__name__}: give a function of a tuple of players"])
    if len(set(names)) < len(names):
        raise InputError([f"players {sorted({str(x) for x in names if names.count(x) > 1})} are named twice"])
    whole_number(exact_up_to, 0, _MOST_PLAYERS, "exact_up_to", "as there are a million sets of 20 players")
    if len(names) <= exact_up_to:
        masks = range(1 << len(names))
        values = np.array([_worth(worth, names, [k for k in range(len(names)) if mask >> k & 1]) for mask in masks])
        value, error = exact_values(values), np.zeros(len(names))
    else:
        whole_number(seed, 0, 2**64 - 1, "seed", "as generators take it")
        whole_number(orders, 2, 10**9, "orders", "as one order has no spread")
        value, error = _estimated(worth, names, orders, seed)
    index = pd.Index(names, name="player", tupleize_cols=False)
    return pd.DataFrame({"value": value, "standard_error": error}, index=index)


def shapley(
    problem: Problem,
    hubs: Iterable[Hashable] | None = None,
    *,
    base: Iterable[Hashable] = (),
    risk: str = "expected",
    **options: Any,
) -> pd.Series[float]:
    """Share what some hubs save together among them: exact, over all their subsets.

    A set of them is worth what it costs less with them than without: the cost of `base` alone, less the cost of `base`
    and the set, fixed costs included.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of labels, optional
        At most 16; default: all candidates that are not in `base`.
    base : iterable of labels
        Hubs that are open whatever joins them. Without any, all flow must be able to go directly, or be left unserved.
    risk : str
        Risk measure over the scenarios, as for `solve`; no regret.
    **options
        Numbers that it takes (``cvar_level``).

    Returns
    -------
    Series
        By hub, in the order of the nodes, in the unit of costs; they add up to what all of them save.

    Raises
    ------
    InputError
        If arguments cannot be used, or not all flow can be served by `base` alone.

    Examples
    --------
    >>> from optimize import HubProblem
    >>> cost = np.array([[0, 2, 4], [2, 0, 2], [4, 2, 0.0]])
    >>> shapley(HubProblem(np.ones((3, 3)), cost, unmet_penalty=10.0, labels="abc"))
    a    22.666667
    b    28.666667
    c    22.666667
    Name: shapley, dtype: float64
    """
    problem = without_weightless_gaps(checked(problem))
    held = positions_of(problem, base, "base")
    chosen = (
        tuple(k for k in range(problem.h) if k not in held) if hubs is None else positions_of(problem, hubs, "hubs")
    )
    twice = labels_of(problem, set(held) & set(chosen))
    if twice:
        raise InputError([f"{', '.join(map(str, twice))} are in `hubs` and in `base`: drop them from one"])
    if not chosen:
        raise InputError(["there are no hubs to share anything: name at least one"])
    if len(chosen) > MOST_HUBS:
        words = f"{len(chosen)} hubs have {1 << len(chosen):,} subsets: name at most {MOST_HUBS}"
        raise InputError([f"{words}, or estimate with shapley_values(worth, hubs)"])
    request = measure(problem, risk, options)
    costs = _costs(problem, held, chosen)
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    with np.errstate(invalid="ignore"):
        value = np.asarray(request.combine(costs, probability), dtype=np.float64)
    if not np.isfinite(value).all():
        with_base = f"with {', '.join(map(str, labels_of(problem, held)))} alone" if held else "without hubs"
        remedy = "name hubs in `base` that serve it, or give direct_cost or unmet_penalty"
        raise InputError([f"not all flow can be served {with_base}, so there is nothing to compare with: {remedy}"])
    names = labels_of(problem, chosen)
    return pd.Series(
        exact_values(value[0] - value), index=pd.Index(names, tupleize_cols=False), name="shapley", dtype=np.float64
    )


def _costs(problem: Problem, held: Sequence[int], chosen: Sequence[int]) -> FloatArray:
    """(2**m, s) costs of the subsets of some hubs beside others that are open; bit 0 stands for the first hub."""
    every = {*held, *chosen}
    table = HubSetTable.build(
        problem,
        len(every),
        open_hubs=labels_of(problem, held),
        closed_hubs=[label for k, label in enumerate(problem.candidates) if k not in every],
    )
    costs = np.empty((1 << len(chosen), table.scenario_cost.shape[1]))
    costs[bit_masks(table.order.joined, chosen)] = table.scenario_cost
    return costs


def exact_values(worth: FloatArray) -> FloatArray:
    """Shapley values from the worths of all sets.

    Parameters
    ----------
    worth : (2**m,) array
        In row b the worth of the players whose bits are set in b.

    Returns
    -------
    (m,) array
    """
    m = len(worth).bit_length() - 1
    masks = np.arange(len(worth))
    size: IntArray = np.zeros(len(worth), dtype=np.int64)
    for bit in range(m):
        size += masks >> bit & 1
    weight = np.array([1.0 / (m * math.comb(m - 1, k)) for k in range(m)])
    values = np.empty(m)
    for bit in range(m):
        without = masks[(masks >> bit & 1) == 0]
        values[bit] = weight[size[without]] @ (worth[without | (1 << bit)] - worth[without])
    return values


def _worth(worth: Worth, names: list[Hashable], chosen: Sequence[int]) -> float:
    some = tuple(names[k] for k in chosen)
    value = float(worth(some))
    if not math.isfinite(value):
        raise InputError([f"worth({some!r:.80}) is {value}: it has to be a finite number, of no players too"])
    return value


def _estimated(worth: Worth, names: list[Hashable], orders: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Means of what each player adds in random orders, and their standard errors."""
    rng = np.random.default_rng(seed)
    known: dict[frozenset[int], float] = {}

    def of(chosen: frozenset[int]) -> float:
        if chosen not in known:
            known[chosen] = _worth(worth, names, sorted(chosen))
        return known[chosen]

    added = np.empty((orders, len(names)))
    for row in added:
        joined: frozenset[int] = frozenset()
        for player in rng.permutation(len(names)):
            more = joined | {int(player)}
            row[player] = of(more) - of(joined)
            joined = more
    return added.mean(axis=0), added.std(axis=0, ddof=1) / math.sqrt(orders)
