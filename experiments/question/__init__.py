"""What is asked of a region: hubs, gateways, scenarios, classes and year, with every name resolved and checked."""

from experiments.question.study import USUAL_P_MAX, Choice, Study

__all__ = ["USUAL_P_MAX", "Choice", "Study"]
