"""How much memory there is for a run; and how to say that it is not enough."""

import math
import os
from contextlib import suppress
from pathlib import Path

_GIGABYTE = 1e9
_SMALL = 1e8  # bytes of which nobody asks whether they are there


def free_memory() -> float:
    """Bytes that this process may still take.

    Returns
    -------
    float
        What the machine has free, within the limits of the container and of the process; ``inf`` if nothing is known.
    """
    return min(_of_machine(), _of_container(), _of_process())


def memory_fault(needed: float) -> str:
    """Say that something does not fit into the memory.

    Parameters
    ----------
    needed : float
        Bytes that it would take.

    Returns
    -------
    str
        Empty if it does fit.
    """
    free = free_memory()
    if needed <= free:
        return ""
    return f"it would take about {needed / _GIGABYTE:.3g} GB of memory, and {free / _GIGABYTE:.3g} GB are free"


def need_memory(bytes_needed: float, what: str) -> None:
    """Give up before memory is taken that is not there.

    Parameters
    ----------
    bytes_needed : float
    what : str
        What would take it.

    Raises
    ------
    MemoryError
        If it does not fit.
    """
    # asking takes as long as adding a row to a program
    if bytes_needed > _SMALL and (fault := memory_fault(bytes_needed)):
        msg = f"{what} is too large: {fault}"
        raise MemoryError(msg)


def _of_machine() -> float:
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024.0 * float(line.split()[1])
    with suppress(OSError, ValueError, AttributeError):
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    return math.inf


def _of_container() -> float:
    folder = Path("/sys/fs/cgroup")
    with suppress(OSError, ValueError, KeyError):
        most = float((folder / "memory.max").read_text())  # "max" where there is no limit
        # what is cached of files is given back when it is needed
        used = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        return max(0.0, most - float(used["anon"]))
    return math.inf


def _of_process() -> float:
    with suppress(ImportError, OSError, ValueError, IndexError):
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[0]
        if most != resource.RLIM_INFINITY:
            pages = float(Path("/proc/self/statm").read_text().split()[0])
            return max(0.0, most - pages * os.sysconf("SC_PAGE_SIZE"))
    return math.inf
