"""Measures of the layer that runs cases. No tests: figures depend on the machine and on what else it does."""
