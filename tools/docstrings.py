"""Check the docstrings of public functions, methods and classes with numpydoc, and what they raise.

``[tool.numpydoc_validation]`` in ``pyproject.toml`` lists numpydoc's checks: a Parameters section that names exactly
the arguments, Returns, Yields. Exempt are private names, functions inside functions, magic methods, overloads,
overrides, and, but for the docstring itself, properties and commands (whose help stands beside each argument). Modules
in ``docstrings_todo.txt`` are not clean yet; one that is clean by now has to leave the list: ``--shrink`` takes it out.
"""

import ast
import sys
from pathlib import Path

from numpydoc.docscrape import NumpyDocString
from numpydoc.hooks.validate_docstrings import DocstringVisitor, parse_config

PACKAGES = ("optimize", "geodata", "experiments")
TODO = Path(__file__).with_name("docstrings_todo.txt")
NO_SECTIONS = {"property", "cached_property", "setter"}
NOT_OURS = {"overload", "override"}
NOT_FOR_CALLERS = {"NotImplementedError", "AssertionError"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Visitor(DocstringVisitor):
    """numpydoc's visitor, shown public names alone.

    Attributes
    ----------
    functions, described : int
        How many public functions take arguments, and how many of them have a Parameters section.
    """

    functions = 0
    described = 0

    def visit(self, node: ast.AST) -> None:
        """Visit what a caller from outside can reach.

        Parameters
        ----------
        node : ast.AST
        """
        if not isinstance(node, ast.Module | ast.ClassDef | Function):
            return
        inside = bool(self.stack) and isinstance(self.stack[-1], Function)
        if inside or getattr(node, "name", "").startswith("_") or _decorators(node) & NOT_OURS:
            return
        super().visit(node)
        if isinstance(node, Function) and not self._without_sections(node):
            self._look_further(node)

    def _look_further(self, node: Function) -> None:
        sections = NumpyDocString(ast.get_docstring(node) or "")
        arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        if any(argument.arg not in ("self", "cls") for argument in arguments) or node.args.vararg or node.args.kwarg:
            self.functions += 1
            self.described += bool(sections["Parameters"])
        told = " ".join(f"{raised.type} {raised.name}" for raised in sections["Raises"])
        for error in sorted(_raised(node)):
            if error not in told:
                line = f"{self.filepath}:{node.lineno}"
                self.findings.append([line, node.name, "RAISES", f"{error} is raised and not told of"])

    def _without_sections(self, node: ast.AST) -> bool:
        return bool(_decorators(node) & NO_SECTIONS) or "/commands/" in self.filepath

    def _ignore_issue(self, node: ast.AST, check: str) -> bool:
        # dataclasses have no `__init__` to compare the names with
        without_init = isinstance(node, ast.ClassDef) and "dataclass" in _decorators(node)
        ignored: bool = super()._ignore_issue(node, check)
        return ignored or (check != "GL08" and (without_init or self._without_sections(node)))


def _decorators(node: ast.AST) -> set[str]:
    """Last parts of the names of a node's decorators."""
    found = (
        decorator.func if isinstance(decorator, ast.Call) else decorator
        for decorator in getattr(node, "decorator_list", ())
    )
    return {ast.unparse(decorator).rpartition(".")[2] for decorator in found}


def _raised(function: Function) -> set[str]:
    """Names of the errors that a function itself raises, also by `report(faults)`."""
    raised = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            raised.add(ast.unparse(node.exc.func).rpartition(".")[2])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "report":
            raised.add("InputError")
    return {name for name in raised if name[:1].isupper()} - NOT_FOR_CALLERS


def main() -> None:
    """Print what is wrong in modules off the list, and how far the list is."""
    config = parse_config(Path())
    todo = set(TODO.read_text(encoding="utf-8").split())
    functions, described, faulty = 0, 0, set()
    for path in sorted(file for package in PACKAGES for file in Path(package).rglob("*.py")):
        visitor = Visitor(filepath=path.as_posix(), config=config)
        visitor.visit(ast.parse(path.read_text(encoding="utf-8")))
        functions += visitor.functions
        described += visitor.described
        if visitor.findings:
            faulty.add(path.as_posix())
        if path.as_posix() not in todo:
            for line, _, check, text in visitor.findings:
                print(f"{line}: {check} {text}")
    print(f"{described} of {functions} public functions have a Parameters section: {described / functions:.0%}")
    print(f"{len(todo & faulty)} modules on the list of those not clean yet")
    clean = sorted(todo - faulty)
    if "--shrink" in sys.argv:
        TODO.write_text("".join(f"{name}\n" for name in sorted(todo & faulty)), encoding="utf-8")
    elif clean:
        print(f"clean by now, so take them out with {sys.executable} -m tools.docstrings --shrink: {', '.join(clean)}")
    if faulty - todo or (clean and "--shrink" not in sys.argv):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
