"""The example of docs/runs.md: what a new study needs is a function and a dozen lines."""

import runpy

import pytest

from tests.places import CHECKOUT

PAGE = CHECKOUT / "docs" / "runs.md"


@pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not here")
def test_the_example_runs_as_it_stands_but_for_its_processes(tmp_path, monkeypatch):
    code = PAGE.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    program = tmp_path / "study.py"
    program.write_text(code.replace("workers=2", "workers=1"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = runpy.run_path(str(program), run_name="__main__")
    frame = found["frame"]
    assert list(frame.columns) == ["case", "alpha", "p", "cost"]
    assert frame[["alpha", "p"]].to_dict("records") == found["cases"]
    assert (frame["cost"].groupby(frame["alpha"]).diff().dropna() < 0).all()
    assert len(found["failed"]) == 0
    again = runpy.run_path(str(program), run_name="__main__")
    assert again["facts"]["kept_from_earlier"] == 9
    assert again["frame"].equals(frame)
