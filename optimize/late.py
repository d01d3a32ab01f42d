"""pandas, loaded when it is first used: who gives arrays and asks for no table never waits for it.

All of `optimize` takes it from here, ``from optimize.late import pd``; to the type checker it is pandas itself.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeGuard

__all__ = ["LateModule", "is_frame", "is_loaded", "is_table", "pd"]


class LateModule:
    """A module that is imported with the first look at anything in it.

    Parameters
    ----------
    name : str
        As it is imported.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)

    def __dir__(self) -> list[str]:
        return dir(import_module(self._name))


if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateModule("pandas")


def is_loaded() -> bool:
    """Say whether anybody has loaded pandas: before that no value can be one of its kinds.

    Returns
    -------
    bool
    """
    return "pandas" in sys.modules


def is_frame(value: Any) -> TypeGuard[pd.DataFrame]:
    """Say whether a value is a DataFrame, without loading pandas to find out: who has one has loaded it.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool
    """
    return is_loaded() and isinstance(value, pd.DataFrame)


def is_table(value: Any) -> TypeGuard[pd.DataFrame | pd.Series[Any] | pd.Index[Any]]:
    """Say whether a value is a DataFrame, a Series or an Index, without loading pandas to find out.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool
    """
    return is_loaded() and isinstance(value, (pd.DataFrame, pd.Series, pd.Index))
