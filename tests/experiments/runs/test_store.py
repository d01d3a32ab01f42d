"""The store: whole files only, damage told, the same bytes whatever came first."""

import json
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.files.whole import PART
from experiments.runs.cases import Cases
from experiments.runs.store import MANIFEST, open_store
from tests.experiments.runs.studies import square

module = sys.modules["experiments.runs.store"]
COUNT = 300


def plan_of(count=COUNT, seed=0):
    return Cases(square, [{"x": x} for x in range(count)], seed=seed, inputs="x")


def rows(numbers, kind=float):
    return pa.table({"case": list(numbers), "value": [kind(number) for number in numbers]})


def filled(folder, pieces, kind=float):
    store = open_store(folder, plan_of(), resume=True)
    for numbers in pieces:
        store.add(list(numbers), rows(numbers, kind))
    store.settle()
    return store


def names(store):
    return [path.name for path in store.paths()]


def test_files_are_the_same_in_whatever_order_cases_came(tmp_path):
    one = filled(tmp_path / "one", [range(256), range(256, 300)])
    two = filled(tmp_path / "two", [range(256, 300), range(100, 256), range(7, 100), [5, 6], [0, 2, 4], [1, 3]])
    assert names(one) == names(two)
    assert [path.read_bytes() for path in one.paths()] == [path.read_bytes() for path in two.paths()]
    assert len(list(two.folder.glob("*.parquet"))) == 2


def test_what_was_kept_is_found_again(tmp_path):
    filled(tmp_path, [range(20), [40, 42]])
    store = open_store(tmp_path, plan_of(), resume=True)
    assert np.flatnonzero(store.done).tolist() == [*range(20), 40, 42]
    assert store.notes == []
    store.add([41], rows([41]))
    assert pa.concat_tables(pq.read_table(path) for path in store.paths()).num_rows == 23


def test_cases_without_rows_are_done_too(tmp_path):
    store = open_store(tmp_path, plan_of(), resume=True)
    store.add([3, 4], pa.table({}))
    store.add([5], rows([5]))
    store.settle()
    again = open_store(tmp_path, plan_of(), resume=True)
    assert np.flatnonzero(again.done).tolist() == [3, 4, 5]
    assert {tuple(pq.read_table(path).column_names) for path in again.paths()} == {("case", "value")}


def test_all_files_have_the_same_columns_in_the_end(tmp_path):
    store = open_store(tmp_path, plan_of(), resume=True)
    store.add(list(range(256)), rows(range(256), int))
    store.add(list(range(256, 300)), rows(range(256, 300), float).append_column("more", pa.array(["a"] * 44)))
    store.settle()
    first, second = (pq.read_schema(path).remove_metadata() for path in store.paths())
    assert first.equals(second)
    assert [str(kind) for kind in first.types] == ["int64", "double", "string"]
    assert open_store(tmp_path, plan_of(), resume=True).done.all()


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_file_is_told_and_its_cases_are_open_again(tmp_path, damage):
    store = filled(tmp_path, [range(256), range(256, 300)])
    path = store.paths()[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes({"cut": bytes(content[:-5]), "changed": bytes(content), "empty": b""}[damage])
    again = open_store(tmp_path, plan_of(), resume=True)
    assert np.flatnonzero(again.done).tolist() == list(range(256, 300))
    assert "1 file was damaged" in again.notes[0]
    again.add(list(range(256)), rows(range(256)))
    assert names(again) == names(store)


def test_a_kill_between_a_file_and_the_removal_of_its_pieces_leaves_no_row_twice(tmp_path):
    store = open_store(tmp_path, plan_of(), resume=True)
    store.add([0, 1], rows([0, 1]))
    store.add([2], rows([2]))
    pieces = {path: path.read_bytes() for path in store.paths()}
    store.settle()
    for path, content in pieces.items():
        path.write_bytes(content)
    again = open_store(tmp_path, plan_of(), resume=True)
    assert names(again) == names(store)
    assert again.notes == []


def test_other_inputs_have_a_folder_of_their_own(tmp_path):
    filled(tmp_path, [range(20)])
    store = open_store(tmp_path, plan_of(seed=1), resume=True)
    assert not store.done.any()
    assert "of other inputs (seed changed since)" in store.notes[0]
    assert json.loads((store.folder / MANIFEST).read_text(encoding="utf-8"))["seed"] == "1"


def test_several_runs_with_other_inputs_are_told_in_one_sentence(tmp_path):
    filled(tmp_path, [range(20)])
    open_store(tmp_path, plan_of(seed=1), resume=True)
    (note,) = open_store(tmp_path, plan_of(seed=2), resume=True).notes
    assert note.startswith(f"results of 2 earlier runs in {tmp_path} are of other inputs (seed changed since)")


def test_files_of_others_are_left_alone(tmp_path):
    store = filled(tmp_path, [range(20)])
    (store.folder / "mine.parquet").write_bytes(b"mine")
    open_store(tmp_path, plan_of(), resume=True)
    assert (store.folder / "mine.parquet").read_bytes() == b"mine"


def test_what_a_kill_left_unfinished_is_removed(tmp_path):
    store = filled(tmp_path, [range(20)])
    (store.folder / f"{PART}0123-part-000000-0123456789abcdef.parquet").write_bytes(b"half")
    again = open_store(tmp_path, plan_of(), resume=True)
    assert sorted(path.name for path in again.folder.iterdir()) == sorted([MANIFEST, *names(store)])


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    store = open_store(tmp_path, plan_of(), resume=True)

    def full(path, content):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(module, "_write_file", full)
    with pytest.raises(OSError, match="No space"):
        store.add([0], rows([0]))
    assert [path.name for path in store.folder.iterdir()] == [MANIFEST]
