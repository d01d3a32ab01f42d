"""What the studies have in common at their end: tables, pictures, one page that opens offline, and a record."""

from experiments.pages.page import Page, Picture, Section, Shown, page_html
from experiments.pages.plots import DPI, figure_file, plain_axes
from experiments.pages.write import write_study

__all__ = ["DPI", "Page", "Picture", "Section", "Shown", "figure_file", "page_html", "plain_axes", "write_study"]
