"""Where the tests find the checkout, its documents, and the published instances."""

from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
BENCHMARKS = CHECKOUT.parent / "shared" / "data" / "hub-benchmarks"
"""Published instances that are not ours to ship; tests that use them skip where the folder is not there."""
