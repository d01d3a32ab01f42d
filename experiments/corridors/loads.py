"""What every link carries in a corridor study, each way."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.corridors.study import CorridorStudy
from experiments.text import distinct


def link_loads(study: CorridorStudy, scenario: str) -> pd.DataFrame:
    """Add up the freight on every link.

    Parameters
    ----------
    study : CorridorStudy
    scenario : str
        Its name.

    Returns
    -------
    DataFrame
        Index = link id; ``forward_t`` and ``backward_t``, tonnes a year of all freight, counted or not, from the
        first place of the link's row in ``links.csv`` and towards it; ``full``, whether one more tonne of its
        capacity would save money.
    """
    run = study.runs[scenario]
    network, routes = run.network, run.flow.routes
    carried = routes.arcs.T @ routes.quantity
    directed = network.links.assign(t=network.link_flow(np.asarray(carried)[None, :])[0])
    full = np.zeros(len(directed), dtype=np.bool_)
    full[network.limited] = run.flow.price[: len(network.limited)] > 0
    rows = study.region.data["links"].frame()[["id", "from"]].rename(columns={"id": "link", "from": "start"})
    told = directed.assign(full=full).merge(rows, on="link")
    ahead = (told["from"] == told["start"]).to_numpy()
    table = pd.DataFrame(
        {
            "forward_t": told[ahead].groupby("link")["t"].sum(),
            "backward_t": told[~ahead].groupby("link")["t"].sum(),
            "full": told.groupby("link")["full"].any(),
        }
    ).reindex(rows["link"])
    return table.fillna({"forward_t": 0.0, "backward_t": 0.0}).assign(full=table["full"].eq(True))


def corridor_titles(study: CorridorStudy) -> dict[str, str]:
    """Name the scenarios of a study, each otherwise.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    dict of str to str
    """
    return distinct({name: run.title for name, run in study.runs.items()})
