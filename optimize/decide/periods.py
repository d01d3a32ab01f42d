r"""Hubs over several periods: which are open when, if opening and closing them costs something.

Over all sequences of hub sets :math:`S_1, ..., S_T` the least of

.. math::
    \sum_t d_t \Big[ w_t M_t(S_t) + \sum_{k \in S_t \setminus S_{t-1}} o_k + \sum_{k \in S_{t-1} \setminus S_t} c_k
    \Big]

by dynamic programming over the table of hub sets (`optimize.decide.moves`), exact.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Real
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.decide.designs import Designs, Labels, Number, list_designs
from optimize.decide.look_up import checked
from optimize.decide.moves import Family, moved
from optimize.errors import InputError, collecting, report
from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Status


@dataclass(frozen=True)
class MultiPeriodPlan(Brief):
    """A hub set for each period.

    Attributes
    ----------
    periods : tuple
        Names of the periods: the keys of the mapping that was given, or 0, 1, 2, ...
    hubs : tuple of tuples of labels
        The hubs that are open in each period, in the order of its nodes; empty if there is no plan.
    cost : float
        Cost of the plan over all periods, weighted and discounted; ``inf`` if there is no plan.
    period_costs : tuple of float
        What flows and open hubs cost in each period, neither weighted nor discounted.
    switch_costs : tuple of float
        What opening and closing hubs costs at the beginning of each period, not discounted.
    bound : float
        A proven lower bound: the cost itself, as all plans are compared.
    status : {"optimal", "infeasible"}
    explanation : str
        Why there is no plan.
    """

    periods: tuple[Hashable, ...]
    hubs: tuple[Labels, ...]
    cost: float
    period_costs: tuple[float, ...]
    switch_costs: tuple[float, ...]
    bound: float
    status: str = "optimal"
    explanation: str = ""


@dataclass(frozen=True, eq=False)
class _Period:
    """The sets of a period as rows of the family, what they cost, and factors of the period."""

    name: Hashable
    designs: Designs
    rows: IntArray
    cost: FloatArray
    weight: float
    discount: float


def multi_period(
    problems: Sequence[Problem] | Mapping[Any, Problem],
    p: Number | Sequence[Number] | Mapping[Any, Number],
    switch_cost: float | Mapping[Hashable, float] = 0.0,
    *,
    open_cost: float | Mapping[Hashable, float] | None = None,
    close_cost: float | Mapping[Hashable, float] | None = None,
    start: Iterable[Hashable] | None = None,
    keep: bool = False,
    weights: Sequence[float] | Mapping[Any, float] | None = None,
    discount: float | Sequence[float] | Mapping[Any, float] = 1.0,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    risk: str = "expected",
    **options: Any,
) -> MultiPeriodPlan:
    """Find the hub set of each period that together cost least, with what opening and closing hubs costs in between.

    Parameters
    ----------
    problems : list or mapping of HubProblem or ScenarioProblem
        One for each period, in their order. Candidates may differ: a hub that is no candidate in a period is not open
        in it.
    p : int, range or None, or one of these for each period
        Number of hubs; ``range(1, 4)`` = 1 to 3; None = any number. For each period: a list, or a mapping by the names
        of the periods.
    switch_cost : float or mapping of label to float
        Cost of opening, and of closing, one hub between two periods: exchanging one hub for another costs twice this.
    open_cost, close_cost : float or mapping of label to float, optional
        Cost of opening and of closing in place of `switch_cost`. Hubs that a mapping does not name cost nothing.
    start : iterable of labels, optional
        Hubs that are open before the first period. Default: what is open in the first period costs no opening.
    keep : bool
        Whether a hub that is open stays open.
    weights : sequence or mapping of float, optional
        Factor on the cost of each period, such as its length in years, but not on its switching; default: 1.
    discount : float, or sequence or mapping of float
        Factor on all costs of each period, switching at its beginning included: one number d stands for 1, d, d^2, ...
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not, in all periods.
    risk : str
        Risk measure of a period with several scenarios, as for `solve`; a regret is against the best set of the period.
    **options
        Numbers that it takes (``cvar_level``).

    Returns
    -------
    MultiPeriodPlan

    Raises
    ------
    InputError
        If arguments cannot be used, or the costs of hub sets have no closed form.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem
    >>> cost = np.array([[0, 4, 9], [4, 0, 4], [9, 4, 0.0]])
    >>> early, late = (HubProblem(np.diag(local), cost, labels="abc") for local in ([5, 0, 0], [0, 0, 5]))
    >>> multi_period([early, late], p=1, switch_cost=2.0).hubs
    (('a',), ('c',))
    >>> multi_period({2026: early, 2030: late}, p=1, switch_cost=200.0).hubs
    (('b',), ('b',))
    """
    names, given = _periods(problems)
    faults: list[str] = []
    numbers = _by_period(p, names, "p", faults, single=(int, np.integer, range, type(None)))
    factors = _factors(weights, names, "weights", faults)
    with collecting(faults):
        discounts = _discounts(discount, names)
    report(faults)
    designs = [list_designs(one, number, open_hubs, closed_hubs) for one, number in zip(given, numbers, strict=True)]
    labels = tuple(dict.fromkeys(x for one in given for x in one.candidates))
    before = None if start is None else _start(start, labels)
    known = (*labels, *(() if before is None else (x for x in before if x not in labels)))
    opening = _costs(switch_cost if open_cost is None else open_cost, known, "open_cost", faults)
    closing = _costs(switch_cost if close_cost is None else close_cost, known, "close_cost", faults)
    report(faults)
    if keep:
        closing = np.full_like(closing, np.inf)
    family = Family(len(labels), max(int(each.size.max(initial=0)) for each in designs))
    where = {label: at for at, label in enumerate(labels)}
    periods = [
        _Period(name, each, _rows(family, each, where), each.values(risk, **options), weight, factor)
        for name, each, weight, factor in zip(names, designs, factors, discounts, strict=True)
    ]
    first = _from_start(family, known, before, opening, closing)
    count = len(labels)
    return _plan(family, periods, first, opening[:count], closing[:count])


def _plan(
    family: Family, periods: list[_Period], first: FloatArray, opening: FloatArray, closing: FloatArray
) -> MultiPeriodPlan:
    """Dynamic programming forwards, then the plan backwards."""
    names = tuple(each.name for each in periods)
    value, origins = _scaled(first, periods[0].discount), []
    for t, period in enumerate(periods):
        if t > 0:
            factor = period.discount
            value, origin = moved(family, value, _scaled(opening, factor), _scaled(closing, factor))
            origins.append(origin)
        served = np.full(len(family), np.inf)
        served[period.rows] = _scaled(period.cost, period.discount * period.weight)
        value = value + served
    last = int(value.argmin())
    if not np.isfinite(value[last]):
        return MultiPeriodPlan(names, (), math.inf, (), (), math.inf, str(Status.INFEASIBLE.value), _why(periods))
    rows = [last]
    for origin in reversed(origins):
        rows.append(int(origin[rows[-1]]))
    rows.reverse()
    hubs, costs, switches = [], [], [float(first[rows[0]])]
    for period, row in zip(periods, rows, strict=True):
        at = int(np.flatnonzero(period.rows == row)[0])
        hubs.append(period.designs.hubs(at))
        costs.append(float(period.cost[at]))
    for old, new in pairwise(rows):
        was, now = family.member[old], family.member[new]
        switches.append(float(opening[now & ~was].sum() + closing[was & ~now].sum()))
    total = math.fsum(
        period.discount * (period.weight * cost + switch)
        for period, cost, switch in zip(periods, costs, switches, strict=True)
    )
    return MultiPeriodPlan(names, tuple(hubs), total, tuple(costs), tuple(switches), total)


def _scaled(costs: FloatArray, factor: float) -> FloatArray:
    """Multiply costs; what is impossible stays so, whatever the factor."""
    possible = np.isfinite(costs)
    scaled: FloatArray = np.where(possible, factor * np.where(possible, costs, 0.0), np.inf)
    return scaled


def _why(periods: list[_Period]) -> str:
    alone = [str(each.name) for each in periods if not np.isfinite(each.cost).any()]
    if alone:
        return f"no set of hubs serves all flow in periods {', '.join(alone)}: give an unmet_penalty, or more hubs"
    return "no sequence of hubs keeps what is open: drop keep=True, or allow more hubs in later periods"


def _periods(problems: Any) -> tuple[tuple[Hashable, ...], list[Problem]]:
    """Names and problems of the periods."""
    if isinstance(problems, Mapping):
        names, given = tuple(problems), list(problems.values())
    elif isinstance(problems, Iterable) and not isinstance(problems, str):
        given = list(problems)
        names = tuple(range(len(given)))
    else:
        raise InputError([f"`problems` is a {type(problems).__name__}: give a list of problems, one for each period"])
    if not given:
        raise InputError(["there is no period: give at least one problem"])
    return names, [checked(one, f"problems[{name!r}]") for name, one in zip(names, given, strict=True)]


def _by_period(given: Any, names: Sequence[Hashable], what: str, faults: list[str], *, single: Any) -> list[Any]:
    """One entry for each period, by position or by name; a single one stands for all."""
    if isinstance(given, single):
        return [given] * len(names)
    if isinstance(given, Mapping):
        missing, odd = [x for x in names if x not in given], [x for x in given if x not in names]
        if missing or odd:
            faults.append(f"{what}: missing for periods {missing}, unknown {odd}; the periods are {list(names)}")
        return [given.get(name) for name in names]
    if isinstance(given, Iterable) and not isinstance(given, str):
        entries = list(given)
        if len(entries) == len(names):
            return entries
        faults.append(f"{what} has {len(entries)} entries for {len(names)} periods: give one for each")
    else:
        faults.append(f"{what} is {given!r:.50}: give one for all periods, or a list with one for each")
    return [None] * len(names)


def _factors(given: Any, names: Sequence[Hashable], what: str, faults: list[str]) -> list[float]:
    entries = [1.0] * len(names) if given is None else _by_period(given, names, what, faults, single=Real)
    for entry in entries:
        if entry is not None and not (isinstance(entry, Real) and 0 <= float(entry) < math.inf):
            faults.append(f"{what}: {entry!r:.50} has to be a finite number >= 0")
            return [1.0] * len(names)
    return [1.0 if entry is None else float(entry) for entry in entries]


def _discounts(given: Any, names: Sequence[Hashable]) -> list[float]:
    faults: list[str] = []
    factors = _factors(given, names, "discount", faults)
    report(faults)
    return [factor**t for t, factor in enumerate(factors)] if isinstance(given, Real) else factors


def _start(start: Any, labels: Labels) -> Labels:
    """Hubs before the first period; they need not be candidates."""
    given = [start] if isinstance(start, str) or not isinstance(start, Iterable) else list(start)
    spelt = {str(label): label for label in labels}
    return tuple(dict.fromkeys(x if x in labels else spelt.get(str(x), x) for x in given))


def _costs(given: Any, labels: Labels, what: str, faults: list[str]) -> FloatArray:
    """Cost of opening, or of closing, each hub."""
    if isinstance(given, Real):
        entries: list[Any] = [given] * len(labels)
    elif hasattr(given, "items"):
        by_name = dict(given.items())
        entries = [by_name.get(label, 0.0) for label in labels]
        odd = [str(x) for x in by_name if x not in labels]
        if odd:
            faults.append(f"{what}: {', '.join(odd)} are no candidates; known are {', '.join(map(str, labels))}")
    else:
        faults.append(f"{what} is {given!r:.50}: give a number, or a mapping of label to number")
        return np.zeros(len(labels))
    if not all(isinstance(x, Real) and 0 <= float(x) < math.inf for x in entries):
        faults.append(f"{what}: costs of opening and closing hubs have to be finite numbers >= 0")
        return np.zeros(len(labels))
    return np.array([float(x) for x in entries])


def _rows(family: Family, designs: Designs, where: Mapping[Hashable, int]) -> IntArray:
    """Row in the family of each of a period's sets."""
    table, place = designs.table, np.array([where[x] for x in designs.problem.candidates])
    joined = table.order.joined[designs.rows].astype(np.int64)
    forced = np.broadcast_to(np.array(table.forced, dtype=np.int64), (len(joined), len(table.forced)))
    members = np.hstack([forced, joined])
    places = np.sort(np.where(members >= 0, place[members], -1), axis=1)
    rows = np.empty(len(joined), dtype=np.int64)
    for size in np.unique(designs.size):
        own = designs.size == size
        rows[own] = family.rows(places[own][:, places.shape[1] - size :])
    return rows


def _from_start(
    family: Family, labels: Labels, before: Labels | None, opening: FloatArray, closing: FloatArray
) -> FloatArray:
    """(sets,) cost of getting from what is open before the first period to each set."""
    if before is None:
        return np.zeros(len(family))
    was = np.array([label in before for label in labels])
    now = np.zeros((len(family), len(labels)), dtype=bool)
    now[:, : family.count] = family.member
    cost: FloatArray = np.where(now & ~was, opening, 0.0).sum(axis=1) + np.where(was & ~now, closing, 0.0).sum(axis=1)
    return cost
