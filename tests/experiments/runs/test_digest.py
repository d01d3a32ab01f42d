"""Digests: equal for equal inputs, in any process; another one for any change."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import geodata
from experiments.runs.digest import code_digest, digest_of, function_digest
from optimize import HubProblem, InputError
from tests.experiments.runs import studies


class Colour(Enum):
    RED = 1
    BLUE = 2


@dataclass(frozen=True)
class Setting:
    hubs: tuple
    metadata: dict


DIFFERENT = [
    None, True, 1, 1.0, "1", b"1", [], [1], [[1]], ["1"], [1, 1], {}, {"a": 1}, {"a": "1"}, {"b": 1}, {1, 2},
    np.array([1.0]), np.array([1]), np.array([[1.0]]), np.array(["1"], dtype=object), float("nan"),
    pd.DataFrame({"a": [1]}), pd.DataFrame({"a": ["1"]}), pd.DataFrame({"b": [1]}), pd.DataFrame({"a": [1]}, index=[7]),
    pd.Series([1]), pd.Series([1.0]), Setting((1,), {}), Setting((2,), {}), studies.square, studies.slowly,
    pd.NA, pd.NaT, pd.Timestamp("2025-01-01"), date(2025, 1, 1), Colour.RED, Colour.BLUE, Colour, Setting, Path("1"),
    ...
]  # fmt: skip


def test_different_values_have_different_digests():
    assert len({digest_of(value) for value in DIFFERENT}) == len(DIFFERENT)


def test_order_of_keys_and_metadata_do_not_count():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"x", "y", "z"}) == digest_of({"z", "x", "y"})
    assert digest_of(Setting((1,), {"seconds": 3})) == digest_of(Setting((1,), {}))
    assert digest_of(np.float64(0.5)) == digest_of(0.5)


def test_a_problem_and_a_region_have_digests_that_change_with_them():
    problem = HubProblem(flow=np.ones((3, 3)), cost=np.ones((3, 3)))
    assert digest_of(problem) == digest_of(HubProblem(flow=np.ones((3, 3)), cost=np.ones((3, 3))))
    assert digest_of(problem) != digest_of(problem.replace(transfer=0.5))
    region = geodata.load_region("central-asia")
    hub = region.candidates[0]
    assert digest_of(region) == digest_of(geodata.load_region("central-asia"))
    others = [region.with_hub(hub, fixed_usd_per_year=1.0), region.sample_parameters(1)]
    assert len({digest_of(each) for each in (region, *others, region.in_year(2025))}) == 4


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(InputError, match=r"whether a object has changed: say by inputs="):
        digest_of([object()])


def test_functions_differ_by_name_and_file():
    assert function_digest(studies.square) != function_digest(studies.slowly)
    assert function_digest(studies.square) == function_digest(studies.square)
    assert len(code_digest()) == 16
