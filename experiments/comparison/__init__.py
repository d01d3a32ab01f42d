"""The main study: every candidate as the hub, undisturbed and under each disruption."""

from experiments.comparison.compare import DRAWS, compare
from experiments.comparison.comparison import Comparison
from experiments.comparison.confirm import AGREES, DISAGREES, NOT_PROVEN, agreed
from experiments.comparison.effort import Effort, effort
from experiments.comparison.figures import NOTHING_T
from experiments.comparison.gateways import gateway_names
from experiments.comparison.metrics import TIE_USD, cheapest_first
from experiments.comparison.overload import Overload, overload_rows, overload_words, winning_design
from experiments.comparison.tables import (
    comparison_table,
    design_rows,
    designs_table,
    gateways_table,
    overload_table,
    scenario_table,
)
from experiments.comparison.usage import MEASURES, usage
from experiments.comparison.verdict import pays
from experiments.question import Study

__all__ = [
    "AGREES",
    "DISAGREES",
    "DRAWS",
    "MEASURES",
    "NOTHING_T",
    "NOT_PROVEN",
    "TIE_USD",
    "Comparison",
    "Effort",
    "Overload",
    "Study",
    "agreed",
    "cheapest_first",
    "compare",
    "comparison_table",
    "design_rows",
    "designs_table",
    "effort",
    "gateway_names",
    "gateways_table",
    "overload_rows",
    "overload_table",
    "overload_words",
    "pays",
    "scenario_table",
    "usage",
    "winning_design",
]
