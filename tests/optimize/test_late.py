"""pandas is loaded when it is needed, and not before."""

import json
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from optimize import HubProblem, InputError, late
from tests.places import CHECKOUT

WITHOUT_TABLES = """
import json, pickle, sys
import numpy as np
heavy = ("pandas", "pyarrow", "geopandas", "matplotlib", "networkx")
loaded = lambda: [name for name in heavy if name in sys.modules]
seen = {}
import optimize
seen["import"] = loaded()
seen["rooms"] = ["optimize.instances" in sys.modules]
problem = optimize.HubProblem(np.ones((4, 4)), np.arange(16.0).reshape(4, 4), labels=["a", "b", 3, (4, 5)])
solution = optimize.solve(problem, p=2, allocation="single")
told = repr(solution)
again = pickle.loads(pickle.dumps(solution))
seen["solve"] = loaded()
seen["same"] = again.hubs == solution.hubs and again.objective == solution.objective
seen["frame"] = type(solution.flows).__module__.split(".")[0]
seen["table"] = loaded()[:1]
seen["rooms"] += [optimize.instances.load("ap10").n, callable(optimize.decide.backup), hasattr(optimize, "nonsense")]
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def fresh():
    """What a fresh process has loaded step by step."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", WITHOUT_TABLES], capture_output=True, text=True, check=True, cwd=CHECKOUT, timeout=300
    )
    return json.loads(done.stdout)


def test_import_optimize_loads_neither_pandas_nor_what_stands_on_it(fresh):
    assert fresh["import"] == []


def test_arrays_are_solved_shown_and_pickled_without_pandas(fresh):
    assert (fresh["solve"], fresh["same"]) == ([], True)


def test_a_table_of_a_solution_is_a_frame_of_pandas_all_the_same(fresh):
    assert (fresh["frame"], fresh["table"]) == ("pandas", ["pandas"])


def test_the_stand_in_is_pandas_to_whoever_uses_it():
    frame = late.pd.DataFrame({"a": [1, 2]})
    assert isinstance(frame, pd.DataFrame)
    assert isinstance(pd.Series([1]), late.pd.Series)
    assert "DataFrame" in dir(late.pd)


def test_frames_series_and_indexes_are_told_from_other_things():
    frame, series, index = pd.DataFrame({"a": [1]}), pd.Series([1]), pd.Index([1])
    assert [late.is_frame(each) for each in (frame, series, index, np.ones(2), [1])] == [True] + 4 * [False]
    assert [late.is_table(each) for each in (frame, series, index, np.ones(2), [1])] == 3 * [True] + 2 * [False]


def test_before_pandas_is_loaded_nothing_is_of_its_kinds(monkeypatch):
    monkeypatch.delitem(sys.modules, "pandas")
    assert not late.is_loaded()
    assert not late.is_frame(pd.DataFrame())
    assert not late.is_table(pd.Series(dtype=float))


def test_a_library_that_is_not_there_is_told_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "h5py", None)
    told = "OMX files need the package h5py, which is not installed: pip install 'silkhub[standards]'"
    with pytest.raises(late.MissingExtraError) as raised:
        late.need("h5py", "standards", "OMX files")
    assert str(raised.value) == told
    assert isinstance(raised.value, InputError)
    assert isinstance(raised.value, ImportError)
    assert pickle.loads(pickle.dumps(raised.value)).faults == (told,)  # noqa: S301


def test_a_library_that_lacks_something_itself_says_so_itself(monkeypatch, tmp_path):
    (tmp_path / "half_there.py").write_text("import surely_not_there")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="surely_not_there"):
        late.need("half_there", "standards", "files")
    assert late.need("json", "standards", "files").__name__ == "json"


@pytest.mark.parametrize("missing", [float("nan"), np.nan, None, pd.NA, pd.NaT, np.datetime64("NaT", "D")])
def test_a_missing_label_is_found_whatever_it_is(missing):
    with pytest.raises(ValueError, match="labels are missing at positions 1"):
        HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=["a", missing, 3])


def test_rooms_that_not_everybody_needs_are_there_when_they_are_asked_for(fresh):
    assert fresh["rooms"] == [False, 10, True, False]
