"""What guarding against disruptions costs, in sentences."""

from __future__ import annotations

from experiments.text import count, rows, usd
from experiments.tradeoffs.study import Frontier

TITLES = {
    "expected": "expected cost",
    "worst_case": "cost in the worst scenario",
    "max_regret": "largest regret",
    "cvar": "mean cost of the worst tenth",
}
"""Measures in words."""
_EVEN_USD = 1e3


def frontier_words(found: Frontier) -> list[str]:
    """Put the fronts into sentences.

    Parameters
    ----------
    found : Frontier

    Returns
    -------
    list of str
        The number of hubs first, then each measure for single hubs.
    """
    return [_number(found), *(text for measure in TITLES if (text := _guard(found, measure)))]


def _number(found: Frontier) -> str:
    """How many hubs cost least."""
    best = found.best[found.best["measure"] == "expected"].sort_values("value_usd", kind="stable")
    first = rows(best)[0]
    beside = f" beside {found.study.names(found.study.gateways)}" if found.study.gateways else ""
    text = f"Of one to {count(found.p_max, 'hub')}{beside}, {first['name']} costs least on average"
    single = rows(found.best[(found.best["measure"] == "expected") & (found.best["p"] == 1)])[0]
    if first["p"] == 1:
        return f"{text}: further hubs do not pay for themselves."
    return f"{text}: {usd(single['value_usd'] - first['value_usd'])} a year less than {single['name']} alone."


def _guard(found: Frontier, measure: str) -> str:
    """What the safest single hub costs more than the cheapest, and saves."""
    front = found.front[(found.front["measure"] == measure) & (found.front["p"] == 1)]
    if front.empty:
        return ""
    cheapest, safest = rows(front)[0], rows(front)[-1]
    title, first = TITLES[measure], cheapest["name"]
    if len(front) == 1 or safest["saved_usd"] < _EVEN_USD:
        return f"{first} has the smallest {title} of the single hubs as well: guarding against it costs nothing."
    lower, more = usd(safest["saved_usd"]), usd(safest["extra_usd"])
    text = f"The smallest {title} is {safest['name']}'s: it lowers that of {first} by {lower}"
    return f"{text}, and costs {more} a year more on average."
