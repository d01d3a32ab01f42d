"""Sources of the reference's pages about the code: one for each face, with every name that it shows."""

import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType

from tools.site.faces import Shown, faces, shown

FOR_USERS = (
    "optimize", "optimize.decide", "optimize.instances", "optimize.table", "optimize.risk", "optimize.networks",
    "optimize.flows", "optimize.solvers", "geodata", "geodata.builders", "geodata.region", "geodata.routes",
    "geodata.traffic", "experiments", "experiments.comparison", "experiments.judgement", "experiments.uncertainty",
    "experiments.turning", "experiments.tradeoffs", "experiments.failures", "experiments.recovery",
    "experiments.worth", "experiments.corridors", "experiments.air", "experiments.traffic", "experiments.calibration",
    "experiments.benchmark", "experiments.runs", "experiments.pictures", "experiments.maps", "experiments.exports",
)  # fmt: skip
"""Faces that programs of one's own use; the others are those of rooms that only the code itself enters."""

FOLDER = Path("reference") / "api"
LONGEST = 60
"""Characters of a value that is shown."""


def pages() -> dict[Path, str]:
    """Make the pages.

    Returns
    -------
    dict of Path to str
        Source in reStructuredText by its path in the folder of the documents.
    """
    by_face: dict[str, list[Shown]] = {}
    for each in shown():
        by_face.setdefault(each.face, []).append(each)
    made = {_path(face.__name__): _page(face, by_face[face.__name__]) for face in faces()}
    inside = [name for name in by_face if name not in FOR_USERS]
    made[FOLDER / "index.rst"] = _index([name for name in FOR_USERS if name in by_face], inside)
    return made


def _path(face: str) -> Path:
    return FOLDER / f"{face}.rst"


def _index(users: list[str], inside: list[str]) -> str:
    lines = [*_title("Python"), "Every name that a package or a room shows, made from the docstrings.", ""]
    for title, names in (("For programs of your own", users), ("Rooms that the code itself enters", inside)):
        lines += [*_title(title, "-"), ".. toctree::", "   :maxdepth: 1", "", *(f"   {name}" for name in names), ""]
    return "\n".join(lines)


def _page(face: ModuleType, names: list[Shown]) -> str:
    lines = [*_title(face.__name__), f".. automodule:: {face.__name__}", ""]
    for each in names:
        lines += [*(_described(each, face) if each.home == each.face else _elsewhere(each)), ""]
    return "\n".join(lines)


def _described(each: Shown, face: ModuleType) -> list[str]:
    if each.kind == "data":
        return _data(each, face)
    lines = [f".. auto{each.kind}:: {each.face}.{each.name}"]
    return [*lines, "   :members:"] if each.kind in ("class", "exception") else lines


def _elsewhere(each: Shown) -> list[str]:
    return [f".. py:{each.kind}:: {each.name}", "", f"   The same as :py:obj:`{each.home}.{each.name}`."]


def _data(each: Shown, face: ModuleType) -> list[str]:
    lines = [f".. py:data:: {each.name}"]
    value = repr(each.thing)
    if len(value) <= LONGEST and not value.startswith("<"):
        lines.append(f"   :value: {value}")
    return [*lines, "", *(f"   {line}" for line in _words(each.name, face).splitlines())]


def _words(name: str, module: ModuleType) -> str:
    """What stands under the assignment of a name, in the module that the face has it from."""
    for node, following in _pairs(ast.parse(inspect.getsource(module)).body):
        if isinstance(node, ast.ImportFrom) and node.module and name in {a.asname or a.name for a in node.names}:
            return _words(name, importlib.import_module(node.module))
        if name in _assigned(node) and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            return inspect.cleandoc(str(following.value.value))
    return ""


def _pairs(body: list[ast.stmt]) -> list[tuple[ast.stmt, ast.stmt | None]]:
    flat: list[ast.stmt] = []
    for node in body:
        flat += node.body if isinstance(node, ast.If) else [node]
    return list(zip(flat, [*flat[1:], None], strict=True))


def _assigned(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return set()


def _title(text: str, mark: str = "=") -> list[str]:
    return [text, mark * len(text), ""]
