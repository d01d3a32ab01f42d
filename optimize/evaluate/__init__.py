"""What a design costs and whether it may be, computed apart from the methods that find designs."""

from optimize.evaluate.evaluation import Evaluation, audit, evaluate, evaluate_hubs, hub_load

__all__ = [
    "Evaluation",
    "audit",
    "evaluate",
    "evaluate_hubs",
    "hub_load",
]
