"""Problems are checked once; their arrays cannot be written to afterwards, in copies and in other processes neither."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from optimize.pickles import Slim

_USERS_OWN = "metadata"


def freeze(values: Mapping[str, Any]) -> None:
    """Make all arrays read-only, also those in dicts within.

    Parameters
    ----------
    values : mapping
        Attributes of an object by name; what ``metadata`` holds is the user's own, and left alone.
    """
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        elif isinstance(value, dict) and name != _USERS_OWN:
            freeze(value)


class Frozen(Slim):
    """An object whose arrays stay read-only when it is copied or pickled, which NumPy forgets."""

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take over what was pickled or copied."""
        super().__setstate__(state)
        freeze(self.__dict__)
