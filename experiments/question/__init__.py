"""What is asked of a region: hubs, gateways, scenarios, classes and year, with every name resolved and checked."""

from experiments.question.listing import PARTS, region_table
from experiments.question.problems import study_problem
from experiments.question.study import USUAL_P_MAX, Choice, JointChoice, Study
from experiments.question.tables import Design, design_tables, expected_costs, pair_designs, single_designs
from experiments.question.whatif import parse_change, scenarios_of_files
from experiments.question.world import Asked, World

__all__ = [
    "PARTS",
    "USUAL_P_MAX",
    "Asked",
    "Choice",
    "Design",
    "JointChoice",
    "Study",
    "World",
    "design_tables",
    "expected_costs",
    "pair_designs",
    "parse_change",
    "region_table",
    "scenarios_of_files",
    "single_designs",
    "study_problem",
]
