"""Methods that answer what a test says, to see what `solve` makes of it."""

from importlib import import_module

from optimize.solve import METHODS


def pretend(monkeypatch, method, answer):
    """Let ``answer(result, problem, request)`` change what a method hands back to `solve`."""
    module = import_module(METHODS[method])
    real = module.run
    monkeypatch.setattr(module, "run", lambda problem, request: answer(real(problem, request), problem, request))
