"""Said once on standard error: that a command waits for kernels to be compiled, as it does on a new machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from experiments.text import Screen


@contextmanager
def telling_of_waits(*, quiet: bool) -> Iterator[None]:
    """Tell, within a ``with`` block, what the work waits for, each reason once.

    Parameters
    ----------
    quiet : bool
        Whether to tell nothing.

    Yields
    ------
    None
    """
    from optimize.pauses import listening  # with the libraries, which a command loads when it runs

    screen, told = Screen(stderr=True, quiet=quiet), set[str]()

    def tell(why: str) -> None:
        if why not in told:
            told.add(why)
            screen.print(f"{why}: later runs on this machine do not wait")

    with listening(tell):
        yield
