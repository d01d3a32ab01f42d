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
    from experiments.maps import link_lines
    from experiments.pictures import (
        SIZES,
        picture_style,
        plot_catchments,
        plot_change,
        plot_corridors,
        plot_flows,
        plot_frontier,
        plot_network,
        plot_ranking,
        plot_scenarios,
        plot_shares,
        write_picture,
    )
    from experiments.question import Study
    from experiments.recovery import resilience
    from experiments.report import report_document
    from experiments.tradeoffs import frontier
    from experiments.turning import tipping
    from experiments.uncertainty import robustness
    from experiments.worth import route_value

__all__ = [
    "SIZES",
    "Comparison",
    "Study",
    "compare",
    "criticality",
    "frontier",
    "link_lines",
    "picture_style",
    "plot_catchments",
    "plot_change",
    "plot_corridors",
    "plot_flows",
    "plot_frontier",
    "plot_network",
    "plot_ranking",
    "plot_scenarios",
    "plot_shares",
    "report_document",
    "resilience",
    "robustness",
    "route_value",
    "tipping",
    "verdict",
    "write_picture",
]

_ROOMS = {
    "Comparison": "comparison",
    "SIZES": "pictures",
    "Study": "question",
    "compare": "comparison",
    "criticality": "failures",
    "frontier": "tradeoffs",
    "link_lines": "maps",
    "picture_style": "pictures",
    "plot_catchments": "pictures",
    "plot_change": "pictures",
    "plot_corridors": "pictures",
    "plot_flows": "pictures",
    "plot_frontier": "pictures",
    "plot_network": "pictures",
    "plot_ranking": "pictures",
    "plot_scenarios": "pictures",
    "plot_shares": "pictures",
    "report_document": "report",
    "resilience": "recovery",
    "robustness": "uncertainty",
    "route_value": "worth",
    "tipping": "turning",
    "verdict": "judgement",
    "write_picture": "pictures",
}
"""Where each name of the face is made."""


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
