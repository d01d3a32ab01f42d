"""The region that new ones start from."""

import pytest

import geodata
from optimize import solve


def test_the_template_loads_and_solves(danube):
    solution = solve(geodata.load_region(danube).problem(), p=1)
    assert solution.hubs[0] in ("BUD", "BEG", "BUH")


def test_the_template_overwrites_nothing(danube):
    with pytest.raises(FileExistsError, match="holds files already"):
        geodata.new_region(danube)


def test_an_empty_folder_will_do(tmp_path):
    assert geodata.check_region(geodata.new_region(tmp_path)) == []
