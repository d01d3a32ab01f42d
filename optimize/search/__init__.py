"""Local search over sets of hubs, for every method that can price a set of hubs."""

from optimize.search.hub_sets import HubSet, HubSets, Measured
from optimize.search.local_search import Choice, LocalSearch, below
from optimize.search.pricing import AnyPricing

__all__ = ["AnyPricing", "Choice", "HubSet", "HubSets", "LocalSearch", "Measured", "below"]
