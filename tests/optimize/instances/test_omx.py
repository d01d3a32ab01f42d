"""OMX files: what other programs write is read, what is written they read, and nothing leads out of the file."""

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optimize import InputError
from optimize.instances import omx, read_csv, read_matrix, write_matrix
from optimize.instances.omx import is_omx, read_omx, write_omx

h5py = pytest.importorskip("h5py")

TRUCKS = np.array([[0.0, 2.5], [7.0, 0.0]])


def write(path, matrices, lookups=(), **attributes):
    """A file as the specification describes it, by h5py alone."""
    with h5py.File(path, "w") as file:
        file.attrs["OMX_VERSION"] = b"0.2"
        file.attrs["SHAPE"] = np.array([2, 2], dtype="int32")
        for name, values in matrices.items():
            file[f"data/{name}"] = values
            for key, value in attributes.items():
                file[f"data/{name}"].attrs[key] = value
        for name, values in dict(lookups).items():
            file[f"lookup/{name}"] = values
    return path


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "skims.omx", {"trucks": TRUCKS, "cost": TRUCKS + 1}, {"zone": [101, 205]})


def test_a_matrix_is_found_by_its_name_with_the_labels_of_the_file(file):
    found = read_omx(f"{file}:trucks", 0.0)
    pd.testing.assert_frame_equal(found, pd.DataFrame(TRUCKS, index=[101, 205], columns=[101, 205]))
    assert read_omx(file, 0.0, "cost").loc[205, 101] == 8.0


def test_the_only_matrix_needs_no_name(tmp_path):
    found = read_omx(write(tmp_path / "one.omx", {"m": TRUCKS}), 0.0)
    assert found.to_numpy().tolist() == TRUCKS.tolist()
    assert list(found.index) == [0, 1]


@pytest.mark.parametrize("labels", [np.array([b"ALA", b"TAS"]), ["ALA", "TAS"]])
def test_labels_may_be_texts_of_either_kind(tmp_path, labels):
    assert list(read_omx(write(tmp_path / "a.omx", {"m": TRUCKS}, {"names": labels}), 0.0).index) == ["ALA", "TAS"]


def test_of_several_lists_that_of_the_zones_counts(tmp_path):
    lists = {"district": [1, 2], "zone": [7, 9], "short": [1]}
    assert list(read_omx(write(tmp_path / "a.omx", {"m": TRUCKS}, lists), 0.0).columns) == [7, 9]


def test_missing_cells_are_what_the_caller_takes_for_absent(tmp_path):
    path = write(tmp_path / "a.omx", {"m": np.array([[0.0, -1.0], [3.0, 0.0]])}, NA=-1.0)
    assert read_omx(path, np.inf).iloc[0, 1] == np.inf
    assert read_omx(path, 0.0).iloc[0, 1] == 0.0


@pytest.mark.parametrize(
    ("matrices", "lookups", "name", "said"),
    [
        ({"a": TRUCKS, "b": TRUCKS}, {}, "", "which matrix is meant is not said: it has a, b; name one"),
        ({"a": TRUCKS}, {}, ":c", "has no matrix 'c'; it has a"),
        ({}, {}, "", "it has none"),
        ({"a": np.ones((2, 3))}, {}, "", "2 rows and 3 columns"),
        ({"a": np.ones(3)}, {}, "", "is no matrix"),
        ({"a": np.array([[b"x"]])}, {}, "", "holds no numbers"),
        ({"a": np.array([[0.0, np.nan], [1, 0]])}, {}, "", "row 1, column 2: the cell is no number"),
        ({"a": np.array([[0.0, -1], [-2, 0]])}, {}, "", "column 2: the cell is negative, and 1 more are"),
        ({"a": np.array([[0.0, np.inf], [1, 0]])}, {}, "", "the cell is infinite"),
        ({"a": TRUCKS}, {"zone": [1, 1]}, "", "1 appears more than once"),
        ({"a": TRUCKS}, {"here": [1, 2], "there": [3, 4]}, "", "several lists of labels, here, there"),
        ({"a": TRUCKS}, {"zone": [1.5, 2.0]}, "", "holds no labels"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, matrices, lookups, name, said):
    path = write(tmp_path / "a.omx", matrices, lookups)
    with pytest.raises(InputError, match=said.replace("[", "\\[")):
        read_omx(f"{path}{name}", 0.0)


def test_no_connection_may_stand_in_costs(tmp_path):
    path = write(tmp_path / "a.omx", {"a": np.array([[0.0, np.inf], [1, 0]])})
    assert read_omx(path, np.inf).iloc[0, 1] == np.inf


def test_nothing_leads_out_of_the_file(tmp_path, file):
    with h5py.File(tmp_path / "away.omx", "w") as content:
        content.create_group("data")["a"] = h5py.ExternalLink(file.name, "/data/trucks")
    with pytest.raises(InputError, match="'a' leads elsewhere"):
        read_omx(tmp_path / "away.omx", 0.0)
    (tmp_path / "raw").write_bytes(bytes(32))
    with h5py.File(tmp_path / "raw.omx", "w") as content:
        content.create_dataset("data/a", (2, 2), "f8", external=[(tmp_path / "raw", 0, 32)])
    with pytest.raises(InputError, match="leads to other files"):
        read_omx(tmp_path / "raw.omx", 0.0)


def test_a_small_file_with_a_huge_matrix_is_refused_before_it_is_read(tmp_path):
    with h5py.File(tmp_path / "bomb.omx", "w") as content:
        content.create_dataset("data/a", (100_000, 100_000), "f8", chunks=True, compression="gzip")
        content.create_dataset("data/b", (3_000, 3_000), "f8", chunks=True, compression="gzip")
    with pytest.raises(InputError, match="100,000 nodes"):
        read_omx(tmp_path / "bomb.omx:a", 0.0)
    with pytest.raises(InputError, match="more than the 1 MB"):
        read_omx(tmp_path / "bomb.omx:b", 0.0, most_bytes=2**20)


def test_what_is_no_hdf5_file_is_said_so(tmp_path):
    (tmp_path / "a.omx").write_text("origin,destination\n")
    with pytest.raises(InputError, match="is no HDF5 file"):
        read_omx(tmp_path / "a.omx", 0.0)
    with pytest.raises(FileNotFoundError):
        read_omx(tmp_path / "none.omx", 0.0)


def test_without_h5py_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "h5py", None)
    for call in (lambda: read_omx(tmp_path / "a.omx", 0.0), lambda: write_omx({}, tmp_path / "a.omx")):
        with pytest.raises(InputError, match=r"OMX files need the package h5py.*silkhub\[standards\]"):
            call()


@given(values=arrays(float, (3, 3), elements=st.floats(0, 1e300)), whole=st.booleans())
def test_what_is_written_comes_back_to_the_last_digit(tmp_path_factory, values, whole):
    labels = [4, 12, 17] if whole else ["Алматы", "北京", "x y"]
    table = pd.DataFrame(values, index=labels, columns=labels)
    path = tmp_path_factory.mktemp("omx") / "a.omx"
    write_matrix({"flow": table, "cost": 2 * table}, path)
    pd.testing.assert_frame_equal(read_matrix(f"{path}:flow"), table)


@pytest.mark.parametrize(
    ("matrices", "said"),
    [
        ({}, "there is no matrix"),
        ({"a/b": pd.DataFrame([[1.0]])}, "cannot be called 'a/b'"),
        ({"a": pd.DataFrame([[1.0]], index=["x"])}, "rows and columns have different labels"),
        ({"a": pd.DataFrame([[1.0]]), "b": pd.DataFrame(TRUCKS)}, "has other labels than the first"),
    ],
)
def test_matrices_that_cannot_stand_in_one_file_are_refused(tmp_path, matrices, said):
    with pytest.raises(InputError, match=said):
        write_omx(matrices, tmp_path / "a.omx")
    assert list(tmp_path.iterdir()) == []


def test_the_reference_library_reads_what_is_written_and_the_other_way_round(tmp_path):
    openmatrix = pytest.importorskip("openmatrix")
    labels = [11, 22]
    write_matrix({"trucks": pd.DataFrame(TRUCKS, index=labels, columns=labels)}, tmp_path / "ours.omx")
    with openmatrix.open_file(tmp_path / "ours.omx") as file:
        assert file.list_matrices() == ["trucks"]
        assert tuple(file.shape()) == (2, 2)
        assert np.array(file["trucks"]).tolist() == TRUCKS.tolist()
        assert file.mapping("zone") == {11: 0, 22: 1}
    with openmatrix.open_file(tmp_path / "theirs.omx", "w") as file:
        file["trucks"] = TRUCKS
        file.create_mapping("taz", labels)
    found = read_matrix(tmp_path / "theirs.omx")
    assert (list(found.index), found.to_numpy().tolist()) == (labels, TRUCKS.tolist())


def test_a_problem_is_read_from_matrices_of_one_file(file):
    problem = read_csv(f"{file}:trucks", f"{file}:cost")
    assert problem.labels == (101, 205)
    assert problem.blocks[0].flow.tolist() == TRUCKS.tolist()
    assert problem.metadata["name"]


def test_a_path_stands_for_an_omx_file_by_its_ending():
    assert [is_omx(path) for path in ("a.omx", "a.OMX:x", "b/a.omx:x y", "a.csv", "omx", "a.omx.csv")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert omx.VERSION == "0.2"
