r"""The hub format of the OR-Library: the Australia Post set and all instances in the same format.

A file holds n; n coordinate pairs; the n x n flow matrix; p; chi (collection), alpha (transfer), delta (distribution),
in free format. Unit costs are Euclidean distances divided by 1000, and all flows count, including those from a node to
itself:

.. math::
    \min \sum_{ij} w_{ij} \, (\chi d_{ik} + \alpha d_{km} + \delta d_{mj}), \qquad
    d_{ij} = \lVert x_i - x_j \rVert / 1000.

Ernst and Krishnamoorthy (1996, 1998, 1999); Beasley (1990) for the library. The library's own downloads, such as
``phub1.txt``, are texts that contain many files, each under a heading ``FILE name``; these can be read as well.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.errors import report
from optimize.files import MOST_BYTES, read_text
from optimize.instances.reduction import BANDS, reduce_nodes
from optimize.instances.text import NumberStream
from optimize.problem import FloatArray, HubProblem, few

_HEADING = re.compile(r"^FILE +(\S+) *$", re.MULTILINE)


@dataclass(frozen=True)
class _Part:
    """The text of one file, read from a file of its own or from the library's download."""

    name: str
    text: str
    first_row: int = 1


def read_orlib(
    path: str | Path,
    n: int | None = None,
    *,
    member: str | None = None,
    fixed_cost: str | Path | npt.ArrayLike | None = None,
    capacity: str | Path | npt.ArrayLike | None = None,
    collection: float | None = None,
    transfer: float | None = None,
    distribution: float | None = None,
    candidates: Iterable[Any] | None = None,
    distance_divisor: float = 1000.0,
    most_bytes: int = MOST_BYTES,
) -> HubProblem:
    """Read an instance in the hub format of the OR-Library.

    Parameters
    ----------
    path : str or Path
        For example ``AP50.txt``, ``APdata200``, ``20.3``, or the library's download ``phub1.txt``.
    n : int, optional
        Derive an instance of n nodes in the same way as the library's generator (n a multiple of 5). Default: all nodes
        of the file, unchanged.
    member : str, optional
        Name of the file inside a download; default: its first, which is ``APdata200`` in ``phub1.txt``.
    fixed_cost, capacity : str, Path or array, optional
        "L" or "T" for the library's loose and tight values (``FcostL.50``, ``CapT.50``), searched for inside the
        download and then in the folder of `path`; or a file of n numbers; or the n numbers. Default: no capacities,
        and the fixed costs that follow the factors in some files, unless nodes are put together.
    collection, transfer, distribution : float, optional
        Replace chi, alpha and delta of the file.
    candidates : sequence of int, optional
        Nodes, numbered from 1 as in the file, that may be hubs; default: all.
    distance_divisor : float
        The unit cost is the Euclidean distance divided by this.
    most_bytes : int
        Largest file that is read.

    Returns
    -------
    HubProblem
        Labels are 1 .. n in the order of the file, as papers number the nodes: ``open_hubs=[4]`` is the fourth node.
        A number is always such a label, never a position, and 0 is refused. `metadata` has ``p``, ``coordinates``,
        ``name`` and ``source``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If the file cannot be read, with the rows and columns of its faults, or if the n-node instance cannot be derived
        from it.
    """
    if isinstance(distance_divisor, bool) or not 0 < distance_divisor < math.inf:
        report([f"distance_divisor is {distance_divisor!r}: it has to be a number above 0"])
    text = read_text(path, most_bytes=most_bytes)
    part = _find(Path(path), text, member)
    numbers = NumberStream(part.text, part.name, part.first_row)
    size = numbers.size("n, the number of nodes", least=1)
    coordinates = np.array(numbers.take(2 * size, f"the {size} coordinate pairs")).reshape(size, 2)
    flow = np.array(numbers.take(size * size, f"the {size} x {size} flow matrix")).reshape(size, size)
    p = numbers.whole("p, the number of hubs")
    factors = numbers.take(3, "the factors chi, alpha, delta")
    if numbers.left == size:
        own = np.array(numbers.take(size, f"the {size} fixed costs"))
        fixed_cost = own if fixed_cost is None and n in (None, size) else fixed_cost
    if not numbers.faults and (extra := numbers.rest()):
        numbers.faults.append(
            f"{part.name}: {extra} words follow the last factor; the file's n ({size}) does not fit it"
        )
    if p > size and not numbers.faults:
        numbers.faults.append(f"{part.name}: p, the number of hubs, is {p:.10g} for {size} nodes; correct it")
    for i, j in np.argwhere(~np.isfinite(coordinates)):
        numbers.faults.append(f"{part.name}: coordinate {j + 1} of node {i + 1} is infinite; correct it")
    for wrong, why in ((flow < 0, "negative"), (np.isinf(flow), "infinite")):
        for i, j in np.argwhere(wrong)[:5]:
            numbers.faults.append(f"{part.name}: the flow from node {i + 1} to node {j + 1} is {why}; correct it")
    report(numbers.faults)

    if n is not None and n != size:
        if not isinstance(n, Integral) or n % BANDS or not BANDS <= n < size:
            limits = f"n has to be a multiple of {BANDS} from {BANDS} to {size}"
            report([f"{part.name} has {size} nodes, from which n = {n!r} cannot be derived: {limits}"])
        coordinates, flow = reduce_nodes(coordinates, flow, n)
        size = n
    given = (collection, transfer, distribution)
    chi, alpha, delta = (own if value is None else value for own, value in zip(factors, given, strict=True))
    return planar_problem(
        coordinates,
        flow,
        distance_divisor=distance_divisor,
        collection=chi,
        transfer=alpha,
        distribution=delta,
        fixed_cost=_attached(fixed_cost, "Fcost", Path(path), text, size),
        capacity=_attached(capacity, "Cap", Path(path), text, size),
        candidates=candidates,
        metadata={
            "p": p,
            "name": f"AP{size}" if part.name.startswith(("AP", "phub")) else f"{Path(part.name).stem} ({size})",
            "source": part.name,
        },
    )


def planar_problem(
    coordinates: FloatArray,
    flow: FloatArray,
    *,
    metadata: Mapping[str, Any],
    distance_divisor: float = 1000.0,
    **arguments: Any,
) -> HubProblem:
    """Make the problem of an instance of the OR-Library.

    Parameters
    ----------
    coordinates : (n, 2) array
    flow : (n, n) array
    metadata : mapping
        ``coordinates`` are added to it.
    distance_divisor : float
        The unit cost is the Euclidean distance divided by this.
    **arguments
        Of `HubProblem`.

    Returns
    -------
    HubProblem
        Labels are 1 .. n.
    """
    step = coordinates[:, None, :] - coordinates[None, :, :]
    return HubProblem(
        flow,
        np.hypot(step[..., 0], step[..., 1]) / distance_divisor,
        labels=range(1, len(flow) + 1),
        metadata={**metadata, "coordinates": coordinates},
        **arguments,
    )


def write_orlib(
    path: str | Path,
    flow: npt.ArrayLike,
    coordinates: npt.ArrayLike,
    *,
    p: int,
    collection: float = 3.0,
    transfer: float = 0.75,
    distribution: float = 2.0,
) -> None:
    """Write an instance in the hub format of the OR-Library, with all digits of every number.

    Parameters
    ----------
    path : str or Path
        The file.
    flow : (n, n) array
        Quantity sent from i to j.
    coordinates : (n, 2) array
        Places of the nodes; `read_orlib` divides distances by 1000.
    p : int
        Number of hubs.
    collection, transfer, distribution : float
        The factors chi, alpha and delta.

    Raises
    ------
    InputError
        If the shapes do not fit together.
    """
    w, places = np.asarray(flow, dtype=np.float64), np.asarray(coordinates, dtype=np.float64)
    if w.shape != (len(places), len(places)) or places.shape[1:] != (2,):
        report([f"flow has shape {w.shape} and coordinates {places.shape}: they have to be (n, n) and (n, 2)"])
    rows = [str(len(places))]
    rows += [" ".join(repr(float(value)) for value in row) for row in [*places, *w]]
    rows += [str(p), repr(float(collection)), repr(float(transfer)), repr(float(distribution))]
    Path(path).write_text("\n".join(rows) + "\n", encoding="utf-8")


def split_download(text: str) -> dict[str, str]:
    """Split the text of one of the library's downloads into the files inside it.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict of str to str
        Text by name; empty for a plain file.
    """
    return {name: part.text for name, part in _parts(Path("download"), text).items()}


def _parts(path: Path, text: str) -> dict[str, _Part]:
    """The files inside the library's download; empty for a plain file."""
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)][: len(headings)]
    parts = {}
    for heading, end in zip(headings, ends, strict=True):
        body = text[heading.end() : end].replace("*", "")  # headings are between two lines of asterisks
        parts[heading[1]] = _Part(f"{path.name}, {heading[1]}", body, text.count("\n", 0, heading.end()) + 1)
    return parts


def _find(path: Path, text: str, member: str | None) -> _Part:
    parts = _parts(path, text)
    if not parts:
        if member is not None:
            report([f"{path.name} is a single file, it has no member {member!r}: leave `member` out"])
        return _Part(path.name, text)
    if member is not None and member not in parts:
        report([f"{path.name} has no member {member!r}; its members are {few(parts)}"])
    return parts[member] if member is not None else next(iter(parts.values()))


def _attached(given: Any, stem: str, path: Path, text: str, n: int) -> Any:
    """Fixed costs or capacities: from a file of the library (by letter), from any file (by path), or as given."""
    if given is None or not isinstance(given, (str, Path)):
        return given
    if given in ("L", "T"):
        name = f"{stem}{given}.{n}"
        inside = _parts(path, text)
        part = inside.get(name) or _Part(name, read_text(path.parent / name))
    else:
        part = _Part(Path(given).name, read_text(given))
    numbers = NumberStream(part.text, part.name, part.first_row)
    values = np.array(numbers.take(n, f"the {n} numbers, one a node"))
    if not numbers.faults and (extra := numbers.rest()):
        numbers.faults.append(f"{part.name}: has {n + extra} numbers for {n} nodes; take the file of this n")
    report(numbers.faults)
    return values
