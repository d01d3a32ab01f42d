"""The page, the files and the record that a comparison leaves behind."""

from experiments.report.beside import read_beside
from experiments.report.export import ALSO, checked_formats, export, report_document

__all__ = [
    "ALSO",
    "checked_formats",
    "export",
    "read_beside",
    "report_document",
]
