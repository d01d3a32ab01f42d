"""Known optima of the published instances, with their sources."""

from __future__ import annotations

from importlib.resources import files
from io import StringIO

from optimize.late import pd

PROVEN = "optimal"
"""What the column ``status`` says of a proven optimum."""


def optima(*, proven: bool = True) -> pd.DataFrame:
    """List known optima of the published instances.

    Parameters
    ----------
    proven : bool
        Leave out values that are only the best known.

    Returns
    -------
    DataFrame
        A row for each, with the columns

        - ``instance`` and ``fixed_cost``: ``load(instance, alpha=..., fixed_cost=...)`` gives the problem;
          ``fixed_cost`` is that of every hub where the paper sets it, and not a number elsewhere;
        - ``problem``: its name in the literature, U or C (uncapacitated, capacitated), S or M (single, multiple
          allocation), A, pHM, pHC or HL (median, centre, fixed charge), P; ``dataset``, ``n``, ``p``, the number of
          hubs, which fixed-charge problems find by themselves;
        - ``chi``, ``alpha``, ``delta``: factors on collection, transfer and distribution;
        - ``allocation`` and ``objective``: as `optimize.solve` takes them;
        - ``optimum``; ``hubs``: a tuple of labels, numbered from 1 as in the papers and in the problem that `load`
          gives; ``assigned``: the hub of every node where the source has it, else empty;
        - ``status``, ``source``, and ``check``: how the value was verified.

    Examples
    --------
    >>> table = optima()
    >>> row = table[(table.instance == "CAB25") & (table.problem == "USApHMP") & (table.p == 3)].iloc[0]
    >>> row.hubs, f"{row.optimum:.2f} with alpha = {row.alpha:g}"
    ((4, 12, 17), '767.35 with alpha = 0.2')
    """
    text = files("optimize.instances").joinpath("published", "optima.csv").read_text(encoding="utf-8")
    table = pd.read_csv(StringIO(text), keep_default_na=False, na_values={"fixed_cost": [""]})
    numbers = ["chi", "alpha", "delta", "fixed_cost", "optimum"]
    table = table.astype(dict.fromkeys(numbers, float))
    for column in ("hubs", "assigned"):
        table[column] = [tuple(int(word) for word in str(cell).split()) for cell in table[column]]
    return table[table["status"] == PROVEN].reset_index(drop=True) if proven else table
