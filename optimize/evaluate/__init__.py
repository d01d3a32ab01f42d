"""What a design costs and whether it may be, computed apart from the methods that find designs.

The evaluator has arithmetic of its own, in plain NumPy: paths, ways over hub links, discounts and risk measures are
worked out from their definitions, and every rule of a request is checked. With the methods it shares the problem, the
request, the design and the marks of paths without hubs, all of them data, and no line that computes. No solver is
needed.
"""

from optimize.evaluate.design import link_set_up_cost, price_design
from optimize.evaluate.evaluation import Evaluation, audit, evaluate, evaluate_hubs
from optimize.evaluate.pricing import PricedBlock
from optimize.evaluate.risk import size_of

__all__ = [
    "Evaluation",
    "PricedBlock",
    "audit",
    "evaluate",
    "evaluate_hubs",
    "link_set_up_cost",
    "price_design",
    "size_of",
]
