"""Outcomes of two cases, made up."""

import math

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def runs():
    """Two cases; the compact model does not finish the second one."""
    rows = [
        ("a", "compact HiGHS", "optimal", 10.0, 10.0, 4.0),
        ("a", "benders", "optimal", 10.0, 10.0, 0.5),
        ("b", "compact HiGHS", "feasible", 21.0, 15.0, 60.0),
        ("b", "benders", "optimal", 20.0, 20.0, 2.0),
        ("b", "compact CBC", "ended", math.nan, math.nan, 90.0),
    ]
    table = pd.DataFrame(rows, columns=["case", "way", "status", "objective", "bound", "seconds"])
    constants = {"repeat": 0, "time_limit": 60.0, "family": "nodes", "allocation": "multiple", "used": "x", "sense": 1}
    constants |= {"optimum": math.nan, "record_s": math.nan}
    numbers = {"gap": 0.0, "cpu_seconds": 1.0, "peak_mb": 200.0, "nodes": 1, "cuts": np.nan}
    return table.assign(**constants, **numbers, size=table["case"].map({"a": 10, "b": 20}))
