"""Questions asked of a region and of the optimiser, and what people look at: tables, maps, the report."""

from experiments.compare import Comparison, compare
from experiments.study import Study

__all__ = ["Comparison", "Study", "compare"]
