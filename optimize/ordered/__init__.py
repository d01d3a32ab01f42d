"""Hub sets in the order of a relaxation, each settled exactly: capacities with multiple allocation, r-allocation."""

from optimize.ordered.method import METHOD, run

__all__ = ["METHOD", "run"]
