"""Whatever a program passes: a problem or a solution, or a refusal that names the argument."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from optimize import HubProblem, ScenarioProblem, solve
from tests.fuzz.frame import few, value_or_refusal

N = 3
GOOD = np.array([[0.0, 2, 4], [2, 0, 3], [5, 3, 0]])
SCALARS = st.sampled_from(
    [None, True, False, 0, 1, -1, 2.5, -0.0, 1e300, 1e-300, 10**400, float("nan"), float("inf"), -float("inf"), "", "a",
     "1", "inf", b"a", 1j, Decimal(2), Decimal("NaN"), Fraction(1, 3), np.float32(2), np.int8(3), np.bool_(True),
     pd.NA, pd.NaT, np.datetime64("2024-01-01"), np.timedelta64(1, "s"), object, len, ..., (), [], {}, {1}, [[1]],
     {"a": 1}, np.array(2.0), np.array([]), np.array([1.0]), "9" * 5000]
)  # fmt: skip
LABELS = ["a", "b", "c"]
FRAME = pd.DataFrame(GOOD, index=LABELS, columns=LABELS)


@st.composite
def matrices(draw):
    """Something that might be a matrix of three nodes."""
    kind = draw(st.integers(0, 9))
    if kind < 2:
        return GOOD
    if kind == 2:
        return draw(SCALARS)
    rows = GOOD.tolist()
    rows[draw(st.integers(0, 2))][draw(st.integers(0, 2))] = draw(SCALARS)
    if kind == 3:
        return rows
    if kind == 4:
        rows[draw(st.integers(0, 2))] = draw(SCALARS)
        return rows
    if kind == 5:
        array = np.empty((3, 3), dtype=object)
        array[0, 0] = draw(SCALARS)
        return array
    index = draw(
        st.lists(st.sampled_from(["a", "b", "c", "d", 1, "1", None, 2.5, True, ("a", 1)]), min_size=3, max_size=3)
    )
    frame = pd.DataFrame(rows, index=pd.Index(LABELS), columns=pd.Index(LABELS), dtype=object)
    if kind == 6:
        return frame
    if kind == 7:
        return frame.set_axis(pd.Index(index, dtype=object, tupleize_cols=False), axis=draw(st.integers(0, 1)))
    if kind == 8:
        return FRAME.reset_index()
    return FRAME.astype(draw(st.sampled_from(["float32", "int8", "Int64", "Float64", "string", "category", "complex"])))


@st.composite
def vectors(draw):
    """Something that might be a number for each of three nodes."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(SCALARS)
    values = [draw(SCALARS) for _ in range(draw(st.integers(0, 4)))]
    keys = draw(
        st.lists(st.sampled_from(["a", "b", "c", "d", 0, 1, "1", None]), min_size=len(values), max_size=len(values))
    )
    if kind == 1:
        return values
    if kind == 2:
        return dict(zip(keys, values, strict=True))
    if kind == 3:
        return pd.Series(values, index=pd.Index(keys, dtype=object), dtype=object)
    return np.array([1.0, 2.0, 3.0])


LISTS = (
    SCALARS
    | st.lists(SCALARS, max_size=4)
    | st.lists(st.sampled_from(["a", "b", "c", 0, 1, 2, True, False]), max_size=4)
)
MATRICES = (
    "cost",
    "collection_cost",
    "transfer_cost",
    "distribution_cost",
    "direct_cost",
    "unmet_penalty",
    "link_cost",
)
VECTORS = ("fixed_cost", "capacity", "handling_cost")


@few
@given(data=st.data(), flow=matrices(), cost=matrices())
def test_problems(data, flow, cost):
    asked = {"flow": flow, "cost": cost}
    for name in data.draw(st.lists(st.sampled_from(MATRICES), max_size=2)):
        asked[name] = data.draw(matrices())
    for name in data.draw(st.lists(st.sampled_from(VECTORS), max_size=2)):
        asked[name] = data.draw(vectors())
    for name in data.draw(
        st.lists(st.sampled_from(("collection", "transfer", "distribution", "capacity_on")), max_size=1)
    ):
        asked[name] = data.draw(SCALARS)
    for name in data.draw(st.lists(st.sampled_from(("candidates", "labels", "discount")), max_size=1)):
        asked[name] = data.draw(LISTS)
    problem = value_or_refusal(lambda: HubProblem(**asked))
    if problem is None:
        return
    for block in problem.blocks:
        assert np.isfinite(block.flow).all()
        assert (block.flow >= 0).all()
        assert not np.isnan(block.collection).any()
    assert len(problem.candidates) == problem.h > 0


@few
@given(probability=vectors() | LISTS, problems=st.sampled_from(["two", "none", "odd"]))
def test_scenarios(probability, problems):
    plain = HubProblem(FRAME, GOOD)
    made = {"two": {"a": plain, "b": plain}, "none": {}, "odd": {"a": plain, "b": 3}}[problems]
    found = value_or_refusal(lambda: ScenarioProblem(made, probability))
    if found is not None:
        assert abs(sum(s.probability for s in found.scenarios) - 1.0) < 1e-6


ARGUMENTS = (
    *(
        "p",
        "allocation",
        "objective",
        "method",
        "solver",
        "time_limit",
        "gap",
        "seed",
        "progress",
        "p_min",
        "p_max",
        "risk",
    ),
    *(
        "cvar_level",
        "cvar_weight",
        "radius",
        "probability_low",
        "probability_high",
        "threshold",
        "hub_links",
        "threads",
    ),
)


@few
@given(data=st.data())
def test_arguments_of_solve(data):
    asked = {}
    for name in data.draw(st.lists(st.sampled_from(ARGUMENTS), min_size=1, max_size=2, unique=True)):
        asked[name] = data.draw(
            SCALARS | st.sampled_from(["single", "multiple", "center", "covering", "max_regret", "CBC"])
        )
    for name in data.draw(st.lists(st.sampled_from(("open_hubs", "closed_hubs")), max_size=1)):
        asked[name] = data.draw(LISTS)
    asked.setdefault("p", 2)
    solution = value_or_refusal(lambda: solve(HubProblem(FRAME, GOOD), **asked))
    if solution is not None:
        assert solution.summary()
