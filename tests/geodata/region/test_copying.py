"""Copies of regions."""

import pytest

import geodata


def test_a_copy_has_the_files_of_the_region_and_nothing_else(danube, tmp_path):
    (danube / "results").mkdir()
    (danube / "results" / "run.json").write_text("{}", encoding="utf-8")
    copy = geodata.copy_region(danube, tmp_path / "copy")
    files = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert "scenarios/danube-bridge-closed.toml" in files
    assert "results/run.json" not in files
    assert geodata.load_region(copy).scenarios == geodata.load_region(danube).scenarios


def test_nothing_is_overwritten(danube):
    with pytest.raises(FileExistsError, match="holds files already; name a new folder"):
        geodata.copy_region("central-asia", danube)


def test_a_region_with_faults_is_not_copied(edit, tmp_path):
    edit.cell("places.csv", 2, "population", "many")
    with pytest.raises(geodata.RegionError):
        geodata.copy_region(edit.folder, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_the_bundled_regions_can_be_loaded_by_their_names():
    found = geodata.bundled_regions()
    assert "central-asia" in found
    assert all(geodata.region_folder(name) == folder for name, folder in found.items())
