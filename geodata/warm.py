"""``python -m geodata.warm``: compile the kernels that find costs, so that the first region does not have to wait."""

from geodata.region import load_region


def warm() -> None:
    """Price the legs of the bundled region; quick if the kernels are already in the cache."""
    load_region("central-asia").leg_costs()


if __name__ == "__main__":
    warm()
