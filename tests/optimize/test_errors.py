"""The error for unusable input: every fault at once, and how faults are collected."""

import pytest

from optimize import InputError
from optimize.errors import collecting, report


def test_one_fault_is_the_message_and_several_are_a_list():
    assert str(InputError(["p is 0: raise it"])) == "p is 0: raise it"
    several = InputError(fault for fault in ("one", "two"))
    assert several.faults == ("one", "two")
    assert str(several) == "2 faults in the input:\n  - one\n  - two"
    assert isinstance(several, ValueError)


def test_nothing_is_raised_where_there_is_no_fault():
    report([])
    with pytest.raises(InputError, match="one"):
        report(iter(["one"]))


def test_faults_of_several_checks_are_collected():
    faults = ["first"]
    for more in (["second", "third"], [], ["fourth"]):
        with collecting(faults):
            report(more)
    assert faults == ["first", "second", "third", "fourth"]
