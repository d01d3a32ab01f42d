"""``silkhub benchmark``: the summary on the screen."""

from experiments.benchmark import benchmark


def test_the_summary_is_printed(call, tmp_path, monkeypatch):
    outcome = {"status": "optimal", "objective": 1.0, "bound": 1.0, "gap": 0.0, "seconds": 0.1}
    monkeypatch.setattr(benchmark, "run_one", lambda *_: outcome)
    status, out, _ = call("benchmark", "smoke", "--ways", "benders,auto", "--out", tmp_path, "--time-limit", "5")
    assert status == 0
    assert "| Euclidean 6, p=3, multiple | benders | optimal |" in out
    assert f"Written to {tmp_path}" in out
