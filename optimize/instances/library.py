r"""The published instances that come with the package, by name.

"AP50" is the Australia Post instance of 50 nodes (Ernst and Krishnamoorthy 1996), for every multiple of 5 from 5 to
200. It is derived from the 200 nodes as the library's own generator does it, see `optimize.instances.reduction`, and
rounded to the six decimals that the generator prints, so that it equals the library's file. A letter after the number
adds fixed costs of hubs, loose or tight ("AP50L", "AP50T"), and a second one their capacities ("AP50LT": loose costs,
tight capacities; Ernst and Krishnamoorthy 1999), where the library has them. "CAB25" is the Civil Aeronautics Board set
(O'Kelly 1987); "CAB10" has its first ten cities.
"""

import gzip
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError, report
from optimize.instances.cab import first_cities, pair_rows
from optimize.instances.orlib import planar_problem, split_download
from optimize.instances.reduction import BANDS, reduce_nodes
from optimize.problem import FloatArray, HubProblem

AP_NODES, CAB_NODES = 200, 25
WITH_HUB_COSTS = (10, 20, 25, 40, 50, 100, 200)
"""Numbers of nodes for which the OR-Library has fixed costs and capacities."""

_NAME = re.compile(r"(AP|CAB)[ _-]?(\d{0,6})([LT]{0,2})")
_LEAST_CITIES = 2
_DECIMALS = 6
"""That the library's generator prints."""
_P_OF_200, _P_DERIVED = 8, 3
"""p, as the library's files state it."""


def names() -> tuple[str, ...]:
    """List the published instances that `load` knows.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> [name for name in names() if name.startswith("AP50")]
    ['AP50', 'AP50L', 'AP50T', 'AP50LL', 'AP50LT', 'AP50TL', 'AP50TT']
    """
    plain = {n: f"AP{n}" for n in range(BANDS, AP_NODES + 1, BANDS)}
    letters = ("", "L", "T", "LL", "LT", "TL", "TT")
    australian = [name + kind for n, name in plain.items() for kind in (letters if n in WITH_HUB_COSTS else ("",))]
    return (*australian, *(f"CAB{n}" for n in range(_LEAST_CITIES, CAB_NODES + 1)))


def load(
    name: str,
    n: int | None = None,
    *,
    p: int | None = None,
    chi: float | None = None,
    alpha: float | None = None,
    delta: float | None = None,
    fixed_cost: npt.ArrayLike | Mapping[int, float] | None = None,
    capacity: npt.ArrayLike | Mapping[int, float] | None = None,
    candidates: Iterable[int] | None = None,
) -> HubProblem:
    """Load a published instance.

    Parameters
    ----------
    name : str
        One of `names`, in any case: "AP10" ... "AP200"; "AP50L" and "AP50T" with loose and tight fixed costs; "AP50LL",
        "AP50LT", "AP50TL" and "AP50TT" with fixed costs (first letter) and capacities (second letter); "CAB2" ...
        "CAB25".
    n : int, optional
        Number of nodes, in place of that in the name; "AP" and "CAB" alone are the whole sets.
    p : int, optional
        Number of hubs in the metadata; no method reads it. Default for AP without fixed costs: that of the library's
        file.
    chi, alpha, delta : float, optional
        Factors on collection, transfer and distribution. Default: 3, 0.75 and 2 for AP; 1, 1 and 1 for CAB, whose
        instances differ in alpha.
    fixed_cost, capacity : float, (n,) array or mapping of label to float, optional
        In place of those of the instance.
    candidates : iterable of int, optional
        Nodes that may be hubs; default: all.

    Returns
    -------
    HubProblem
        Labels are 1 .. n, as papers number the nodes: ``open_hubs=[4]`` is the fourth node. A number is always such a
        label, never a position, and 0 is refused. CAB: flows add up to 1. `metadata` has ``name``, ``source``, and
        for AP ``p`` and ``coordinates``.

    Raises
    ------
    InputError
        If there is no such instance; it says which there are.

    Examples
    --------
    >>> from optimize import solve
    >>> solution = solve(load("CAB25", alpha=0.2), p=3, allocation="single")
    >>> solution.hubs, round(solution.objective, 2)
    ((4, 12, 17), 767.35)
    """
    family, size, letters = _parsed(name, n)
    arguments: dict[str, Any] = {"fixed_cost": fixed_cost, "capacity": capacity, "candidates": candidates}
    if family == "CAB":
        factors = {"collection": chi, "transfer": alpha, "distribution": delta}
        arguments |= {leg: 1.0 if value is None else value for leg, value in factors.items()}
        problem = first_cities(*_cities(), size, source="cab25.csv", **arguments)
        return problem if p is None else problem.replace(metadata={**problem.metadata, "p": p})
    for key, stem, letter in zip(("fixed_cost", "capacity"), ("Fcost", "Cap"), letters, strict=False):
        if arguments[key] is None:
            arguments[key] = np.array(_members()[f"{stem}{letter}.{size}"].split(), dtype=np.float64)
    if p is None and not letters:  # with fixed costs, the number of hubs is part of the decision
        p = _P_OF_200 if size == AP_NODES else _P_DERIVED
    coordinates, flow = _australian(size)
    return planar_problem(
        coordinates,
        flow,
        collection=3.0 if chi is None else chi,
        transfer=0.75 if alpha is None else alpha,
        distribution=2.0 if delta is None else delta,
        metadata={"name": f"AP{size}{letters}", "source": f"AP{size}{letters}", **({} if p is None else {"p": p})},
        **arguments,
    )


def _parsed(name: str, n: int | None) -> tuple[str, int, str]:
    """Family, number of nodes and letters of an instance's name."""
    if not isinstance(name, str):
        report([f"the name of an instance is {name!r:.50}: give text, such as 'AP50' or 'CAB25'"])
    said = f"{name!r:.50}"
    found = _NAME.fullmatch(name.strip().upper())
    if found is None:
        close = get_close_matches(name.strip().upper(), names(), n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else "optimize.instances.names() lists all"
        raise InputError([f"{said}: there is no published instance of this name; {hint}"])
    family, number, letters = found.groups()
    most = AP_NODES if family == "AP" else CAB_NODES
    size = (int(number) if number else most) if n is None else n
    if isinstance(size, bool) or not isinstance(size, (int, np.integer)):
        report([f"{said}: n is {n!r:.50}, and has to be a whole number of nodes"])
    if family == "CAB":
        if letters:
            report([f"{said}: the CAB set has no costs or capacities of hubs: give fixed_cost=..., capacity=..."])
        if not _LEAST_CITIES <= size <= most:
            report([f"{said}: the CAB set has {_LEAST_CITIES} to {most} cities, not {size}"])
    else:
        sizes = WITH_HUB_COSTS if letters else range(BANDS, AP_NODES + 1, BANDS)
        if size not in sizes:
            near = sorted(sizes, key=lambda other: abs(other - size))[:2]
            which = (
                "published for n = " + ", ".join(map(str, sizes)) if letters else f"derived for multiples of {BANDS}"
            )
            what = f"the fixed costs and capacities of AP{letters} are" if letters else "AP is"
            hint = " or ".join(f"AP{other}{letters}" for other in sorted(near))
            report([f"{said}: {what} {which} up to {most}, not for {size}; did you mean {hint}?"])
    return family, int(size), letters


def _packed(file: str) -> str:
    return gzip.decompress(files("optimize.instances").joinpath("published", file).read_bytes()).decode("ascii")


@cache
def _members() -> dict[str, str]:
    return split_download(_packed("ap.txt.gz"))


@cache
def _australian(n: int) -> tuple[FloatArray, FloatArray]:
    """Coordinates and flows of n nodes; read-only, as they are kept."""
    if n < AP_NODES:
        coordinates, flow = (np.round(each, _DECIMALS) for each in reduce_nodes(*_australian(AP_NODES), n))
    else:
        numbers = np.array(_members()["APdata200"].split()[1:], dtype=np.float64)
        coordinates = numbers[: 2 * n].reshape(n, 2)
        flow = numbers[2 * n : 2 * n + n * n].reshape(n, n)
    for each in (coordinates, flow):
        each.flags.writeable = False
    return coordinates, flow


@cache
def _cities() -> tuple[FloatArray, FloatArray]:
    """Flows and distances of all cities; read-only, as they are kept."""
    found = pair_rows(_packed("cab25.csv.gz"), "cab25.csv")
    for each in found:
        each.flags.writeable = False
    return found
