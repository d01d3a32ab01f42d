"""``python -m geodata.warm``: compile the kernels that find costs and ways, so that the first region need not wait."""

from geodata.region import load_region
from geodata.traffic import ClassWays, class_paths, sent
from optimize.table import Router


def warm() -> None:
    """Price the legs of the bundled region and move freight on them; quick if the kernels are already in the cache."""
    region = load_region("central-asia")
    region.leg_costs()
    state, problem = region.state(), region.problem(candidates=region.candidates[:2])
    cls, paths = next(iter(class_paths(problem, Router.of(problem).routes([0, 1])).items()))
    moved = ClassWays.of(state, problem, cls).moved(sent(state, problem, [paths]))
    moved.cost()
    moved.loads()


if __name__ == "__main__":
    warm()
