r"""Sample average approximation: hubs from samples of what may happen, with a proven-in-probability gap.

With N scenarios drawn at random, the optimum of their average has an expected value of at most the true optimum, so
that the mean over independent replications estimates a lower bound (Mak, Morton and Wood 1999). What a set of hubs
costs on average in a large sample of its own estimates an upper bound (Kleywegt, Shapiro and Homem-de-Mello 2002).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from optimize.brief import Brief
from optimize.decide.designs import Labels, Number, first_least, list_designs
from optimize.decide.look_up import whole_number
from optimize.errors import InputError, report
from optimize.late import pd
from optimize.problem import FloatArray, HubProblem, Problem, ScenarioProblem

Sample = Callable[[int, np.random.Generator], Any]


@dataclass(frozen=True, eq=False)
class SampleAverage(Brief):
    """Hubs found from samples, and how far they may be from the best.

    Attributes
    ----------
    hubs : tuple of labels
        Found with the largest sample size.
    lower, upper : float
        Estimates of a lower bound on the least expected cost, and of the expected cost of the hubs.
    lower_interval, upper_interval : tuple of float
        Their two-sided confidence intervals.
    gap : float
        ``upper - lower``; by chance it may be negative.
    gap_limit : float
        With the probability `confidence` the hubs cost at most that much more than the best ones.
    confidence : float
    convergence : DataFrame
        The same for each sample size: ``size, hubs, lower, lower_error, lower_low, lower_high, upper, upper_error,
        upper_low, upper_high, gap, gap_limit, sets`` (how many different sets were the best of a replication).
    replications : DataFrame
        ``size, replication, hubs, value``: the optimum of each sample.
    """

    hubs: Labels
    lower: float
    upper: float
    lower_interval: tuple[float, float]
    upper_interval: tuple[float, float]
    gap: float
    gap_limit: float
    confidence: float
    convergence: pd.DataFrame
    replications: pd.DataFrame


def sample_average(
    sample: Sample,
    p: Number = None,
    sizes: int | Iterable[int] = (10, 20, 50),
    replications: int = 20,
    evaluation: int = 1000,
    seed: int = 0,
    *,
    confidence: float = 0.95,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
) -> SampleAverage:
    """Find hubs for scenarios that can only be drawn, with intervals for the bounds on their expected cost.

    For each size the hubs are those that are cheapest on average over the samples of all replications together; the
    sample that they are evaluated in is another one, the same for all sizes.

    Parameters
    ----------
    sample : callable
        ``sample(n, rng)`` draws n scenarios independently with a NumPy generator and returns a list of n HubProblem, or
        a ScenarioProblem in which scenarios that were drawn several times have their share as probability.
    p : int, range or None
        Number of hubs; ``range(1, 4)`` = 1 to 3; None = any number.
    sizes : int or list of int
        Numbers of scenarios in a sample.
    replications : int
        Number of samples of each size, at least 2.
    evaluation : int
        Number of scenarios in the large sample.
    seed : int
        Every sample has a random stream of its own, by its size and number: the same whatever else is drawn.
    confidence : float
        Of the intervals and of `gap_limit`.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.

    Returns
    -------
    SampleAverage

    Raises
    ------
    InputError
        If arguments cannot be used, the samples are not problems with the same candidates, or no hub set serves all
        flow in a sample.
    """
    if not callable(sample):
        raise InputError([f"sample is a {type(sample).__name__}: give a function of a number and a generator"])
    counts = sorted({whole_number(n, 1, 10**9, "sizes", "numbers of scenarios") for n in _listed(sizes)})
    if not counts:
        raise InputError(["sizes is empty: name at least one number of scenarios"])
    whole_number(replications, 2, 10**9, "replications", "as one has no spread")
    whole_number(seed, 0, 2**64 - 1, "seed", "as generators take it")
    whole_number(evaluation, 2, 10**9, "evaluation", "as one scenario has no spread")
    report([] if 0.0 < confidence < 1.0 else [f"confidence is {confidence!r}: it has to be between 0 and 1"])
    limits = {"open_hubs": _listed(open_hubs), "closed_hubs": _listed(closed_hubs)}
    draw = _Draw(sample, seed)
    found = [_replicate(draw, size, replications, p, limits) for size in counts]
    large = draw(evaluation, None)
    convergence = pd.DataFrame([_bounds(each, large, evaluation, confidence) for each in found])
    last = convergence.iloc[-1]
    return SampleAverage(
        hubs=last["hubs"],
        lower=float(last["lower"]),
        upper=float(last["upper"]),
        lower_interval=(float(last["lower_low"]), float(last["lower_high"])),
        upper_interval=(float(last["upper_low"]), float(last["upper_high"])),
        gap=float(last["gap"]),
        gap_limit=float(last["gap_limit"]),
        confidence=float(confidence),
        convergence=convergence,
        replications=pd.concat([each.table() for each in found], ignore_index=True),
    )


@dataclass(frozen=True)
class _Draw:
    """Draws samples, each from a stream of its own."""

    sample: Sample
    seed: int

    def __call__(self, size: int, replication: int | None) -> Problem:
        """One of the replications, or, for None, the sample for evaluation."""
        key = (0,) if replication is None else (1, size, replication)
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))
        drawn = self.sample(size, rng)
        if isinstance(drawn, ScenarioProblem):
            return drawn
        problems = list(drawn) if isinstance(drawn, Iterable) and not isinstance(drawn, Mapping) else [drawn]
        if len(problems) != size or not all(isinstance(problem, HubProblem) for problem in problems):
            raise InputError([f"sample({size}, rng) has to return a ScenarioProblem, or a list of {size} HubProblem"])
        return ScenarioProblem({str(number): problem for number, problem in enumerate(problems)})


@dataclass(frozen=True, eq=False)
class _Found:
    """What the replications of one sample size have found.

    Attributes
    ----------
    size : int
    hubs : tuple of labels
        The cheapest on average over all samples.
    best : list of tuples of labels
        The best of each sample.
    optima : (replications,) array
        What they cost there.
    """

    size: int
    hubs: Labels
    best: list[Labels]
    optima: FloatArray

    def table(self) -> pd.DataFrame:
        """Replication by replication."""
        rows = [
            {"size": self.size, "replication": number, "hubs": hubs, "value": float(value)}
            for number, (hubs, value) in enumerate(zip(self.best, self.optima, strict=True))
        ]
        return pd.DataFrame(rows)


def _replicate(draw: _Draw, size: int, replications: int, p: Number, limits: dict[str, list[Any]]) -> _Found:
    """Draw and solve the samples of one size."""
    best, optima = [], []
    designs, total = None, None
    for replication in range(replications):
        latest = list_designs(draw(size, replication), p, **limits)
        if designs is not None and designs.problem.candidates != latest.problem.candidates:
            raise InputError(["sample has to return problems with the same candidates every time"])
        designs = latest
        at = first_least(designs.expected)
        if not math.isfinite(designs.expected[at]):
            words = f"no set of hubs serves all flow in sample {replication} of {size} scenarios"
            raise InputError([f"{words}: give an unmet_penalty, more hubs or more candidates"])
        best.append(designs.hubs(at))
        optima.append(float(designs.expected.min()))
        total = designs.expected if total is None else total + designs.expected
    assert designs is not None  # noqa: S101
    assert total is not None  # noqa: S101
    return _Found(size, designs.hubs(first_least(total)), best, np.array(optima))


def _bounds(found: _Found, large: Problem, evaluation: int, confidence: float) -> dict[str, Any]:
    """The row of a sample size in the table of convergence."""
    count = len(found.optima)
    lower, lower_error = float(found.optima.mean()), float(found.optima.std(ddof=1)) / math.sqrt(count)
    upper, upper_error = _average(large, found.hubs, evaluation)
    # of a two-sided interval each side errs with half of 1 - confidence: so do the two sides that make the gap
    half_lower = lower_error * float(stats.t.ppf(0.5 + confidence / 2, count - 1))
    half_upper = upper_error * float(stats.norm.ppf(0.5 + confidence / 2))
    return {
        "size": found.size,
        "hubs": found.hubs,
        "lower": lower,
        "lower_error": lower_error,
        "lower_low": lower - half_lower,
        "lower_high": lower + half_lower,
        "upper": upper,
        "upper_error": upper_error,
        "upper_low": upper - half_upper,
        "upper_high": upper + half_upper,
        "gap": upper - lower,
        "gap_limit": max(upper - lower, 0.0) + half_lower + half_upper,
        "sets": len(set(found.best)),
    }


def _average(large: Problem, hubs: Labels, evaluation: int) -> tuple[float, float]:
    """Mean cost of a hub set in a sample, and its standard error."""
    designs = list_designs(large, len(hubs), hubs)
    cost, probability = designs.cost[0], designs.probability
    mean = float(designs.expected[0])
    if not math.isfinite(mean):
        return math.inf, math.inf
    counted = probability > 0
    # a scenario of probability k / n was drawn k times
    variance = float(probability[counted] @ (cost[counted] - mean) ** 2) * evaluation / (evaluation - 1)
    return mean, math.sqrt(variance / evaluation)


def _listed(given: Any) -> list[Any]:
    return [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
