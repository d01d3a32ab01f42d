"""Layers of the tiny region's comparison."""

import pytest

from experiments.comparison import winning_design
from experiments.exports import comparison_layers
from experiments.traffic import design_traffic


@pytest.fixture(scope="session")
def layers(found):
    """By name."""
    return {layer.name: layer for layer in comparison_layers(found)}


@pytest.fixture(scope="session")
def traffic(found):
    """Of the winning design, by scenario."""
    return {name: design_traffic(found.study, name, winning_design(found)) for name in found.study.scenarios}
