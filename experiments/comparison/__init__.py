"""The main study: every candidate as the hub, undisturbed and under each disruption."""

from experiments.comparison.compare import Comparison, compare
from experiments.comparison.metrics import TIE_USD
from experiments.comparison.study import Study
from experiments.comparison.tables import (
    comparison_table,
    design_rows,
    designs_table,
    print_width,
    scenario_table,
    weight_words,
)
from experiments.comparison.usage import MEASURES
from experiments.comparison.verdict import unused

__all__ = [
    "MEASURES",
    "TIE_USD",
    "Comparison",
    "Study",
    "compare",
    "comparison_table",
    "design_rows",
    "designs_table",
    "print_width",
    "scenario_table",
    "unused",
    "weight_words",
]
