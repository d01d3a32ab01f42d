"""Large problems seen coarsely: a sample of origins is enough to find hubs to start from."""

from dataclasses import replace

import numpy as np

from optimize.heuristics.data import SearchBlock, SearchData
from optimize.heuristics.hub_set_search import HubSetSearch
from optimize.problem import IntArray
from optimize.run import Clock

# Pairs left in the sample (400 nodes and one block; smaller problems are not sampled at all), and origins of a block at
# least: more cost time before the search of the whole problem, fewer give worse hubs to start from. Judgements.
_PAIRS = 160_000
_FEWEST = 40


def coarse_hubs(data: SearchData, clock: Clock, seconds: float) -> IntArray | None:
    """Search for the hubs that serve a sample of the origins best.

    Parameters
    ----------
    data : SearchData
    clock : Clock
    seconds : float
        What the search may take.

    Returns
    -------
    (p,) int array or None
        None for a problem that needs no sampling.
    """
    if data.pairs <= _PAIRS:
        return None
    rng = np.random.default_rng(data.seed)
    share = _PAIRS / data.pairs
    known: dict[int, SearchBlock] = {}
    for blocks in data.blocks:
        for block in blocks:
            known.setdefault(id(block), _sampled(block, share, rng))
    sampled = tuple(tuple(known[id(block)] for block in blocks) for blocks in data.blocks)
    search = HubSetSearch(replace(data, blocks=sampled), clock.silent())
    search.run(shakes=10, seconds=seconds)
    return None if search.best is None else search.best.hubs


def _sampled(block: SearchBlock, share: float, rng: np.random.Generator) -> SearchBlock:
    """Keep some origins, the large ones more likely, with flows scaled up so that totals stay what they are on average.

    Flows of origins that are left out are 0, and nodes keep their numbers.
    """
    out = block.view.weight.sum(axis=1)
    sending = np.count_nonzero(out)
    count = max(min(_FEWEST, sending), round(share * sending))
    chance = np.minimum(1.0, count * out / max(out.sum(), 1e-300))
    chosen = (rng.uniform(size=len(out)) < chance) & (chance > 0)
    scale = np.where(chosen, 1.0 / np.where(chosen, chance, 1.0), 0.0)
    return block.reweighted(block.view.weight * scale[:, None])
