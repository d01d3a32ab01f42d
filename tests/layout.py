"""What imports what: the modules of the three packages, read and not run."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.places import CHECKOUT

PACKAGES = ("optimize", "geodata", "experiments")


@dataclass(frozen=True)
class Module:
    """A module's name, file, tree and what it imports."""

    name: str
    path: Path
    is_face: bool
    tree: ast.Module = field(repr=False)
    imports: frozenset[str]
    """All modules that it imports, wherever in it."""
    loads: frozenset[str]
    """What it imports outside functions, for types alone too."""

    @property
    def room(self):
        """First room on the way to it: `geodata.files` of `geodata.files.checks.links`."""
        return ".".join(self.name.split(".")[:2])


def read_modules():
    """Read all modules of the three packages, by name."""
    paths = {}
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            parts = path.relative_to(CHECKOUT).with_suffix("").parts
            paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    modules = {}
    for name, path in paths.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = frozenset(_imported(ast.walk(tree), paths)) - {name}
        loads = frozenset(_imported(_at_start(tree), paths)) - {name}
        modules[name] = Module(name, path, path.stem == "__init__", tree, everywhere, loads)
    return modules


def _at_start(node):
    """All that stands outside functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield child
        yield from _at_start(child)


def _imported(nodes, known):
    """Modules of ours that import statements name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module in known:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                # `from optimize.solvers import solve_model` is the face's function, not the module of that name
                yield inner if inner in known and alias.name not in _bound(known[node.module]) else node.module


@cache
def _bound(path):
    """Names that a file gives by importing or defining them."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    return names
