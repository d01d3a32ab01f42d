"""Names of a program's variables by the labels of what they stand for, in letters that all solvers' files may have."""

import re
import unicodedata
from collections.abc import Hashable, Sequence

import numpy as np

from optimize.problem import Problem
from optimize.solvers import Model

_LONGEST = 12
"""Letters of a label that a name keeps: names with seven parts then stay within PuLP's hundred letters."""
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_NODES, _HUBS = ("node", "origin", "destination"), ("hub", "first_hub", "last_hub")


def column_names(model: Model, problem: Problem) -> list[str]:
    """Name the columns of a program.

    Parameters
    ----------
    model : Model
        Of a compact formulation.
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    list of str
        Each once: what the column is, the scenario and the class where there are several, and the labels, joined by
        ``_``, such as ``path_bulk_ALA_TAS_ALA_ALA``; ``c`` and a number for those that stand for nothing by itself.
    """
    nodes = tokens(problem.labels)
    hubs = [nodes[i] for i in problem.candidate_index]
    scenarios = tokens([scenario.name for scenario in problem.scenarios])
    classes = [tokens([block.name for block in scenario.blocks]) for scenario in problem.scenarios]
    names = [f"c{column}" for column in range(model.columns)]
    for columns, stem, parts in model.described:
        told = {key: np.broadcast_to(np.asarray(value), columns.shape).ravel() for key, value in parts().items()}
        for at, column in enumerate(columns.ravel().tolist()):
            if column < 0:
                continue
            words = [stem]
            if "scenario" in told and len(scenarios) > 1:
                words.append(scenarios[told["scenario"][at]])
            if "block" in told and len(classes[told["scenario"][at]]) > 1:
                words.append(classes[told["scenario"][at]][told["block"][at]])
            words += [nodes[told[key][at]] for key in _NODES if key in told]
            words += [hubs[told[key][at]] for key in _HUBS if key in told]
            names[column] = "_".join(words)
    return _once(names)


def tokens(labels: Sequence[Hashable]) -> list[str]:
    """Make words of labels: ASCII letters, digits and points, each word once.

    Parameters
    ----------
    labels : sequence

    Returns
    -------
    list of str

    Examples
    --------
    >>> tokens(["Xi'an", "Ürümqi", "a b", "a-b", "Алматы", 7])
    ['Xi.an', 'Urumqi', 'a.b', 'a.b.2', 'n5', '7']
    """
    words = []
    for at, label in enumerate(labels, start=1):
        plain = unicodedata.normalize("NFKD", str(label)).encode("ascii", "ignore").decode("ascii")
        words.append(_OTHER.sub(".", plain).strip(".")[:_LONGEST].strip(".") or f"n{at}")
    return _once(words, ".")


def _once(words: list[str], mark: str = "_c") -> list[str]:
    """Tell equal words apart by numbers; the first of them stays as it is."""
    seen: set[str] = set()
    told = []
    for word in words:
        own, number = word, 1
        while own in seen:
            number += 1
            own = f"{word}{mark}{number}"
        seen.add(own)
        told.append(own)
    return told
