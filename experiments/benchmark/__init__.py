"""Methods timed against each other and against published optima."""

from experiments.benchmark.benchmark import FAILED, run_benchmark, run_suite
from experiments.benchmark.summary import disagreements, write_summary

__all__ = [
    "FAILED",
    "disagreements",
    "run_benchmark",
    "run_suite",
    "write_summary",
]
