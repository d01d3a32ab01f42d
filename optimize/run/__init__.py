"""What a method is given and what it returns: the question, the limits, the clock, the result."""

from optimize.run.clock import Clock, OutOfTimeError, Progress
from optimize.run.gap import relative_gap
from optimize.run.limits import Limits, make_limits
from optimize.run.memory import free_memory, memory_fault, need_memory
from optimize.run.method import Method, beyond_capacities
from optimize.run.number import check_number_told
from optimize.run.request import ALLOCATIONS, Request, as_asked, counted_scenarios, make_request
from optimize.run.result import Design, MethodResult, Status
from optimize.run.threads import ONE_THREAD, Workers, one_thread, thread_count

__all__ = [
    "ALLOCATIONS",
    "ONE_THREAD",
    "Clock",
    "Design",
    "Limits",
    "Method",
    "MethodResult",
    "OutOfTimeError",
    "Progress",
    "Request",
    "Status",
    "Workers",
    "as_asked",
    "beyond_capacities",
    "check_number_told",
    "counted_scenarios",
    "free_memory",
    "make_limits",
    "make_request",
    "memory_fault",
    "need_memory",
    "one_thread",
    "relative_gap",
    "thread_count",
]
