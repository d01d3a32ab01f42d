"""Libraries that are loaded when they are first used: pandas, and those of the optional extras.

Who gives arrays and asks for no table never waits for pandas.

All of `optimize` takes it from here, ``from optimize.late import pd``; to the type checker it is pandas itself.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeGuard

from optimize.errors import InputError

__all__ = ["LateModule", "MissingExtraError", "is_frame", "is_loaded", "is_table", "need", "pd"]


class MissingExtraError(InputError, ImportError):
    """What is asked for needs a library of an optional extra, which is not installed."""


def need(module: str, extra: str, what: str) -> ModuleType:
    """Import a library of an optional extra.

    Parameters
    ----------
    module : str
        As it is imported.
    extra : str
        Name of the extra of this package that has it.
    what : str
        What needs it, for the message.

    Returns
    -------
    module

    Raises
    ------
    MissingExtraError
        If it is not installed, with the way to install it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        if error.name is not None and error.name.partition(".")[0] != module.partition(".")[0]:
            raise  # it is there, and lacks something itself
        package = module.partition(".")[0]
        msg = f"{what} need the package {package}, which is not installed: pip install 'silkhub[{extra}]'"
        raise MissingExtraError([msg]) from error


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
