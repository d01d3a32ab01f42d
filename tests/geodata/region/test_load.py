"""Finding and loading regions."""

import pytest

import geodata


@pytest.mark.parametrize("given", ["", "  "])
def test_no_region_is_not_the_current_folder(given, danube, monkeypatch):
    monkeypatch.chdir(danube)
    with pytest.raises(geodata.UnknownNameError, match="there is no region"):
        geodata.load_region(given)


def test_a_file_is_no_region(danube):
    with pytest.raises(geodata.UnknownNameError, match="is a file; give the folder"):
        geodata.load_region(danube / "region.toml")


def test_an_unknown_region_names_those_there_are():
    with pytest.raises(geodata.UnknownNameError, match="central-asia"):
        geodata.load_region("central-asai")
