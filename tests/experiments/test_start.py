"""Ctrl-C before the libraries are there, and the call that records keep."""

import os
import signal

import pytest

from experiments import start
from experiments.start import Call, loading


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_the_process_while_libraries_load_and_is_an_exception_afterwards():
    with loading():
        assert signal.getsignal(signal.SIGINT) is start.leave
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_ignores_ctrl_c_goes_on_ignoring_it():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with loading():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_a_library_that_does_not_load_leaves_ctrl_c_as_it_was():
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_leaving_says_so_and_ends_with_the_status_that_shells_expect(monkeypatch):
    done = []
    monkeypatch.setattr(start.os, "write", lambda stream, words: done.append((stream, words)))
    monkeypatch.setattr(start.os, "_exit", done.append)
    start.leave(signal.SIGINT, None)
    assert done == [(2, b"\nsilkhub: interrupted\n"), 130]


def test_a_call_is_told_with_the_folder_that_it_was_made_in(monkeypatch, tmp_path):
    monkeypatch.setattr(Call, "arguments", None)
    monkeypatch.chdir(tmp_path)
    assert Call.fact() is None
    Call.note(("compare", "--p", "2"))
    assert Call.fact() == {"arguments": ["compare", "--p", "2"], "folder": os.fspath(tmp_path)}
