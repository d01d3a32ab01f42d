"""Methods timed against each other and against published optima."""

from experiments.benchmark.benchmark import run_benchmark

__all__ = [
    "run_benchmark",
]
