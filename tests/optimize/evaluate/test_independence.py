"""The evaluator shares data with the methods, and no line that computes."""

import ast
from pathlib import Path

import optimize.evaluate

FOLDER = Path(optimize.evaluate.__file__).parent

DATA = {
    "optimize.brief": {"Brief"},
    "optimize.errors": {"InputError", "report"},
    "optimize.late": {"pd"},
    "optimize.pickles": {"Slim"},
    "optimize.problem": {"Block", "FloatArray", "IntArray", "Problem", "Scenario", "find_labels"},
    "optimize.risk": {
        "Cvar", "Expected", "MeanCvar", "ProbabilityBounds", "RiskMeasure", "RobustProbability", "WorstCase",
    },
    "optimize.rules": {"DIRECT", "UNMET", "Routing"},
    "optimize.run": {"Design", "Request", "make_request"},
}  # fmt: skip
"""What may come from outside: types, how they are shown and pickled, marks, the reading of names and requests."""

COMPUTED_ELSEWHERE = {
    "collection_handled", "transfer_handled", "outside",  # of a Block
    "limit", "sense", "combine", "chooses_links", "allows",  # of an Objective and a Request
    "envelope", "weighed", "reference", "factor",  # of a RiskMeasure
}  # fmt: skip


def trees():
    files = sorted(FOLDER.glob("*.py"))
    assert len(files) > 5
    return {file.name: ast.parse(file.read_text(encoding="utf-8")) for file in files}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "*") for alias in node.names)


def test_only_data_are_imported_from_other_rooms():
    foreign = {
        (file, module, name)
        for file, tree in trees().items()
        for module, name in imported(tree)
        if module.split(".")[0] in ("optimize", "geodata", "experiments")
        and not module.startswith("optimize.evaluate")
        and name not in DATA.get(module, ())
    }
    assert foreign == set()


def test_nothing_outside_numpy_and_pandas_computes():
    packages = {module.split(".")[0] for tree in trees().values() for module, _ in imported(tree)}
    assert packages <= {"__future__", "optimize", "numpy", "pandas", "collections", "dataclasses", "functools"}


def test_data_are_not_asked_to_compute():
    asked = {
        (file, node.attr)
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in COMPUTED_ELSEWHERE
    }
    assert asked == set()
