"""Drawing random combinations of disruptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from numbers import Integral

import numpy as np
from scipy.special import ndtri

from geodata.scenarios import Scenario, combined


def sample_scenarios(scenarios: Iterable[Scenario], n: int, seed: int) -> list[Scenario]:
    r"""Draw states of the world: in each, every scenario holds or not, with its probability.

    Scenarios without a probability, and combinations (whose parts are drawn themselves), are not drawn. Scenarios of
    one ``group`` depend on one another by a one-factor Gaussian copula (Li 2000): scenario :math:`s` holds when
    :math:`\sqrt{\rho_s} Z_g + \sqrt{1 - \rho_s} \varepsilon_s < \Phi^{-1}(p_s)` with its ``correlation``
    :math:`\rho_s`; the probability of each stays what it is.

    Parameters
    ----------
    scenarios : iterable of Scenario
        What may be in force.
    n : int
        Number of draws.
    seed : int
        Equal seeds give equal draws. A scenario's own draws do not depend on which others there are.

    Returns
    -------
    list of Scenario
        Named ``draw-0001 ...``; ``combine`` tells which hold. Each has probability ``1 / n``.

    Raises
    ------
    ValueError
        When ``n`` is below 1.
    """
    if not (isinstance(n, Integral) and n >= 1):
        message = f"the number of draws must be a whole number of at least 1, not {n!r}"
        raise ValueError(message)
    chosen = [item for item in scenarios if item.probability is not None and not item.combine]
    holds = np.zeros((n, len(chosen)), dtype=np.bool_)
    for column, item in enumerate(chosen):
        own = _normals(seed, f"scenario {item.name}", n)
        common = _normals(seed, f"group {item.group}", n) if item.group else np.zeros(n)
        rho = item.correlation if item.group else 0.0
        latent = np.sqrt(rho) * common + np.sqrt(1.0 - rho) * own
        holds[:, column] = latent < ndtri(item.probability or 0.0)
    width = max(4, len(str(n)))
    draws = []
    for number, row in enumerate(holds, start=1):
        parts = [item for item, on in zip(chosen, row, strict=True) if on]
        draws.append(replace(combined(f"draw-{number:0{width}d}", parts), probability=1.0 / n))
    return draws


def _normals(seed: int, name: str, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Standard normal numbers of a stream of their own."""
    return np.random.default_rng([seed, *name.encode()]).standard_normal(n)
