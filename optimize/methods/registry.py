"""All methods by name. A method is a module that declares a `Method`; it is imported when it is first asked for."""

from importlib import import_module

from optimize.errors import InputError
from optimize.run import Method

_MODULES = {
    "enumeration": "optimize.table.enumeration",
    "benders": "optimize.benders",
    "center": "optimize.center",
    "single": "optimize.single",
    "compact": "optimize.compact",
    "heuristic": "optimize.heuristics",
}
METHODS = tuple(_MODULES)
"""Names of the methods; where two take as long, "auto" takes the first."""


def method(name: str) -> Method:
    """Look a method up.

    Parameters
    ----------
    name : str

    Returns
    -------
    Method

    Raises
    ------
    InputError
        Naming the methods that there are.
    """
    if name not in _MODULES:
        raise InputError([f"method is {name!r}: use 'auto' or one of {', '.join(METHODS)}"])
    found: Method = import_module(_MODULES[name]).METHOD
    return found


def methods() -> list[Method]:
    """List all methods.

    Returns
    -------
    list of Method
    """
    return [method(name) for name in METHODS]
