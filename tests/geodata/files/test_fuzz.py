"""Whatever stands in a cell: either a fault is reported, or the region can be used. Nothing crashes."""

import csv
import shutil
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geodata
from geodata.files.template import FILES

NASTY = [
    "", "0", "-1", "1e400", "nan", "12,5", "abc", "1e-30", "1e12", "0.5", "XXX", "VIE", "BUD", "BUD;BEG", ";", "#", "é",
    "rail", "single", "containers", "both", "AUT", "vie-bud-rail", "open", "planned", "1435", "True", '"', "'", "\t",
]  # fmt: skip
TABLES = [name for name in FILES if name.endswith(".csv")]


def usable_or_faulty(folder):
    faults = geodata.check_region(folder)
    if faults:
        assert all(fault.problem and fault.remedy and str(fault) for fault in faults)
        with pytest.raises(geodata.RegionError):
            geodata.load_region(folder)
        return
    region = geodata.load_region(folder)
    with np.errstate(all="raise", under="ignore"):
        problem = region.problem()
        region.calibration()
        region.assignment()
    for block in problem.blocks:
        assert np.isfinite(block.flow).all()
        assert not np.isnan(block.direct).any()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return geodata.new_region(tmp_path_factory.mktemp("fuzz") / "danube")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_nasty_cell(folder, data):
    file = data.draw(st.sampled_from(TABLES))
    text = data.draw(st.sampled_from(NASTY) | st.text(max_size=5))
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "region"))
        with (copy / file).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, max(len(rows[row]) - 1, 0)))
        rows[row][column] = text.replace("\0", "")
        with (copy / file).open("w", encoding="utf-8", newline="", errors="replace") as stream:
            csv.writer(stream).writerows(rows)
        usable_or_faulty(copy)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_row_less_or_twice(folder, data):
    file = data.draw(st.sampled_from(TABLES))
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "region"))
        lines = (copy / file).read_text(encoding="utf-8").splitlines()
        row = data.draw(st.integers(0, len(lines) - 1))
        lines[row : row + 1] = [lines[row]] * data.draw(st.sampled_from([0, 2]))
        (copy / file).write_text("\n".join(lines), encoding="utf-8")
        usable_or_faulty(copy)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_nasty_scenario(folder, data):
    values = st.sampled_from(["true", "2", "-1", "nan", "inf", '"rail"', '["BUD"]', '["x"]', '"HUN"', "[]", "{}", '""'])
    keys = st.sampled_from(
        ["links", "corridor", "country", "place", "mode", "class", "service", "close", "open", "time", "fee", "factor",
         "exporter", "parameter", "value", "probability", "combine", "title", "direction", "add_dwell_h"]
    )  # fmt: skip
    content = data.draw(
        st.lists(st.tuples(st.sampled_from(["change", "demand", "parameter"]), keys, values), max_size=3)
    )
    text = "".join(f"[[{table}]]\n{key} = {value}\n" for table, key, value in content)
    text = (
        "".join(f"{key} = {value}\n" for key, value in data.draw(st.dictionaries(keys, values, max_size=2)).items())
        + text
    )
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "region"))
        (copy / "scenarios" / "nasty.toml").write_text(text, encoding="utf-8")
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            assert geodata.check_region(copy)
            return
        usable_or_faulty(copy)
        if not geodata.check_region(copy):
            geodata.load_region(copy).problem("nasty")
