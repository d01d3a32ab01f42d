"""`Comparison`: all that a comparison found, and how it was run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes

from experiments.comparison.confirm import Confirmation
from experiments.comparison.figures import Figures
from experiments.comparison.labelled import dataset
from experiments.comparison.overload import Overload, overload, winning_design
from experiments.comparison.pictures import plot
from experiments.comparison.tables import comparison_table, hub_rows
from experiments.comparison.verdict import verdict
from experiments.files import latex_table, markdown_table
from experiments.runs import Results
from experiments.text import table_text
from optimize.files import Document

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False)
class Comparison(Figures):
    """The figures of a comparison, what a second method says of them, and how they were made.

    Attributes
    ----------
    confirmation : Confirmation or None
        What a mixed-integer solver said about the headline; None where it was not asked.
    seconds : dict of str to float
        Wall time of all ``scenarios``, of the ``draws``, of the ``confirmation``, and in ``total``.
    run : Results or None
        Of the scenarios: what was kept from earlier, put aside or damaged.

    See Also
    --------
    Figures : all other attributes.
    """

    confirmation: Confirmation | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    run: Results | None = None

    @cached_property
    def verdict(self) -> tuple[str, ...]:
        """Sentences, the headline first, all made out of the figures."""
        return verdict(self)

    def summary(self) -> str:
        """Tell what was found: the verdict, and the hubs by cost.

        Returns
        -------
        str
        """
        return "\n".join([*self.verdict, "", table_text(comparison_table(self))])

    def plot(self, kind: str = "ranking", *, scenario: str | None = None, **look: Any) -> Axes:
        """Draw it.

        Parameters
        ----------
        kind : {"ranking", "flows", "change"}
            Hubs by regret; tonnes on links with the winning design; what a scenario changes of these.
        scenario : str, optional
            Name of a scenario; default: all together for the ranking, the first for flows.
        **look
            ``title``, ``ax``, ``size`` and what else the picture takes, see `experiments.pictures`.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            For an unknown kind or scenario, and a change without a scenario.
        """
        return plot(self, kind, scenario, **look)

    def to_xarray(self) -> xr.Dataset:
        """Label its figures by hub and scenario; needs the extra ``xarray``.

        Returns
        -------
        xarray.Dataset
            See `experiments.comparison.labelled.dataset`.
        """
        return dataset(self)

    def explore(self) -> Document:
        """Make its page, as `silkhub compare` writes it; nothing is fetched.

        Returns
        -------
        Document
            Shows itself in a notebook; ``.open()`` shows it in a browser, ``.save(path)`` writes it.
        """
        document: Document = import_module("experiments").report_document(self)  # the page stands above this room
        return document

    def to_markdown(self) -> str:
        """Write the hubs as a table in Markdown, the least expected cost first.

        Returns
        -------
        str
        """
        return markdown_table(hub_rows(self))

    def to_latex(self, label: str = "tab:hubs") -> str:
        """Write the hubs as a table in LaTeX, the least expected cost first.

        Parameters
        ----------
        label : str
            For references.

        Returns
        -------
        str
            A float with the rules of booktabs.
        """
        caption = f"{self.study.region.title}: one hub {self.headline.title}, in US dollars a year."
        return latex_table(hub_rows(self), caption=caption, label=label)

    @cached_property
    def overload(self) -> Overload:
        """Links above their own capacity under the winning design; looked for when it is first asked for."""
        return overload(self.study, winning_design(self))
