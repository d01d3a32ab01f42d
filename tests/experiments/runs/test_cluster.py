"""A Dask cluster: the same table, and a worker that dies costs its case alone."""

import subprocess
import sys
import time

import pytest

from experiments.runs import Cases, run_cases
from optimize import InputError
from tests.experiments.runs import studies

PLAN = Cases(studies.square, [{"x": x} for x in range(300)], shared={"plus": 1}, seed=5)


def test_without_dask_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'silkhub\[cluster\]'"):
        run_cases(PLAN, scheduler="local")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "no address at all"])
def test_an_address_without_a_scheduler_is_refused(monkeypatch, address):
    pytest.importorskip("distributed")
    monkeypatch.setattr("experiments.runs.cluster._CONNECT_S", 0.5)
    with pytest.raises(InputError, match="there is no Dask scheduler at"):
        run_cases(PLAN, scheduler=address)


def test_a_case_that_is_late_ends_the_process_even_where_nothing_else_runs():
    """The watch is C's own thread, so that code which never lets go of the interpreter is ended too."""
    code = (
        "import sys; sys.setswitchinterval(1e9)\n"
        "from experiments.runs.cluster import _WATCH\n"
        "_WATCH.begin(0.2)\n"
        "while True: pass"
    )
    began = time.monotonic()
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 1  # noqa: S603
    assert time.monotonic() - began < 30.0
