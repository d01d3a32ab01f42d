"""The command from outside: exit statuses and messages."""

import errno

import pytest

from experiments import cli
from experiments.cli import run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "--hubs", "nort,zz", "--scenarios", "nope"], ["3 faults", "nort", "zz", "nope"]),
        (["compare", "--p", "9"], ["p is 9", "only 3 candidate hubs"]),
        (["compare", "--p", "many"], ["--p"]),
        (["compare", "--colour", "red"], ["--colour", "--help"]),
        (["compar"], ["compar", "compare"]),
        (["compare", "--region", "atlantis"], ["atlantis", "central-asia"]),
        (["compare", "--hubs", ","], ["no hub is named"]),
        (["route", "northtown", "nowhere", "--scenario", "nope"], ["2 faults", "nowhere", "nope"]),
        (["route", "northtown", "NOR"], ["the same place"]),
        (["route", "faraway", "westport", "--via", "Trunck"], ["'Trunck' is neither a link", "did you mean Trunk"]),
        (["solve"], ["give either an instance file"]),
        (["solve", "--format", "xml"], ["'xml'", "orlib or cab"]),
        (["solve", "missing.txt"], ["missing.txt", "does not exist"]),
        (["calibrate"], ["no references"]),
        (["region", "check", "nowhere"], ["nowhere"]),
        (["benchmark", "huge"], ["huge", "small"]),
    ],
)
def test_unusable_arguments_end_with_status_2_and_one_message(call, tiny, tmp_path, arguments, words):
    if arguments[0] in ("compare", "route", "calibrate") and "--region" not in arguments:
        arguments = [*arguments, "--region", tiny]
    if arguments[0] in ("compare", "calibrate", "benchmark"):
        arguments = [*arguments, "--out", tmp_path]
    status, out, err = call(*arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("silkhub: ")
    assert "Traceback" not in err
    for word in words:
        assert word in err


@pytest.mark.parametrize("arguments", [("compare", "--region"), ("region", "new")])
def test_a_file_where_a_folder_should_be_is_named(call, tiny, tmp_path, arguments):
    (tmp_path / "file").write_text("x")
    given = (
        [*arguments, tiny, "--out", tmp_path / "file"] if arguments[0] == "compare" else [*arguments, tmp_path / "file"]
    )
    status, out, err = call(*given)
    assert (status, out) == (2, "")
    assert str(tmp_path / "file") in err
    assert "name" in err
    assert "permissions" not in err


def test_help_and_nothing_at_all_show_the_commands(call):
    for arguments in ([], ["--help"]):
        status, out, _ = call(*arguments)
        assert status == 0
        assert "compare" in out


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "cannot read or write '/x/y': Permission denied"),
        (OSError("disk full"), "cannot read or write: disk full"),
        (
            NotADirectoryError(errno.ENOTDIR, "Not a directory", "/x"),
            "'/x' cannot be a folder, as a file has that name",
        ),
        (FileExistsError("give a new folder"), "silkhub: give a new folder"),
    ],
)
def test_what_the_disk_refuses_is_said_in_one_line(capsys, monkeypatch, error, words):
    def refused(*_, **__):
        raise error

    monkeypatch.setattr(cli, "app", refused)
    assert run(["compare"]) == 2
    complaint = capsys.readouterr().err
    assert words in complaint
    assert complaint.count("\n") == 1


def test_main_exits_with_the_status(monkeypatch):
    monkeypatch.setattr(cli.sys, "argv", ["silkhub", "compar"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
