"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

RegionOption = Annotated[
    str, typer.Option("--region", "-r", help="A bundled region's name, or a folder (see docs/region-format.md).")
]
BUNDLED = "central-asia"


def names(given: str | None) -> list[str] | None:
    """Split a comma-separated list.

    Parameters
    ----------
    given : str or None
        As it was typed.

    Returns
    -------
    list of str or None
        None stays None; an empty text or ``none`` is an empty list.
    """
    if given is None:
        return None
    if given.strip().lower() == "none":
        return []
    return [item.strip() for item in given.split(",") if item.strip()]
