"""Processes that tests look at."""

import time


def is_gone(pid, seconds=10.0):
    """Whether a process that is none of ours ends within some seconds; a zombie has ended."""
    for _ in range(int(seconds / 0.05)):
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
