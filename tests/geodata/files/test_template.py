"""The region that new ones start from."""

import errno

import pytest

import geodata
from geodata.files import FILES, free_folder, template
from optimize import solve


def test_the_template_loads_and_solves(danube):
    solution = solve(geodata.load_region(danube).problem(), p=1)
    assert solution.hubs[0] in ("BUD", "BEG", "BUH")


def test_the_template_overwrites_nothing(danube):
    with pytest.raises(FileExistsError, match="holds files already"):
        geodata.new_region(danube)


def test_an_empty_folder_will_do(tmp_path):
    assert geodata.check_region(geodata.new_region(tmp_path)) == []


@pytest.mark.parametrize("failing", [0, 3, len(FILES) - 1])
def test_half_a_region_is_not_left_in_the_way(tmp_path, monkeypatch, failing):
    real, left = template.write_whole, iter(range(failing))

    def full(path, text):
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, text)

    monkeypatch.setattr(template, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        geodata.new_region(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    monkeypatch.undo()
    assert geodata.check_region(geodata.new_region(tmp_path / "new")) == []


def test_a_folder_is_free_where_it_is_new_or_empty(tmp_path):
    assert free_folder(tmp_path / "new") == tmp_path / "new"
    assert not (tmp_path / "new").exists()
    assert free_folder(str(tmp_path)) == tmp_path
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError, match="holds files already"):
        free_folder(tmp_path)
    with pytest.raises(FileExistsError, match="is a file"):
        free_folder(tmp_path / "file")
