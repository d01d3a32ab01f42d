"""The error raised for an input that cannot be used: it reports every fault at once, each with its remedy."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class InputError(ValueError):
    """An input that cannot be used.

    Parameters
    ----------
    faults : iterable of str
        Everything that is wrong with the input; each fault says what is wrong, where, and what to do. Kept as a tuple
        in the attribute of that name.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        if len(self.faults) == 1:
            message = self.faults[0]
        else:
            message = f"{len(self.faults)} faults in the input:\n" + "\n".join(f"  - {f}" for f in self.faults)
        super().__init__(message)

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[str, ...]]]:
        """Pickle the faults, not their message."""
        return type(self), (self.faults,)


def report(faults: Iterable[str]) -> None:
    """Raise one `InputError` for all faults, or return if there are none.

    Parameters
    ----------
    faults : iterable of str
        As for `InputError`.

    Raises
    ------
    InputError
        If there is at least one fault.
    """
    collected = tuple(faults)
    if collected:
        raise InputError(collected)


@contextmanager
def collecting(faults: list[str]) -> Iterator[None]:
    """Add the faults of an `InputError` that the block raises to `faults` instead.

    Parameters
    ----------
    faults : list of str
        Several checks can be made one after the other, and reported at once.
    """
    try:
        yield
    except InputError as error:
        faults.extend(error.faults)
