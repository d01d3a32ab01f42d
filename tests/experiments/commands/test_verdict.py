"""``silkhub verdict`` from the command line."""

import json

import pytest


def test_the_command_writes_what_it_says(call, tiny, tmp_path):
    asked = ["--region", tiny, "--draws", 2, "--hubs", "NOR,SOU", "--workers", 1, "--out", tmp_path / "out"]
    status, printed, _ = call("verdict", *asked)
    assert status == 0
    assert "likeliest alternative" in printed
    assert json.loads((tmp_path / "out" / "verdict.json").read_text())["claim"] in ("confirmed", "refuted", "undecided")


@pytest.mark.parametrize(
    "wrong", [["--years", "soon"], ["--years", "1999"], ["--draws", "1"], ["--incumbent", "nobody"]]
)
def test_what_makes_no_sense_is_exit_status_2(call, tiny, tmp_path, wrong):
    status, _, complaint = call("verdict", "--region", tiny, "--draws", 2, "--out", tmp_path, *wrong)
    assert status == 2
    assert complaint
