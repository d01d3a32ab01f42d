"""``silkhub benchmark``."""

from __future__ import annotations


def benchmark_command() -> None:
    """Solve open benchmark instances and hold them against published optima."""
