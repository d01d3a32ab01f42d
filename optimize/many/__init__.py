"""Many problems at once, each in a process with one thread; a failure stays in its place."""

from optimize.many.solve_many import solve_many

__all__ = ["solve_many"]
