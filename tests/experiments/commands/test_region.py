"""``silkhub region``: made and checked."""

import json

import pytest

from tests.experiments.tiny import write_tiny


def test_region_without_a_command_says_so(call):
    status, _, err = call("region")
    assert status == 2
    assert "a command is missing" in err


def test_all_faults_of_a_region_are_named_with_file_row_and_remedy(call, tmp_path):
    region = write_tiny(tmp_path / "region", links=("rail,950,,Trunk,open", "rail,x,,Trunk,open"),
                        trade=("AAA,BBB,4.0", "AAA,BBB,-4.0"))  # fmt: skip
    for arguments in (["compare", "--region", region, "--out", tmp_path / "out"], ["region", "check", region]):
        status, _, err = call(*arguments)
        assert status == 2
        assert "links.csv, row 2" in err
        assert "trade.csv, row 2" in err


def test_a_new_region_has_no_faults_and_can_be_compared(call, tmp_path):
    folder = tmp_path / "mine"
    assert call("region", "new", folder)[0] == 0
    status, out, _ = call("region", "check", folder)
    assert status == 0
    assert "no faults" in out
    assert call("compare", "--region", folder, "--out", tmp_path / "out", "--no-confirm")[0] == 0


def test_bundled_regions_are_listed(call):
    status, out, _ = call("region", "list", "--json")
    assert status == 0
    assert "central-asia" in [row["name"] for row in json.loads(out)]
    assert "central-asia" in call("region", "list")[1]


def test_a_part_of_a_region_is_shown_as_a_table_or_as_json(call, tmp_path):
    region = write_tiny(tmp_path / "tiny")
    for arguments in ([region, "corridors"], ["corridors", "--region", region]):
        status, out, _ = call("region", "show", *arguments, "--json")
        assert status == 0
        assert [row["id"] for row in json.loads(out)] == ["North", "South", "Trunk"]
    table = call("region", "show", region, "scenarios")[1]
    assert "links of corridor North: closed" in " ".join(table.split())
    facts = json.loads(call("region", "show", region, "--json")[1])
    assert (facts["candidates"], facts["gateways"]) == (["NOR", "SOU", "MID"], ["GAT"])
    assert "A tiny region" in call("region", "show", region)[1]


def test_one_region_and_one_part_are_shown_at_a_time(call, tmp_path):
    status, _, err = call("region", "show", "corridor", "-r", write_tiny(tmp_path / "tiny"))
    assert status == 2
    assert "name one region, and one part of it" in err


def test_a_region_is_copied_to_be_changed(call, tmp_path):
    region = write_tiny(tmp_path / "tiny")
    assert call("region", "new", tmp_path / "mine", "--from", region)[0] == 0
    assert (tmp_path / "mine" / "links.csv").read_bytes() == (region / "links.csv").read_bytes()
    status, _, err = call("region", "new", tmp_path / "mine", "--from", region)
    assert status == 2
    assert "holds files already" in err


def test_warnings_are_told_and_no_reason_to_refuse(call, tmp_path):
    region = write_tiny(tmp_path / "tiny", west_road=("open = true", "capacity = 2"))
    status, out, _ = call("region", "check", region)
    assert status == 0
    assert "Warning: scenarios/west-road.toml: scenario west-road alters nothing" in " ".join(out.split())
    found = json.loads(call("region", "check", region, "--json")[1])
    assert found["faults"] == []
    assert "scenarios/west-road.toml" in [warning["file"] for warning in found["warnings"]]
    broken = write_tiny(tmp_path / "broken", trade=("AAA,BBB,4.0", "AAA,BBB,-4.0"))
    status, out, _ = call("region", "check", broken, "--json")
    assert (status, json.loads(out)["faults"][0]["file"]) == (2, "trade.csv")


def test_a_network_is_exported_and_becomes_a_region_again(call, tiny, tmp_path):
    status, out, err = call("region", "export", tiny, "--out", tmp_path / "network")
    assert (status, err) == (0, "")
    assert "link.csv" in out
    status, out, _ = call("region", "new", tmp_path / "back", "--from-gmns", tmp_path / "network")
    assert status == 0
    assert "GDP of AAA, BBB, CCC is 10,000 USD a head" in " ".join(out.split())
    assert "a region on the network" in out
    assert call("region", "check", tmp_path / "back")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "central-asia", "--format", "dxf"], "unknown format 'dxf': use gmns"),
        (["new", "x", "--country", "KAZ"], "--country is for --from-gmns"),
        (["new", "x", "--from", "central-asia", "--from-gmns", "."], "--from and --from-gmns are both given"),
    ],
)
def test_options_of_networks_that_do_not_go_together_are_refused(call, arguments, said):
    status, out, err = call("region", *arguments)
    assert (status, out) == (2, "")
    assert said in err
