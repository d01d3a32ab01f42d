"""What is made of a region's tables, made once for all variants of the region."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any

REMEMBERED = 128
"""Things kept: some twenty for each year of a region."""


class Made:
    """Remembers what was made of tables; it is empty again when it comes out of a pickle.

    Examples
    --------
    >>> made, table = Made(), [3, 4]
    >>> made.once("sum", [table], lambda: sum(table)), made.once("sum", [table], lambda: 0)
    (7, 7)
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[tuple[Any, ...], Any]] = OrderedDict()

    def __reduce__(self) -> tuple[type[Made], tuple[()]]:
        """Pickle nothing: it can be made again."""
        return Made, ()

    def once(self, key: Hashable, parts: Sequence[Any], make: Callable[[], Any]) -> Any:
        """Return what is made of some parts.

        Parameters
        ----------
        key : hashable
            What it is, and what beside the parts it depends on.
        parts : sequence of objects
            What it is made of: these very objects, not others that are equal.
        make : callable
            Makes it, when it was not made before.

        Returns
        -------
        object
            Not to be changed.
        """
        whole = (key, *map(id, parts))
        with self._lock:
            if whole in self._kept:
                self._kept.move_to_end(whole)
                return self._kept[whole][1]
        found = make()  # without the lock, as it may ask for other things; threads may make it twice
        with self._lock:
            self._kept[whole] = tuple(parts), found  # with the parts, so that no other object gets their number
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return found
