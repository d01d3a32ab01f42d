"""Methods timed against each other and against published optima."""

from experiments.benchmark.benchmark import run_benchmark, run_suite
from experiments.benchmark.kept import FAILED
from experiments.benchmark.summary import disagreements, write_summary

__all__ = [
    "FAILED",
    "disagreements",
    "run_benchmark",
    "run_suite",
    "write_summary",
]
