"""Hubs chosen in a network whose arcs and hubs have capacities."""

from optimize.networks.design import hub_network_design
from optimize.networks.network import HubNetwork
from optimize.networks.result import HubNetworkDesign

__all__ = [
    "HubNetwork",
    "HubNetworkDesign",
    "hub_network_design",
]
