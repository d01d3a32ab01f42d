"""Several risk measures of the same hub sets, side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from optimize.decide.designs import Designs
from optimize.errors import InputError
from optimize.problem import FloatArray

Measures = str | Iterable[str] | Mapping[str, Mapping[str, Any]] | None
"""Names of risk measures, or for names of the user's own the arguments of `solve`: ``{"tail": {"risk": "cvar",
"cvar_level": 0.95}}``. None stands for those that need no number, see `PLAIN`."""

PLAIN = ("expected", "worst_case", "max_regret", "cvar")
"""Measures that can be named without more: the level of CVaR has a default."""


def named_measures(given: Measures) -> dict[str, dict[str, Any]]:
    """Write measures as names with arguments of `solve`.

    Parameters
    ----------
    given : str, iterable of str, mapping or None

    Returns
    -------
    dict
        For each name the argument ``risk`` and the numbers that it takes.

    Raises
    ------
    InputError
        If there is none, or a measure of the user's own does not say its ``risk``.
    """
    if given is None:
        given = PLAIN
    if isinstance(given, str):
        given = [given]
    if isinstance(given, Mapping):
        found = {str(name): dict(arguments) for name, arguments in given.items()}
    else:
        found = {str(name): {"risk": name} for name in given}
    if not found:
        raise InputError(["there is no risk measure: name at least one"])
    without = [name for name, arguments in found.items() if "risk" not in arguments]
    if without:
        raise InputError([f"measures {without}: say which `risk` of `solve` each of them is"])
    return found


def measured(designs: Designs, measures: Mapping[str, Mapping[str, Any]]) -> dict[str, FloatArray]:
    """Value of every hub set by every measure.

    Parameters
    ----------
    designs : Designs
        Regrets are against the best of them.
    measures : mapping
        From `named_measures`.

    Returns
    -------
    dict of str to (m,) array
        ``inf`` for a set that cannot serve all flow.
    """
    return {name: designs.values(**arguments) for name, arguments in measures.items()}
