"""What is raised when an input cannot be used: every fault at once, each with its remedy."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class InputError(ValueError):
    """An input that cannot be used.

    Attributes
    ----------
    faults : tuple of str
        Everything that is wrong with the input; each says what, where and what to do.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        if len(self.faults) == 1:
            message = self.faults[0]
        else:
            message = f"{len(self.faults)} faults in the input:\n" + "\n".join(f"  - {f}" for f in self.faults)
        super().__init__(message)


def report(faults: Iterable[str]) -> None:
    """Raise one `InputError` for all `faults`, or return if there are none."""
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
