"""Runs of many cases: kept on disk as they come, resumed where they stopped, on one process, many, or a cluster.

A study gives a function and a table of cases; order, workers, retries, progress and the store are looked after here.
"""

from experiments.runs.cases import NUMBER, Cases
from experiments.runs.digest import digest_of, scenario_inputs
from experiments.runs.results import Results
from experiments.runs.run import Progress, run_cases

__all__ = ["NUMBER", "Cases", "Progress", "Results", "digest_of", "run_cases", "scenario_inputs"]
