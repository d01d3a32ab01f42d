"""Programs as files; `tests/optimize/compact/test_model_file.py` has them solved."""

import gzip

import pytest

from optimize import InputError
from optimize.solvers import Model, check_program_file, write_program


@pytest.fixture
def program():
    """The least of x + 2 y with x + y >= 3, x <= 2, y whole."""
    model = Model("tiny")
    x, y = model.add_variables(up=2.0, cost=1.0), model.add_variables(integer=True, cost=2.0)
    model.add_rows([0, 0], [x, y], 1.0, ">=", 3.0)
    return model


def test_names_and_numbers_are_in_the_file(tmp_path, program):
    write_program(program, tmp_path / "x.lp", ["much", "some.y"])
    text = (tmp_path / "x.lp").read_text()
    assert "much + 2 some.y" in text
    assert "much + some.y >= 3" in text
    write_program(program, tmp_path / "X.MPS", ["much", "some.y"])
    assert "some.y" in (tmp_path / "X.MPS").read_text()


def test_packed_files_are_the_same_each_time(tmp_path, program):
    for name in ("a.lp.gz", "b.lp.gz"):
        write_program(program, tmp_path / name, ["much", "some.y"])
    assert (tmp_path / "a.lp.gz").read_bytes() == (tmp_path / "b.lp.gz").read_bytes()
    assert b"much + 2 some.y" in gzip.decompress((tmp_path / "a.lp.gz").read_bytes())


def test_other_suffixes_are_refused(tmp_path):
    with pytest.raises(InputError, match="end the file's name in one of them"):
        check_program_file(tmp_path / "x.xlsx")
    assert check_program_file(tmp_path / "x.MPS.GZ") == ".mps.gz"
