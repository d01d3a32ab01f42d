"""Which method suits which question."""

from optimize.methods.choice import choose, table_seconds, unsupported

__all__ = [
    "choose",
    "table_seconds",
    "unsupported",
]
