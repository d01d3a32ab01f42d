"""The page, the files and the record that a comparison leaves behind."""

from experiments.report.export import export

__all__ = [
    "export",
]
