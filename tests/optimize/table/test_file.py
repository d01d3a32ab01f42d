"""Archives come back as they were, and nothing in them is executed."""

import io
import zipfile

import numpy as np
import pytest

from optimize import InputError
from optimize.table.file import read_archive, write_archive


def test_an_archive_comes_back(tmp_path):
    header, arrays = {"names": ["a", 1], "p": 3}, {"cost": np.array([[1.0, np.inf]]), "which": np.arange(3)}
    write_archive(tmp_path / "x.npz", header, arrays)
    again, read = read_archive(tmp_path / "x.npz")
    assert again == header
    assert set(read) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)


def test_objects_in_an_archive_are_not_unpickled(tmp_path):
    with (tmp_path / "x.npz").open("wb") as file:
        np.savez(file, header=np.array("{}"), cost=np.array([{"a": 1}], dtype=object))
    with pytest.raises(InputError, match="objects, which are not unpickled"):
        read_archive(tmp_path / "x.npz")


@pytest.fixture
def saved(tmp_path):
    write_archive(tmp_path / "x.npz", {"p": 3}, {"cost": np.arange(1000.0)})
    return tmp_path / "x.npz"


def test_what_is_no_archive_is_refused_with_its_name(saved):
    raw = saved.read_bytes()
    garbled = bytearray(raw)
    garbled[len(raw) // 2] ^= 255
    for content in (b"", b"hello", raw[: len(raw) // 2], bytes(garbled), b"\x93NUMPY"):
        saved.write_bytes(content)
        with pytest.raises(InputError, match=r"x\.npz is not a table that was saved, or is damaged"):
            read_archive(saved)


def test_folders_and_devices_are_no_archives(tmp_path):
    for path in (tmp_path, "/dev/zero"):
        with pytest.raises(InputError, match="give a file"):
            read_archive(path)


def test_an_archive_that_unpacks_to_more_than_is_allowed_is_refused(tmp_path):
    write_archive(tmp_path / "x.npz", {}, {"cost": np.zeros(10**6)})
    with pytest.raises(InputError, match="unpacks to 8,000"):
        read_archive(tmp_path / "x.npz", most_bytes=100_000)


def test_an_array_that_says_that_it_is_larger_makes_nothing(tmp_path):
    part = io.BytesIO()
    np.save(part, np.zeros(3))
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        archive.writestr("cost.npy", part.getvalue().replace(b"(3,)", b"(9,)"))
    with pytest.raises(InputError, match="has not the size that it says"):
        read_archive(tmp_path / "x.npz")


def test_a_header_has_entries_by_name(tmp_path):
    np.savez(tmp_path / "x.npz", header=np.array("[1]"))
    with pytest.raises(InputError, match="entries by name"):
        read_archive(tmp_path / "x.npz")
