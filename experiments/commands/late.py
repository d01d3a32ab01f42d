"""Commands that are known by name, and loaded when one of them runs or is asked for its help."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from experiments.start import loading

_SUMMARIES = {
    "compare": "Compare candidate hubs, undisturbed and under disruptions, and write table, map and report.",
    "verdict": "Judge whether the incumbent stays first and the challenger comes next, with all evidence on one page.",
    "robustness": "Draw all uncertain inputs together, and count how often each hub is best.",
    "criticality": "Rank corridors, border crossings, links and hubs by what their loss costs.",
    "frontier": (
        "Weigh expected cost against worst case, largest regret and the tail, for one hub, two hubs and more."
    ),
    "tipping": "Find how far each input must move before another hub is the best.",
    "resilience": "Follow what disruptions cost over time: while they last, and until all is as before.",
    "calibrate": (
        "Compare the model with every observation that the region lists: times, costs, distances, shares, masses."
    ),
    "corridors": (
        "Route all freight within the capacities of links, scheduled services and hubs; say what an extra tonne is "
        "worth."
    ),
    "air": "Ask where a hub of air cargo should be, what flights are worth, and from which volume on they pay.",
    "route": "Show the cheapest route between two places: its links, its days and its costs in parts.",
    "route-value": "Value links, services and works, hubs chosen again, and ask from where on they pay.",
    "solve": "Solve a hub-location instance read from files: one instance file, or tables of flows and costs.",
    "benchmark": "Run a suite of problems with every method, and compare times and results.",
    "rerun": "Repeat the run whose results are in a folder, and say whether its tables are the same.",
    "region": "List, show, make, check and export regions.",
}
"""By name, in the order in which they are listed: the first line of what each says of itself."""


class LateCommand(TyperCommand):
    """A command that the list of commands knows, and that is loaded when it is asked for more.

    It stands in the module of its name, as the function ``NAME_command``, or as ``app`` where it has commands of its
    own.

    Parameters
    ----------
    name : str
    summary : str
        Its line in the list.
    """

    def __init__(self, name: str, summary: str) -> None:
        super().__init__(name, help=summary, rich_markup_mode="rich")
        self.title = name

    @cached_property
    def loaded(self) -> Any:
        """The command itself, with its options."""
        own = self.title.replace("-", "_")
        with loading():
            module = import_module(f"experiments.commands.{own}")
        app = getattr(module, "app", None)
        if app is None:
            app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
            app.command(self.title)(getattr(module, f"{own}_command"))
        return typer.main.get_command(app)

    def make_context(self, *given: Any, **how: Any) -> Any:
        """Read the arguments of the command itself.

        Parameters
        ----------
        *given, **how
            As typer and click give them.

        Returns
        -------
        Context
            That of the command itself, which is run in it.
        """
        return self.loaded.make_context(*given, **how)


class LateCommands(TyperGroup):
    """All commands, none of them loaded.

    Parameters
    ----------
    **options
        As typer gives them.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands.update({name: LateCommand(name, summary) for name, summary in _SUMMARIES.items()})
