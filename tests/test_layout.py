"""The house keeps its plan: imports run one way, through faces, without circles; modules stay small and have tests.

An exception that is no longer needed fails too, so that it goes.
"""

import ast

import networkx as nx

from tests.layout import PACKAGES, read_modules
from tests.places import CHECKOUT

MODULES = read_modules()

ORDER = {
    # each line may import from itself and from the lines above it
    "optimize": (
        "errors",
        "late pauses brief pickles",
        "files",
        "problem",
        "rules kernels risk",
        "run",
        "evaluate search",
        "solution solvers table instances flows networks cover compact single center covering benders heuristics",
        "ordered links",
        "methods explain",
        "solve",
        "decide many",
        "warm",
    ),
    "geodata": (
        "arrays coerce faults changes change_words scenarios places",
        "files",
        "values",
        "network",
        "costs",
        "routes demand",
        "region",
        "traffic",
        "calibration builders",
        "gmns",
        "warm",
    ),
    "experiments": (
        "defaults start",
        "text",
        "files",
        "question wins runs maps",
        "pages pictures",
        "uncertainty tradeoffs turning traffic",
        "comparison calibration corridors benchmark",
        "exports",
        "report air failures recovery",
        "worth",
        "judgement",
        "commands",
        "cli",
        "__main__",
    ),
}

INSIDE_ON_PURPOSE = {
    # commands are modules that are loaded by name; the program alone knows their list
    ("experiments.cli", "experiments.commands.late"),
}

WITHOUT_TESTS = CHECKOUT / "tests" / "without_tests.txt"
"""Modules that have no test file of their name yet, one a line."""

MOST_LINES = 400


def edges(kind="imports"):
    """Pairs of (importing module, imported module)."""
    return [(name, target) for name, module in MODULES.items() for target in sorted(getattr(module, kind))]


def place(name):
    """Package and line of the order in which a module stands; None for the packages' own faces."""
    package, _, rest = name.partition(".")
    room = rest.partition(".")[0]
    lines = [number for number, line in enumerate(ORDER[package]) if room in line.split()]
    return (package, lines[0]) if lines else None


def closed_room(importer, target):
    """Outermost room around the target in which the importer is not; the target itself if there is none."""
    parts = target.split(".")
    around = (".".join(parts[:depth]) for depth in range(2, len(parts) + 1))
    return next((room for room in around if not f"{importer}.".startswith(f"{room}.")), target)


def circles(pairs):
    """Sets of names that reach each other."""
    return [found for found in nx.strongly_connected_components(nx.DiGraph(pairs)) if len(found) > 1]


def has_logic(module):
    """Whether the module has a function that does more than carry a docstring."""
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(not _is_empty(function) for function in functions)


def _is_empty(function):
    return all(
        isinstance(line, ast.Pass) or isinstance(getattr(line, "value", None), ast.Constant) for line in function.body
    )


def mirror(name):
    """Where the tests of a module are: `optimize.rules.routing` in `tests/optimize/rules/test_routing.py`."""
    *rooms, own = name.split(".")
    return CHECKOUT.joinpath("tests", *rooms, f"test_{own}.py")


def test_no_package_imports_one_that_stands_on_it():
    rank = {package: number for number, package in enumerate(PACKAGES)}
    upward = {(a, b) for a, b in edges() if rank[a.split(".")[0]] < rank[b.split(".")[0]]}
    assert upward == set()


def test_every_room_has_its_place_in_the_order():
    assert [name for name in MODULES if "." in name and place(name) is None] == []


def test_rooms_import_from_rooms_below_only():
    upward = {
        (a, b)
        for a, b in edges()
        if a.split(".")[0] == b.split(".")[0] and place(a) and place(b) and place(a) < place(b)
    }
    assert upward == set()


def test_a_room_is_entered_through_its_face():
    inside = {(a, b) for a, b in edges() if closed_room(a, b) != b}
    assert inside == INSIDE_ON_PURPOSE


def test_nothing_imports_in_circles():
    modules = circles(edges("loads"))
    rooms = circles((MODULES[a].room, MODULES[b].room) for a, b in edges("loads") if MODULES[a].room != MODULES[b].room)
    assert modules + rooms == []


def test_modules_are_short():
    lines = {name: len(module.path.read_text(encoding="utf-8").splitlines()) for name, module in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_every_module_with_logic_has_tests_of_its_name():
    missing = {
        name
        for name, module in MODULES.items()
        if not module.is_face and has_logic(module) and not mirror(name).is_file()
    }
    known = set(WITHOUT_TESTS.read_text(encoding="utf-8").split())
    assert missing - known == set(), "these modules have no test file of their name"
    assert known - missing == set(), f"these have one now: take them out of {WITHOUT_TESTS.name}"


def test_a_face_that_gives_a_function_named_like_its_module_is_no_way_inside():
    assert ("optimize.compact.frame", "optimize.solvers") in edges()
    assert closed_room("optimize.compact.frame", "optimize.solvers.solve_model") == "optimize.solvers"
    assert closed_room("optimize.solvers.milp", "optimize.solvers.solve_model") == "optimize.solvers.solve_model"
    assert closed_room("geodata.files.io", "geodata.files.checks.links") == "geodata.files.checks"
    assert closed_room("geodata.region", "geodata.files.checks") == "geodata.files"


def test_all_of_optimize_takes_pandas_from_one_place():
    def imports_it(module):
        names = {
            name
            for node in ast.walk(module.tree)
            for name in (
                [each.name for each in node.names] if isinstance(node, ast.Import) else
                [node.module] if isinstance(node, ast.ImportFrom) else []
            )
        }  # fmt: skip
        return "pandas" in names

    found = {name for name, module in MODULES.items() if name.startswith("optimize") and imports_it(module)}
    assert found == {"optimize.late"}
