"""From the arguments of a problem to its blocks: checking them, building blocks, and changing them for a copy."""

from collections.abc import Mapping
from difflib import get_close_matches
from numbers import Real
from typing import Any, cast

import numpy as np

from optimize.errors import report
from optimize.problem.block import Block, FloatArray, IntArray
from optimize.problem.validation import LARGEST, as_matrix, as_vector

LEGS = ("collection", "transfer", "distribution")
BLOCK_KEYS = (
    *("flow", "cost", "handling_cost", "direct_cost", "unmet_penalty", "weight", "capacity_use"),
    *LEGS,
    *(f"{leg}_cost" for leg in LEGS),
)
"""Arguments that belong to a block, see `HubProblem`."""

_IN_PAPERS = {"chi": "collection", "alpha": "transfer", "delta": "distribution"}
_PROBLEM_KEYS = ("labels", "candidates", "fixed_cost", "capacity", "capacity_on", "link_cost", "discount", "metadata")


def checked_block(name: str, spec: Mapping[str, Any], labels: tuple[Any, ...], faults: list[str]) -> dict[str, Any]:
    """Check the arguments of a block.

    Parameters
    ----------
    name : str
        Name of the commodity class, for messages.
    spec : mapping
        As in `HubProblem.from_blocks`.
    labels : tuple
        Labels of the n nodes.
    faults : list of str
        Faults found are appended to it.

    Returns
    -------
    dict
        The arguments as (n, n) and (n,) arrays; each leg has a matrix of its own, or a factor to be applied to `cost`.
    """
    where = f"block {name!r}: "
    unknown = sorted(set(spec) - set(BLOCK_KEYS))
    if unknown:
        faults.append(f"{where}unknown entries {unknown}; known are {sorted(BLOCK_KEYS)}")
    checked: dict[str, Any] = {"flow": as_matrix(where + "flow", spec.get("flow"), labels, faults, allow_sparse=True)}
    base = spec.get("cost")
    checked["cost"] = None if base is None else as_matrix(where + "cost", base, labels, faults, allow_inf=True)
    for leg in LEGS:
        own = spec.get(f"{leg}_cost")
        checked[leg] = _number(f"{where}`{leg}`", spec.get(leg, 1.0), faults)
        checked[f"{leg}_cost"] = (
            None if own is None else as_matrix(f"{where}{leg}_cost", own, labels, faults, allow_inf=True)
        )
        if own is None and base is None:
            faults.append(f"{where}neither `cost` nor `{leg}_cost` is given: give one of them")
            checked[f"{leg}_cost"] = np.zeros((len(labels), len(labels)))
    checked["handling_cost"] = as_vector(
        f"{where}handling_cost", spec.get("handling_cost"), labels, faults, default=0.0
    )
    direct, penalty = spec.get("direct_cost"), spec.get("unmet_penalty")
    checked["direct_cost"] = (
        None if direct is None else as_matrix(where + "direct_cost", direct, labels, faults, allow_inf=True)
    )
    checked["unmet_penalty"] = (
        None if penalty is None else as_matrix(where + "unmet_penalty", penalty, labels, faults, allow_scalar=True)
    )
    for key in ("weight", "capacity_use"):
        checked[key] = _number(f"{where}`{key}`", spec.get(key, 1.0), faults)
    return checked


def make_block(name: str, checked: Mapping[str, Any], candidates: IntArray) -> Block:
    """Build a block from its checked arguments.

    Parameters
    ----------
    name : str
        Name of the commodity class.
    checked : mapping
        From `checked_block`.
    candidates : (h,) int array
        Positions of the nodes that may be hubs.

    Returns
    -------
    Block
        Its arrays are read-only.
    """
    legs = {leg: _leg(checked, leg) for leg in LEGS}
    transfer = legs["transfer"][np.ix_(candidates, candidates)].copy()
    np.fill_diagonal(transfer, 0.0)
    arrays = {
        "flow": checked["flow"],
        "collection": legs["collection"][:, candidates],
        "transfer": transfer,
        "distribution": legs["distribution"][candidates, :],
        "handling": checked["handling_cost"][candidates],
        "direct": checked["direct_cost"],
        "unmet_penalty": checked["unmet_penalty"],
    }
    for array in arrays.values():
        if array is not None:
            array.flags.writeable = False
    return Block(name=name, weight=checked["weight"], capacity_use=checked["capacity_use"], **arrays)


def spread_arguments(
    blocks: Mapping[str, Mapping[str, Any]], labels: tuple[Any, ...], arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """Give every block the arguments that belong to blocks.

    Parameters
    ----------
    blocks : mapping of str to mapping
        With ``flow`` and ``cost``.
    labels : tuple
        Labels of the n nodes.
    arguments : mapping
        Other arguments of `HubProblem`.

    Returns
    -------
    dict
        Arguments of `HubProblem.from_blocks`.

    Raises
    ------
    InputError
        For unknown arguments, and those that points give.
    """
    made = ("flow", "cost", "labels")
    report(f"`{name}` follows from the points: drop it, or make a HubProblem" for name in made if name in arguments)
    known = {*BLOCK_KEYS, *_PROBLEM_KEYS} - set(made)
    unknown = sorted(set(arguments) - known)
    report([f"unknown arguments {unknown}; known are {sorted(known)}"] if unknown else [])
    of_blocks = {name: value for name, value in arguments.items() if name in BLOCK_KEYS}
    whole = {name: value for name, value in arguments.items() if name in _PROBLEM_KEYS}
    return {"blocks": {name: {**block, **of_blocks} for name, block in blocks.items()}, "labels": labels, **whole}


def changed_arguments(given: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Apply the changes of `HubProblem.replace` to the arguments of a problem.

    Parameters
    ----------
    given : mapping
        Checked arguments of `HubProblem.from_blocks`.
    changes : mapping
        See `HubProblem.replace`.

    Returns
    -------
    dict
        Arguments of `HubProblem.from_blocks`.

    Raises
    ------
    InputError
        For unknown arguments and blocks, and for a factor where there is no `cost` to multiply.
    """
    faults: list[str] = []
    in_blocks = {key: value for key, value in changes.items() if key in BLOCK_KEYS}
    single: Mapping[str, Mapping[str, Any]] = changes.get("blocks", {})
    if not (isinstance(single, Mapping) and all(isinstance(change, Mapping) for change in single.values())):
        report(["replace: `blocks` has to be like {'bulk': {'transfer': 0.5}}: a mapping of changes for each block"])
    known = (*BLOCK_KEYS, *_PROBLEM_KEYS, "blocks")
    for name in sorted(set(changes) - set(known)):
        close = [_IN_PAPERS[name]] if name in _IN_PAPERS else get_close_matches(name, known, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(sorted(known))}"
        faults.append(f"replace: there is no argument `{name}`; {hint}")
    for name in single:
        if name not in given["blocks"]:
            faults.append(f"replace: there is no block {name!r}; there are {', '.join(given['blocks'])}")
    blocks = {}
    for name, spec in given["blocks"].items():
        change = in_blocks | dict(single.get(name, {}))
        blocks[name] = _changed_block(name, spec, change, faults)
    report(faults)
    whole = {key: value for key, value in changes.items() if key in _PROBLEM_KEYS}
    if "labels" in whole and "candidates" not in whole:
        # candidates stay the same nodes, whatever these are called now
        whole["candidates"] = [node in given["candidates"] for node in given["labels"]]
    return {**given, "blocks": blocks, **whole}


def _changed_block(name: str, spec: Mapping[str, Any], change: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    changed = {**spec, **change}
    for leg in LEGS:
        # the latest change counts: a factor on `cost`, or a `cost` for all legs, replaces a leg's own matrix
        if f"{leg}_cost" not in change and (leg in change or "cost" in change):
            if changed["cost"] is None:
                faults.append(
                    f"replace: block {name!r} was given {leg}_cost and no cost, so there is nothing for the factor "
                    f"`{leg}` to multiply: give {leg}_cost"
                )
            else:
                changed[f"{leg}_cost"] = None
    return changed


def _leg(checked: Mapping[str, Any], leg: str) -> FloatArray:
    own: FloatArray | None = checked[f"{leg}_cost"]
    if own is not None:
        return own
    cost: FloatArray = checked["cost"]
    # inf * 0 is nan: a missing connection stays missing, whatever the factor
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(cost), np.inf, cost * checked[leg])


def _number(what: str, value: Any, faults: list[str]) -> float:
    # compared before it is converted, as a whole number may be too large for a float
    if isinstance(value, Real) and 0 <= cast("float", value) <= LARGEST:
        return float(value)
    faults.append(f"{what} is {value!r:.50}: it has to be a finite number >= 0")
    return 1.0
