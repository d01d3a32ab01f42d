"""All methods by name. Each is a module or package that declares a `Method`; it is imported when first asked for."""

from importlib import import_module

from optimize.errors import InputError
from optimize.run import Method

_MODULES = {
    "enumeration": "optimize.table.enumeration",
    "benders": "optimize.benders",
    "center": "optimize.center",
    "covering": "optimize.covering",
    "single": "optimize.single",
    "ordered": "optimize.ordered",
    "links": "optimize.links",
    "compact": "optimize.compact",
    "heuristic": "optimize.heuristics",
}
METHODS = tuple(_MODULES)
"""Names of the methods; of two with the same estimated time, "auto" chooses the first."""


def method(name: str) -> Method:
    """Get a method by its name.

    Parameters
    ----------
    name : str
        One of `METHODS`.

    Returns
    -------
    Method

    Raises
    ------
    InputError
        If there is no such method.
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
        In the order of `METHODS`.
    """
    return [method(name) for name in METHODS]
