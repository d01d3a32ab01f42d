"""The published instances, as the rows of the table of known optima ask for them."""

import math

from optimize.instances import load, optima

ROWS = list(optima().itertuples())
"""The rows of the table."""


def published_rows(*problems, largest=200):
    """Rows of some problems, of instances up to a size."""
    return [row for row in ROWS if row.problem in problems and row.n <= largest]


def published_problem(row):
    """The instance of a row."""
    fixed = {} if math.isnan(row.fixed_cost) else {"fixed_cost": row.fixed_cost}
    return load(row.instance, chi=row.chi, alpha=row.alpha, delta=row.delta, **fixed)


def question(row):
    """Arguments of `solve`; fixed-charge problems find the number of hubs by themselves."""
    asked = {"allocation": row.allocation, "objective": row.objective}
    return asked if row.problem.endswith("HLP") else {**asked, "p": row.p}
