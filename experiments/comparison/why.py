"""Why the best hub is ahead of the runner-up: what the two pay less and more for."""

from __future__ import annotations

import pandas as pd

from experiments.comparison.figures import Figures
from experiments.comparison.metrics import TIE_USD
from experiments.text import listed, rows_by, usd
from experiments.traffic import COSTS

NAMES = {
    "cost_tariff_usd": "tariffs",
    "cost_border_usd": "borders",
    "cost_gauge_usd": "changes of gauge",
    "cost_handling_usd": "handling",
    "cost_time_usd": "time",
    "cost_fixed_usd": "fixed costs",
    "cost_unmet_usd": "unmet demand",
}
"""What each part of a cost is paid for."""
SMALL_SHARE = 0.02
"""Of the largest difference: what differs by less is left out of the sentence."""


def why(found: Figures) -> str:
    """Say for what the best hub pays less than the runner-up, and for what more.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    str
        Empty where there is no runner-up, where both cost the same, or where costs are of no network.
    """
    ranking = found.ranking
    if len(ranking) < 2 or found.unused(found.headline) or ranking["expected_regret_usd"].iloc[1] < TIE_USD:
        return ""
    best, second = map(str, ranking.index[:2])
    parts = expected_parts(found)
    if parts.isna().any(axis=None):
        return ""
    by_hub = rows_by(parts)
    more = {part: float(by_hub[best][part]) - float(by_hub[second][part]) for part in COSTS}
    least = max(TIE_USD, SMALL_SHARE * max(map(abs, more.values())))
    name, other = found.study.name(best), found.study.name(second)
    less = _told({part: -usd_more for part, usd_more in more.items() if usd_more <= -least})
    dearer = _told({part: usd_more for part, usd_more in more.items() if usd_more >= least})
    text = f"Why {name} and not {other}: with {name} freight pays {less} less"
    return f"{text}, and {dearer} more." if dearer else f"{text}."


def expected_parts(found: Figures) -> pd.DataFrame:
    """Return what the cost of each single hub consists of, over all scenarios by their weight.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    DataFrame
        A row per hub, columns `experiments.traffic.COSTS`, USD a year.
    """
    weighted = found.hubs[list(COSTS)].mul(found.hubs["probability"], axis=0)
    return weighted.groupby(found.hubs["hub"]).sum(min_count=1)


def _told(amounts: dict[str, float]) -> str:
    """What is paid for, the largest first."""
    ordered = sorted(amounts.items(), key=lambda item: -item[1])
    return listed([f"{usd(amount)} a year for {NAMES[part]}" for part, amount in ordered])
