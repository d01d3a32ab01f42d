"""How sure the ranking is: every uncertain input drawn within its low and high."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from experiments.air.hubs import hub_costs
from experiments.air.question import AirQuestion

COLUMNS = ("draw", "hub", "saving_usd", "gross_saving_usd")


def draw_table(question: AirQuestion, draws: int, progress: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """Compare the hubs in ``base`` under inputs that are drawn, see `geodata.Region.sample_parameters`.

    Parameters
    ----------
    question : AirQuestion
        Fixed costs that it names are not drawn.
    draws : int
        How many; the seeds are 0, 1, 2, ...
    progress : callable
        Told what is being done.

    Returns
    -------
    DataFrame
        One row for each draw and hub: ``draw, hub, saving_usd, gross_saving_usd``.
    """
    hubs, records = list(question.study.hubs), []
    for draw in range(draws):
        progress(f"draw {draw + 1} of {draws}")
        region = question.region.sample_parameters(draw)
        alone, with_hub = hub_costs(region, question, "base")
        fixed = region.hub_numbers(hubs)["fixed_usd_per_year"]
        records += [
            (draw, hub, alone - float(with_hub[hub]), alone - float(with_hub[hub]) + float(fixed[hub])) for hub in hubs
        ]
    return pd.DataFrame(records, columns=list(COLUMNS))


def shares(draws: pd.DataFrame, least_usd: float) -> pd.DataFrame:
    """Count in how many draws each hub saves most and pays.

    Parameters
    ----------
    draws : DataFrame
        As `draw_table` returns it.
    least_usd : float
        Savings up to this count as none.

    Returns
    -------
    DataFrame
        By hub, the most frequent first: ``saves_most`` (before its fixed cost), ``pays`` (after it), ``best`` (it pays,
        and saves most after its fixed cost); shares of the draws.
    """
    count = draws["draw"].nunique()
    most = draws.loc[draws.groupby("draw")["gross_saving_usd"].idxmax()]
    best = draws.loc[draws.groupby("draw")["saving_usd"].idxmax()]
    pays = draws[draws["saving_usd"] > least_usd]
    best = best[best["saving_usd"] > least_usd]
    most = most[most["gross_saving_usd"] > least_usd]
    found = {
        name: part["hub"].value_counts() / count
        for name, part in (("saves_most", most), ("pays", pays), ("best", best))
    }
    frame = pd.DataFrame(found, index=pd.unique(draws["hub"])).fillna(0.0)
    return frame.sort_values(["saves_most", "pays"], ascending=False, kind="stable")
