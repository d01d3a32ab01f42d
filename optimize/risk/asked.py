"""The measures by name, and the one that a user asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from optimize.errors import report
from optimize.risk.ambiguity import ProbabilityBounds, RobustProbability
from optimize.risk.cvar import Cvar, MeanCvar
from optimize.risk.expected import Expected
from optimize.risk.measure import RiskMeasure
from optimize.risk.worst_case import MaxRegret, RelativeRegret, WorstCase

MEASURES: dict[str, type[RiskMeasure]] = {
    measure.name: measure
    for measure in (
        Expected,
        WorstCase,
        MaxRegret,
        RelativeRegret,
        Cvar,
        MeanCvar,
        RobustProbability,
        ProbabilityBounds,
    )
}
"""Every measure by the name that users give."""

_NOT_GIVEN: dict[str, Any] = {name: None for measure in MEASURES.values() for name in measure.parameters()} | {
    "cvar_level": 0.9
}
"""Parameters of all measures as they are where nobody gives them."""


def make_measure(
    risk: str, given: Mapping[str, Any], scenarios: Sequence[str], faults: list[str]
) -> RiskMeasure | None:
    """Make the measure that the arguments of `solve` ask for.

    Parameters
    ----------
    risk : str
        Its name.
    given : mapping of str to object
        Parameters of measures, by the names of the arguments; None = not given.
    scenarios : sequence of str
        Names of the scenarios.
    faults : list of str
        What cannot be used is appended to it.

    Returns
    -------
    RiskMeasure or None
        None if there are faults.
    """
    kind = MEASURES.get(risk) if isinstance(risk, str) else None
    if kind is None:
        faults.append(f"risk is {risk!r}: use one of {', '.join(MEASURES)}")
        return None
    for name, value in given.items():
        takers = " and ".join(repr(other.name) for other in MEASURES.values() if name in other.parameters())
        if not takers:
            faults.append(f"{name!r} is no parameter of a risk measure; they are {', '.join(_NOT_GIVEN)}")
        elif value is not None and name not in kind.parameters() and _NOT_GIVEN[name] is None:
            faults.append(f"{name} is given, but risk {risk!r} has no such parameter: leave it out; it is for {takers}")
    given = _NOT_GIVEN | dict(given)
    measure = kind.asked(given, scenarios, faults)
    if "cvar_level" not in kind.parameters():
        Cvar.asked(given, scenarios, faults)  # a level that cannot be is a mistake, whoever takes it
    return measure


def measure_of(risk: str, given: Mapping[str, Any], scenarios: Sequence[str]) -> RiskMeasure:
    """Make the measure that arguments ask for, or say what is wrong with them.

    Parameters
    ----------
    risk, given, scenarios
        See `make_measure`.

    Returns
    -------
    RiskMeasure

    Raises
    ------
    InputError
        If arguments cannot be used; it reports all faults at once.

    Examples
    --------
    >>> measure_of("robust_probability", {"radius": 0.25}, ["base", "closed"])
    RobustProbability(radius=0.25)
    """
    faults: list[str] = []
    measure = make_measure(risk, given, scenarios, faults)
    report(faults)
    return measure or Expected()
