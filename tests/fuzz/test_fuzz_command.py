"""Whatever is typed after ``silkhub solve``: a solution, or one message with status 2; never a traceback."""

import contextlib
import io
import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from experiments.cli import run
from experiments.commands.options import names
from tests.fuzz.frame import few, value_or_refusal

FILES = {
    "flow.csv": ',"A, 1",B,C\n"A, 1",0,5,2\nB,1,0,4\nC,3,2,0\n',
    "cost.csv": ',"A, 1",B,C\n"A, 1",0,3,9\nB,3,0,4\nC,9,4,0\n',
    "hubs.csv": "node,fixed_cost\nB,1\nC,2\n",
    "bare.txt": "0 1 2\n1 0 3\n2 3 0\n",
    "ap.txt": "3\n0 0\n1000 0\n0 2000\n1 2 3\n4 5 6\n7 8 9\n2\n3\n0.75\n2\n",
    "cab.txt": "2\n0 0\n5 100\n5 100\n0 0\n",
    "empty.csv": "",
}
WORDS = st.sampled_from(
    ["", "0", "1", "2", "3", "-1", "1.5", "nan", "inf", "-inf", "1e400", "9" * 30, "²", "x", "none", "free", "A, 1",
     "B", '"A, 1"', '"', "B,C", "B;C", "0,2", "single", "multiple", "covering", "center", "max_covering",
     "set_covering", "compact", "enumeration", "benders", "heuristic", "auto", "HiGHS", "orlib", "cab", "pairs", "rows",
     "matrices", "é", "[/b]", "\ud800", "a" * 300]
)  # fmt: skip
NUMERIC = ("--p", "--threshold", "--gap", "--seed", "--threads", "--nodes", "--collection", "--transfer")
TEXTS = ("--allocation", "--objective", "--method", "--solver", "--open", "--closed", "--format", "--layout")
PATHS = ("--flow", "--cost", "--hubs", "--direct", "--out")
OTHERS = ["nowhere.csv", "", ".", "/dev/null", "/dev/zero", "out.json", "empty.csv/x", "new/x.json"]
PLACES = st.sampled_from([*FILES, *OTHERS])
WAYS = st.sampled_from([["--flow", "flow.csv", "--cost", "cost.csv"], ["ap.txt"], ["cab.txt", "--format", "cab"], []])


@st.composite
def command_lines(draw):
    """What might be typed; files are named without their folder."""
    line = list(draw(WAYS))
    if draw(st.booleans()):
        line += ["--p", draw(st.sampled_from(["1", "2"]))]
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from([*NUMERIC, *TEXTS, *PATHS]))
        line += [name, draw(PLACES if name in PATHS else WORDS)]
    return line


@few
@given(line=command_lines(), limit=st.sampled_from(["5", "nan", "0", "x", "1e400"]) | st.just("5"))
def test_solve(line, limit):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            (Path(folder) / name).write_text(text)
        known = {*FILES, "nowhere.csv", "out.json", "empty.csv/x", "new/x.json"}
        words = [str(Path(folder) / word) if word in known else word for word in line]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run(["solve", *words, "--time-limit", limit])
        assert status in (0, 1, 2), (status, err.getvalue())
        assert "Traceback" not in err.getvalue()
        if status == 2:
            assert err.getvalue().startswith("silkhub: ")
            assert out.getvalue() == ""
            return
        assert "status" in out.getvalue()
        written = [word for name, word in zip(line, words[1:], strict=False) if name == "--out"]
        if written:
            assert json.loads(Path(written[-1]).read_text(encoding="utf-8"))["method"]


@few
@given(items=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), max_size=4))
def test_lists_of_names(items):
    """Whatever is in names, those that stand in double quotes come back."""
    items = [name.strip() for name in items if name.strip() and '"' not in name]
    typed = ",".join(f'"{name}"' for name in items)
    assert value_or_refusal(names, typed) == items


@few
@given(text=st.text())
def test_any_list_of_names(text):
    found = value_or_refusal(names, text)
    if found is not None:
        assert all(name == name.strip() != "" for name in found)
