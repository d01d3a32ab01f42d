"""Questions asked of a region and of the optimiser, and what people look at: tables, maps, the report."""

from experiments.comparison import Comparison, Study, compare

__all__ = ["Comparison", "Study", "compare"]
