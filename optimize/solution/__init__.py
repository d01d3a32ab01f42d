"""What `solve` returns: the solution, its tables and its file."""

from optimize.solution.solution import HubSolution

__all__ = [
    "HubSolution",
]
