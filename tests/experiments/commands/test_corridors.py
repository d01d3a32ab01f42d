"""``silkhub corridors``: tables and picture."""

import pandas as pd
import pytest

from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """The tiny region with a narrow line Northtown - Midtown."""
    change = ("north-mid,NOR,MID,rail,950,,North", "north-mid,NOR,MID,rail,950,100000,North")
    return write_tiny(tmp_path_factory.mktemp("narrow"), links=change)


def test_the_command_writes_tables_and_picture(call, narrow, tmp_path):
    status, out, _ = call("corridors", "--region", narrow, "--scenarios", "west-cut", "--to", "CCC", "--out", tmp_path)
    assert status == 0
    assert "Within capacities" in out
    assert "no hub is open" in out
    assert "Freight over corridors, Mt a year to CCC" in " ".join(out.split())
    assert "[2/2] West cut off" in out
    for name in ("corridors.csv", "bottlenecks.csv", "unmet.csv", "corridor-costs.csv"):
        assert not pd.read_csv(tmp_path / name).empty
    assert (tmp_path / "corridors.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--time-limit", "0"], "give seconds above 0"),
        (["--scenarios", "nowhere"], "nowhere"),
        (["--from", "atlantis"], "atlantis"),
    ],
)
def test_the_command_says_what_it_cannot_use(call, narrow, tmp_path, arguments, words):
    status, _, err = call("corridors", "--region", narrow, "--out", tmp_path, *arguments)
    assert status == 2
    assert err.startswith("silkhub: ")
    assert words in err
