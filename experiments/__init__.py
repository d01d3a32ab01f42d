"""Questions asked of a region and of the optimiser, and what people look at: tables, maps, the report.

What the face shows is imported when it is first asked for, so that the command can look after Ctrl-C before the
libraries load.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.comparison import Comparison, compare
    from experiments.failures import criticality
    from experiments.judgement import verdict
    from experiments.question import Study
    from experiments.recovery import resilience
    from experiments.tradeoffs import frontier
    from experiments.turning import tipping
    from experiments.uncertainty import robustness
    from experiments.worth import route_value

__all__ = [
    "Comparison",
    "Study",
    "compare",
    "criticality",
    "frontier",
    "resilience",
    "robustness",
    "route_value",
    "tipping",
    "verdict",
]

_ROOMS = {
    "Comparison": "comparison",
    "Study": "question",
    "compare": "comparison",
    "criticality": "failures",
    "frontier": "tradeoffs",
    "resilience": "recovery",
    "robustness": "uncertainty",
    "route_value": "worth",
    "tipping": "turning",
    "verdict": "judgement",
}
"""Where each name of the face is made."""


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
