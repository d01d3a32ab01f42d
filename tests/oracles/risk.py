"""Risk measures of a list of scenario costs from their definitions, in plain Python; of `optimize` nothing is used."""

RISKS = (
    "expected",
    "worst_case",
    "max_regret",
    "relative_regret",
    "cvar",
    "mean_cvar",
    "robust_probability",
    "probability_bounds",
)
REGRETS = ("max_regret", "relative_regret")
LARGEST = ("worst_case", *REGRETS)
"""Measures that are the largest over all scenarios, whatever their probability."""


def parameters(risk, rng, count):
    """Random parameters of a measure over `count` scenarios, as `solve` takes them."""
    level = float(rng.choice([0.0, 0.5, 0.9]))
    if risk == "mean_cvar":
        return {"cvar_level": level, "cvar_weight": float(rng.choice([0.0, 0.3, 0.6, 1.0]))}
    if risk == "robust_probability":
        return {"radius": float(rng.choice([0.0, 0.1, 0.4, 1.0]))}
    if risk == "probability_bounds":
        middle = rng.dirichlet([1.0] * count)
        low = [float(x) * 0.5 if rng.random() < 0.7 else 0.0 for x in middle]
        return {"probability_low": low, "probability_high": [min(1.0, float(x) * 1.5) for x in middle]}
    return {"cvar_level": level}


def parameter(asked, name):
    """A parameter of the measure, of the package's own request or of one apart from it."""
    return getattr(asked, name) if hasattr(asked, name) else getattr(asked.measure, name)


def counts(chances, asked):
    """Which scenarios can make a difference."""
    if asked.risk in LARGEST or (asked.risk == "robust_probability" and parameter(asked, "radius") > 0):
        return [True] * len(chances)
    if asked.risk == "probability_bounds":
        low, high = parameter(asked, "probability_low"), parameter(asked, "probability_high")
        left = 1.0 - sum(low)
        return [at_least > 0 or (left > 1e-12 and at_most > 0) for at_least, at_most in zip(low, high, strict=True)]
    return [chance > 0 for chance in chances]


def together(values, chances, asked, own=None):
    """The measure that `asked` names, with its parameters, of costs; `own` are the scenarios' own optima."""
    if asked.risk in LARGEST:
        excess = values if own is None else [value - best for value, best in zip(values, own, strict=True)]
        if asked.risk == "relative_regret":
            # against an optimum of 0 no regret is defined: `solve` refuses
            excess = [value / abs(best) if best else float("inf") for value, best in zip(excess, own, strict=True)]
        return max(values if asked.risk == "worst_case" else excess)
    mean = total(values, chances)
    if asked.risk == "expected":
        return mean
    if asked.risk in ("cvar", "mean_cvar"):
        tail = 1.0 - parameter(asked, "cvar_level")
        worst = total(values, dearest_first(values, [chance / tail for chance in chances], 1.0))
        weight = 1.0 if asked.risk == "cvar" else parameter(asked, "cvar_weight")
        return mean if weight == 0 else worst if weight == 1 else (1 - weight) * mean + weight * worst
    if asked.risk == "robust_probability":
        return total(values, moved(values, chances, parameter(asked, "radius")))
    low, high = parameter(asked, "probability_low"), parameter(asked, "probability_high")
    spread = dearest_first(values, [b - a for a, b in zip(low, high, strict=True)], 1.0 - sum(low))
    return total(values, [a + more for a, more in zip(low, spread, strict=True)])


def total(values, weights):
    """Weighted sum in which what has no weight may cost infinitely much."""
    return sum(weight * value for value, weight in zip(values, weights, strict=True) if weight > 1e-15)


def dearest_first(values, most, left):
    """Weights that fill up to `most` from the dearest value down, until nothing is left."""
    given = [0.0] * len(values)
    for s in sorted(range(len(values)), key=lambda s: -values[s]):
        given[s] = min(most[s], left)
        left -= given[s]
    return given


def moved(values, chances, radius):
    """Probabilities after taking `radius` in all from the cheapest scenarios and giving it to the dearest one."""
    chances, left = list(chances), radius
    for s in sorted(range(len(values)), key=lambda s: values[s]):
        taken = min(chances[s], left)
        chances[s] -= taken
        left -= taken
    chances[values.index(max(values))] += radius - left
    return chances
