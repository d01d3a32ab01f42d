"""What a method is told and what it hands back: the request, the clock, the result."""

from optimize.run.clock import Clock
from optimize.run.request import Progress, Request, counted_scenarios, make_request
from optimize.run.result import Design, MethodResult, Status

__all__ = [
    "Clock",
    "Design",
    "MethodResult",
    "Progress",
    "Request",
    "Status",
    "counted_scenarios",
    "make_request",
]
