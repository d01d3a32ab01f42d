"""The command before its libraries are there."""

import os
import signal
import subprocess
import sys
import time

import pytest

from experiments import __main__ as entry
from tests.places import CHECKOUT


def test_what_the_face_shows_is_there_when_it_is_asked_for():
    import experiments

    assert {"Comparison", "Study", "compare"} <= set(dir(experiments))
    assert experiments.compare.__module__ == "experiments.comparison.compare"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = experiments.nothing


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_is_left_alone_once_the_command_runs(monkeypatch):
    seen = []
    monkeypatch.setattr("experiments.cli.main", lambda: seen.append(signal.getsignal(signal.SIGINT)))
    entry.main()
    assert seen == [signal.default_int_handler]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("after_s", [0.1, 0.4])
def test_ctrl_c_while_the_libraries_load_is_one_line(after_s):
    code = "import os, sys; os.write(1, b'x'); sys.argv = ['silkhub', 'region', 'check', 'central-asia']; "
    code += "from experiments.__main__ import main; os.write(1, b'y'); main()"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    ) as process:  # fmt: skip
        while process.stdout.read(1) != b"y":
            pass
        time.sleep(after_s)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, err) == (130, b"\nsilkhub: interrupted\n")
