"""The compact model of a question as a file for any solver."""

from pathlib import Path
from typing import Any

from optimize.compact.column_names import column_names
from optimize.compact.method import run
from optimize.errors import InputError, report
from optimize.problem import Problem
from optimize.run import Limits, as_asked, check_number_told, make_request
from optimize.solvers import Model, check_program_file, write_program

QUESTION = (
    *("p", "p_min", "p_max", "allocation", "objective", "risk", "cvar_level", "cvar_weight", "radius"),
    *("probability_low", "probability_high", "open_hubs", "closed_hubs", "threshold", "hub_links"),
)
"""Arguments of `optimize.solve` that make up the question."""


class _BuiltError(Exception):
    """The program has been built; it is no error."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model


def write_model(problem: Problem, path: str | Path, **question: Any) -> None:
    """Write the compact model of a question to a file, see `HubProblem.write_model`.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    path : str or Path
    **question
        Some of `QUESTION`.

    Raises
    ------
    InputError
        If the file or the arguments cannot be used, nothing says how many hubs to open where they cost nothing, or no
        hubs can serve all flow.
    """
    unknown = sorted(set(question) - set(QUESTION))
    report([f"unknown arguments {', '.join(unknown)}: use {', '.join(QUESTION)}"] if unknown else [])
    check_program_file(path)
    request = make_request(problem, **question)
    if request.objective.is_largest:
        report(["objective 'center' is solved by a series of programs, so there is no one model to write"])
    if request.measure.against_optimum:
        report(["regrets need each scenario's own optimum, which `solve` finds first: write the model of another risk"])
    told = question.get("p") is not None or question.get("p_max") is not None
    if not told and request.objective.adds_costs and not request.chooses_links(problem):
        check_number_told(problem, request.p_min, request.p_max)
    asked = as_asked(problem, request)
    model = _built(asked, request)
    write_program(model, path, column_names(model, asked))


def _built(problem: Problem, request: Any) -> Model:
    def take(model: Model) -> None:
        raise _BuiltError(model)

    try:
        result = run(problem, request, Limits(take_program=take))
    except _BuiltError as built:
        return built.model
    why = result.explanation or "not all flow can be served, whatever hubs are open; `solve` explains why"
    raise InputError([f"there is no model to write: {why}"])
