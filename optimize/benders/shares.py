r"""How the cost of an instance is split into shares: what has a variable of its own in the master.

A share is the cost of a bundle of blocks of one scenario group, for a cluster of origins that stand next to each other.
More shares make the master's bound rise faster (the multicut form), and its linear program larger.
"""

from dataclasses import dataclass

import numpy as np

from optimize.benders.instance import Instance
from optimize.problem import IntArray

_MOST = 400


@dataclass(frozen=True, eq=False)
class Shares:
    """Bundles of blocks times clusters of origins; share number = bundle * clusters + cluster.

    Attributes
    ----------
    bundles : tuple of tuples of int
        Positions among the instance's pieces.
    group : (bundles,) int array
        Scenario group of each bundle.
    cluster : (n,) int array
        Cluster of each origin, ascending.
    clusters : int
    """

    bundles: tuple[tuple[int, ...], ...]
    group: IntArray
    cluster: IntArray
    clusters: int

    @property
    def count(self) -> int:
        """Number of shares."""
        return len(self.bundles) * self.clusters

    @property
    def share_group(self) -> IntArray:
        """(shares,) scenario group of each share."""
        return np.repeat(self.group, self.clusters)


def make_shares(instance: Instance) -> Shares:
    """Split an instance into at most about 400 shares, at least one a scenario group.

    Parameters
    ----------
    instance : Instance

    Returns
    -------
    Shares
    """
    bundles: list[tuple[int, ...]] = []
    group: list[int] = []
    for g in range(instance.groups):
        members = [b for b, piece in enumerate(instance.pieces) if piece.group == g]
        parts = min(len(members), max(1, _MOST // instance.groups))
        bundles.extend(tuple(int(b) for b in part) for part in np.array_split(members, parts))
        group.extend([g] * parts)
    clusters = max(1, min(instance.n, _MOST // len(bundles)))
    cluster = np.arange(instance.n, dtype=np.int64) * clusters // instance.n
    return Shares(tuple(bundles), np.array(group, dtype=np.int64), cluster, clusters)
