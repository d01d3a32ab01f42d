"""Archives come back as they were, and nothing in them is executed."""

import numpy as np
import pytest

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
    with pytest.raises(ValueError, match="pickle"):
        read_archive(tmp_path / "x.npz")
