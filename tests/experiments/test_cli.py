"""The command from outside: exit statuses and messages."""

import errno
import io

import pytest

from experiments import cli
from experiments.cli import run
from experiments.text import give_up_output
from tests.experiments.tiny import write_tiny


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
        (["solve", "missing.txt"], ["silkhub: missing.txt: there is no such file; give the path"]),
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


def stand_in(monkeypatch, command):
    """Put a function in the place of all commands, and of what reads their options."""
    monkeypatch.setattr(cli, "app", command)
    monkeypatch.setattr(cli, "_refuse_repeated", lambda _: None)


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
        (OSError(errno.ENOSPC, "No space left on device", "/x/a.csv"), "no room left to write '/x/a.csv': free some"),
        (
            NotADirectoryError(errno.ENOTDIR, "Not a directory", "/x"),
            "'/x' cannot be a folder, as a file has that name",
        ),
        (FileExistsError("give a new folder"), "silkhub: give a new folder"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/x/y"), "silkhub: there is no '/x/y': check the path"),
    ],
)
def test_what_the_disk_refuses_is_said_in_one_line(capsys, monkeypatch, error, words):
    def refused(*_, **__):
        raise error

    stand_in(monkeypatch, refused)
    assert run(["compare"]) == 2
    complaint = capsys.readouterr().err
    assert words in complaint
    assert complaint.count("\n") == 1


def test_what_is_no_fault_of_the_user_is_said_to_be_ours(capsys, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("division by\nzero")

    stand_in(monkeypatch, broken)
    assert run(["compare"]) == 70
    complaint = capsys.readouterr().err
    assert complaint.startswith("silkhub: a fault of silkhub: ZeroDivisionError: division by zero (test_cli.py, line ")
    assert complaint.count("\n") == 1
    monkeypatch.setenv("SILKHUB_TRACEBACK", "1")
    assert run(["compare"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_memory_that_is_not_enough_is_said_in_one_line(capsys, monkeypatch):
    def hungry(*_, **__):
        raise MemoryError

    stand_in(monkeypatch, hungry)
    assert run(["compare"]) == 2
    assert "not enough memory" in capsys.readouterr().err


def test_complaints_do_not_steer_the_terminal(call):
    status, _, err = call("region", "check", "no\x1b[2Jwhere")
    assert status == 2
    assert "\x1b" not in err


@pytest.mark.parametrize("encoding", ["latin-1", "cp866", "cp1252", "ascii"])
def test_letters_that_the_terminal_lacks_do_not_end_a_command(tmp_path, monkeypatch, encoding):
    folder = write_tiny(tmp_path / "region", region=('title = "A tiny region"', 'title = "Алматы 北京 ≤ “x” ₸"'))
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    assert run(["region", "check", str(folder)]) == 0
    assert run(["region", "check", "北京"]) == 2
    out.flush()
    err.flush()
    assert "no faults, 3 warnings. 7 places" in out.buffer.getvalue().decode(encoding)
    assert err.buffer.getvalue().decode(encoding).startswith("silkhub: ")


def test_output_that_is_lost_is_said_and_a_closed_pipe_is_not(capsys, monkeypatch):
    def prints(error):
        def app(*_, **__):
            give_up_output(OSError(error, "No space left on device"))

        stand_in(monkeypatch, app)
        monkeypatch.setattr("experiments.text.terminal.os.dup2", lambda *_: None)
        return run(["compare"]), capsys.readouterr().err

    told = "silkhub: what was to be printed is lost: No space left on device; files are not affected\n"
    assert prints(errno.ENOSPC) == (1, told)
    assert prints(errno.EPIPE) == (0, "")


def test_main_exits_with_the_status(monkeypatch):
    monkeypatch.setattr(cli.sys, "argv", ["silkhub", "compar"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0


def test_the_version_is_told(call):
    status, out, _ = call("--version")
    assert (status, out.split()[0]) == (0, "silkhub")


def test_an_option_that_takes_one_value_is_not_given_twice(call, tiny, tmp_path):
    twice = ["--region", tiny, "--region=central-asia", "--p", "1", "--p", "2"]
    status, out, err = call("compare", *twice, "--out", tmp_path)
    assert (status, out) == (2, "")
    assert "--region is given 2 times, and takes one value: give it once" in err
    assert "--p is given 2 times" in err
    status, _, err = call("route", "NOR", "MID", "--modes", "rail", "--modes", "road", "--region", tiny)
    assert status == 2
    assert "--modes is given 2 times" in err


def test_a_list_may_be_given_in_parts(call, tiny):
    status, _, err = call("frontier", "--region", tiny, "--hubs", "NOR,nowhere", "--hubs", "SOU,neverland")
    assert status == 2
    assert "nowhere" in err
    assert "neverland" in err
