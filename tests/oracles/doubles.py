"""Methods that answer what a test says, to see what `solve` makes of it."""

import sys
from dataclasses import replace

from optimize.methods import method


def pretend(monkeypatch, name, answer):
    """Let ``answer(result, problem, request)`` change what a method hands back to `solve`."""
    real = method(name)
    ours = [module for key, module in sys.modules.items() if key.startswith("optimize")]

    def run(problem, request, limits):
        return answer(real.run(problem, request, limits), problem, request)

    for module in ours:
        if vars(module).get("METHOD") is real:
            monkeypatch.setattr(module, "METHOD", replace(real, run=run))
