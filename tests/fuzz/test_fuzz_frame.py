"""The frame itself: inputs are counted, a fault is found and shrunk, time is kept."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize import InputError
from tests.fuzz.frame import few, file_of, value_or_refusal
from tools.fuzz import find_fuzzers, run_fuzzer

SEEDS = random.Random(1)  # noqa: S311


def test_every_input_is_counted():
    seen = []

    @few
    @given(st.integers())
    def fuzzer(number):
        seen.append(number)

    outcome = run_fuzzer("counts", fuzzer, 0.2, SEEDS)
    assert outcome.tried == len(seen) > 0
    assert not outcome.failure


def test_a_fault_is_found_with_its_input():
    @few
    @given(st.integers(0, 1000))
    def fuzzer(number):
        assert number < 50

    outcome = run_fuzzer("fails", fuzzer, 20.0, SEEDS)
    assert "number=50" in outcome.failure
    assert outcome.seconds < 20.0


def test_only_the_allowed_refusal_passes():
    def reader(path):
        raise {"a": InputError(["row 1: correct it"]), "b": KeyError("row")}[path.read_text()]

    with file_of("a") as path:
        assert value_or_refusal(reader, path) is None
    with file_of("b") as path, pytest.raises(KeyError):
        value_or_refusal(reader, path)


def test_fuzzers_are_found_by_their_name():
    assert find_fuzzers("no such fuzzer") == []
