"""``silkhub region``: made and checked."""

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
