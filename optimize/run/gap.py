"""The relative gap: one formula for all that states one."""

import math


def relative_gap(objective: float, bound: float, scale: float = 0.0) -> float:
    """Distance between an objective and a bound, relative to the objective.

    Parameters
    ----------
    objective, bound : float
        ``nan`` or infinite where nothing is known.
    scale : float
        Where the objective is smaller than this, the distance is relative to this instead: a regret or a flow covered
        may be 0 where the costs and flows behind it are large.

    Returns
    -------
    float
        ``|objective - bound| / max(|objective|, scale)``; 0 where both are the same, ``inf`` where one is not known.

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
