"""Covering: which hubs serve a pair of nodes within a limit, as sets, as rows of models and as designs."""

from optimize.cover.design import CoverDesign, CoverProgram, cover_program, nearest, solve_cover
from optimize.cover.model import add_allocation, add_couples, add_hubs, add_paths, set_entries, suggest_hubs
from optimize.cover.radius import (
    BoolArray,
    Case,
    bisect,
    case_radius,
    center_cases,
    greedy_hubs,
    least_radius,
    levels_between,
    pair_costs,
    unreachable,
)
from optimize.cover.reasons import beyond, too_few
from optimize.cover.sets import cover_sets, path_cost_from, within_outside

__all__ = [
    "BoolArray",
    "Case",
    "CoverDesign",
    "CoverProgram",
    "add_allocation",
    "add_couples",
    "add_hubs",
    "add_paths",
    "beyond",
    "bisect",
    "case_radius",
    "center_cases",
    "cover_program",
    "cover_sets",
    "greedy_hubs",
    "least_radius",
    "levels_between",
    "nearest",
    "pair_costs",
    "path_cost_from",
    "set_entries",
    "solve_cover",
    "suggest_hubs",
    "too_few",
    "unreachable",
    "within_outside",
]
