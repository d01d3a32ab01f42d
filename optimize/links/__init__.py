"""Hub links as a decision, and flow-dependent discounts: hub sets in the order of a bound, `method="links"`."""

from optimize.links.method import METHOD, run

__all__ = ["METHOD", "run"]
