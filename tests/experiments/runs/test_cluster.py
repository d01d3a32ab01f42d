"""A Dask cluster: the same table, and a worker that dies costs its case alone."""

import os
import pickle
import sys

import pytest

from experiments.runs import Cases, run_cases
from experiments.runs.cluster import Office, evaluate_there
from experiments.runs.digest import code_digest
from experiments.runs.piece import Job, Piece
from experiments.runs.processes import Bounds, pickled
from optimize import InputError
from tests.experiments.runs import studies
from tests.processes import is_gone

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


def test_a_worker_keeps_its_process_from_piece_to_piece_and_ends_it_with_the_job():
    job = pickled(Job(studies.tells_its_number, None, 0, 1))
    office = pickle.loads(pickle.dumps(Office(job, Bounds(), code_digest())))  # noqa: S301
    rows = [evaluate_there(office, Piece((n,), [{"x": n}], (n,))).table.to_pylist()[0] for n in (3, 4)]
    numbers = [row.pop("pid") for row in rows]
    assert numbers[0] == numbers[1] != os.getpid()
    assert {str(value) for name, value in rows[0].items() if name not in ("case", "x")} == {"1"}  # threads
    del office
    assert is_gone(numbers[0])


def test_a_worker_with_other_code_is_refused_also_when_it_comes_late():
    with pytest.raises(InputError, match="has another version of silkhub"):
        evaluate_there(Office(b"", Bounds(), "other"), Piece((0,), [{"x": 0}], (0,)))


@pytest.mark.slow
def test_a_local_cluster_gives_the_same_bytes_and_survives_its_workers(tmp_path):
    pytest.importorskip("distributed")
    kinds = ["", "raise", "", "exit", "", "kill", "", "sleep", "", "memory", "", "kill dask"]
    cases = [{"x": x, "trouble": kinds[x] if x < len(kinds) else ""} for x in range(100)]
    there = Cases(studies.troubled, cases, shared={"once": "", "marks": str(tmp_path / "mark")}, inputs="same")
    told = []

    def progress(done, total, before):
        told.append((done, total, before))

    results = run_cases(
        there, tmp_path, workers=2, scheduler="local", limit_s=3.0, memory_mb=500, retries=0, progress=progress
    )
    assert results.failed["case"].tolist() == [1, 3, 5, 7, 9]
    assert results.failed["kind"].tolist() == ["raised", "ended", "ended", "late", "raised"]
    assert "longer than 3 s" in results.failed["reason"][3]
    assert (told[0], told[-1]) == ((0, 100, 0), (100, 100, 0))
    assert told == sorted(told)
    expected = run_cases(Cases(studies.square, cases, shared={"plus": 0})).frame()
    assert results.frame().equals(expected.drop(index=[1, 3, 5, 7, 9]).reset_index(drop=True))
