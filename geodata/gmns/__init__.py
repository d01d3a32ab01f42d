"""Networks as GMNS, the General Modeling Network Specification of transport models: nodes and links, in and out."""

from geodata.gmns.read import GmnsNetwork, read_gmns
from geodata.gmns.region import region_from_gmns
from geodata.gmns.write import write_gmns

__all__ = ["GmnsNetwork", "read_gmns", "region_from_gmns", "write_gmns"]
