"""How many hubs there are to be: the numbers that are asked for, and whether anything says a number at all."""

import reprlib
from numbers import Real

from optimize.errors import InputError
from optimize.problem import Problem


def hub_numbers(
    problem: Problem,
    p: int | None,
    p_min: int | None,
    p_max: int | None,
    opened: int,
    closed: int,
    faults: list[str],
) -> tuple[int, int]:
    """Check how many hubs are asked for.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p, p_min, p_max : int or None
        As in `optimize.solve`.
    opened, closed : int
        Number of hubs that have to be open, and closed.
    faults : list of str
        Faults found are appended to it.

    Returns
    -------
    int
        Least number.
    int
        Largest number.
    """
    available = problem.h - closed
    if p is not None:
        if p_min is not None or p_max is not None:
            faults.append("give either p, or p_min and p_max")
        p_min = p_max = p
    low = max(1, opened) if p_min is None else p_min
    high = available if p_max is None else p_max
    for name, value in (("p_min" if p is None else "p", low), ("p_max", high)):
        if isinstance(value, bool) or not isinstance(value, Real) or value != value // 1:
            faults.append(f"{name} is {reprlib.repr(value)}: it has to be a whole number")
            return 1, 1
        if p is not None and name == "p_max":
            continue
        if value < 1:
            faults.append(f"{name} is {value}: at least one hub has to be open")
        if value > available:
            banned = f" ({problem.h} less {closed} closed)" if closed else ""
            there = "is only 1 candidate hub" if available == 1 else f"are only {available} candidate hubs"
            faults.append(f"{name} is {value}, but there {there}{banned}: lower it")
    if opened > high >= 1:  # less than one is said already
        faults.append(f"{opened} hubs are in open_hubs, but at most {high} may be open: raise p or drop some")
    if low > high >= 1:
        faults.append(f"p_min is {low} and p_max {high}: p_min must not be larger")
    return int(low), int(high)


_TWO_BOUNDS = "p_min= and p_max="


def check_number_told(problem: Problem, low: int, high: int, instead: str = _TWO_BOUNDS) -> None:
    """Refuse to choose a number of hubs that cost nothing, of which all would be opened.

    Where hubs have no price, another one open never makes the total cost larger, but for a node that has to use the hub
    of its own under single and r-allocation. Neither capacities nor direct costs change that.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    low, high : int
        Least and largest number of hubs.
    instead : str
        What may be given in place of p, for the message.

    Raises
    ------
    InputError
        If that is what is asked.
    """
    if low == high or any(scenario.fixed_cost.any() for scenario in problem.scenarios):
        return
    remedy = f"give p=, their number, or {instead}, or in the problem what each costs, fixed_cost="
    raise InputError([f"nothing says how many hubs to open, as they cost nothing: {remedy}"])
