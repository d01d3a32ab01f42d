"""What a command waits for is told on standard error, once."""

from experiments.commands.waits import telling_of_waits
from optimize.pauses import announce


def test_a_wait_is_told_once_and_on_standard_error(capsys):
    with telling_of_waits(quiet=False):
        announce("compiling kernels, once")
        announce("compiling kernels, once")
    announce("too late")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "compiling kernels, once: later runs on this machine do not wait\n"


def test_a_quiet_command_tells_nothing(capsys):
    with telling_of_waits(quiet=True):
        announce("compiling kernels, once")
    assert capsys.readouterr().err == ""
