"""The relative gap: one formula, used wherever a gap is stated."""

import math


def relative_gap(objective: float, bound: float, scale: float = 0.0) -> float:
    """Distance between an objective and a bound, relative to the objective.

    Parameters
    ----------
    objective, bound : float
        ``nan`` or infinite if unknown.
    scale : float
        If the objective is smaller than this, the distance is relative to this instead: a regret or a covered flow may
        be 0 although the costs and flows behind it are large.

    Returns
    -------
    float
        ``|objective - bound| / max(|objective|, scale)``; 0 if both are equal, ``inf`` if one is unknown.

    Examples
    --------
    >>> relative_gap(110.0, 99.0), relative_gap(0.0, 0.0), relative_gap(math.inf, 1.0)
    (0.1, 0.0, inf)
    """
    if objective == bound:
        return 0.0
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return math.inf
    size = max(abs(objective), scale)
    return abs(objective - bound) / size if size > 0.0 else math.inf
