"""Whatever stands in the file of a table: a table that answers, or a refusal."""

import io
import json
import zipfile
from functools import cache

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from optimize import HubProblem, HubSetTable
from tests.fuzz.frame import few, file_of, value_or_refusal


@cache
def saved():
    """A table as it is saved: the bytes, and its parts."""
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=list("abc"), capacity=9.0)
    with file_of("", "x.npz") as path:
        HubSetTable.build(problem, 2).save(path)
        raw = path.read_bytes()
    with np.load(io.BytesIO(raw)) as archive:
        return (
            raw,
            json.loads(str(archive["header"])),
            {name: archive[name] for name in archive.files if name != "header"},
        )


def check(raw):
    """Load, and ask what can be asked."""
    with file_of(raw, "x.npz") as path:
        table = value_or_refusal(HubSetTable.load, path)
    if table is not None:
        assert len(table.sets) == len(table)
        assert table.best(1) is not None


@few
@given(raw=st.binary(max_size=60))
@example(raw=b"")
@example(raw=b"\x93NUMPY\x01\x00")
def test_any_bytes(raw):
    check(raw)


@few
@given(at=st.floats(0, 1), length=st.integers(0, 4), put=st.binary(max_size=4))
@example(at=0.0, length=1, put=b"")  # an OSError of zipfile
@example(at=0.017578125, length=4, put=b"\0\0\0\3")  # a name of a file that is the whole archive
def test_a_table_with_bytes_changed(at, length, put):
    raw = saved()[0]
    place = int(at * (len(raw) - 1))
    check(raw[:place] + put + raw[place + length :])


LISTS = st.lists(st.integers(-1, 3) | st.just("a"), max_size=4)
VALUES = st.none() | st.integers(-2, 5) | st.text(max_size=3) | LISTS
ARRAYS = st.sampled_from(
    [np.zeros(0), np.ones(1), np.array([np.nan]), np.array([0, 1, 2]), np.array([2, 1]), np.array(["a"]),
     np.ones((6, 1)), np.ones((3, 1)), np.array(3), np.array([1 + 1j]), np.array([True]), np.ones((6, 1, 2)),
     -np.ones((6, 1))]
)  # fmt: skip


@few
@given(data=st.data())
def test_a_table_with_parts_changed(data):
    _, header, arrays = saved()
    header, arrays = dict(header), dict(arrays)
    for _ in range(data.draw(st.integers(0, 2))):
        if data.draw(st.booleans()):
            header[data.draw(st.sampled_from(sorted(header)))] = data.draw(VALUES)
        else:
            arrays[data.draw(st.sampled_from(sorted(arrays)))] = data.draw(ARRAYS)
    out = io.BytesIO()
    np.savez(out, header=np.array(json.dumps(header)), **arrays)
    check(out.getvalue())


@few
@given(lie=st.text("0123456789,() ", max_size=12))
def test_an_array_that_lies_about_its_shape(lie):
    _, header, arrays = saved()
    out, part = io.BytesIO(), io.BytesIO()
    np.savez(out, header=np.array(json.dumps(header)), **arrays)
    np.save(part, arrays["scenario_cost"])
    changed = part.getvalue().replace(b"(6, 1)", lie.ljust(6)[:6].encode())
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["scenario_cost.npy"] = changed
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    check(again.getvalue())
