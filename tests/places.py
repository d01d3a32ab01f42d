"""Where the tests find the checkout, its documents, and the files of published instances."""

from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
BENCHMARKS = CHECKOUT.parent / "shared" / "data" / "hub-benchmarks"
"""The OR-Library's own files, to check against; tests that need them skip where the folder is not there."""
