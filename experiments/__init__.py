"""Questions asked of a region and of the optimiser, and what people look at: tables, maps, the report.

What the face shows is imported when it is first asked for, so that the command can look after Ctrl-C before the
libraries load.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.comparison import Comparison, Study, compare

__all__ = ["Comparison", "Study", "compare"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from experiments import comparison

        return getattr(comparison, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
