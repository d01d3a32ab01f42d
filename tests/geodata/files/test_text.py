"""Texts that names and notes may be."""

import pytest

from geodata.files.text import name_problem, strange_letter, text_problem


@pytest.mark.parametrize(
    "name", ["Xi'an", "Алматы", "中国", "São Tomé", "constructor", "__proto__", "$x", "<b>", "[b]"]
)
def test_names_of_any_language_and_taste_can_be_used(name):
    assert name_problem(name) is None
    assert text_problem(name) is None


@pytest.mark.parametrize(
    "letter", ["\x00", "\x07", "\t", "\n", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\udcff"]
)
def test_a_name_with_a_character_that_does_not_show_is_refused(letter):
    problem, remedy = name_problem(f"Al{letter}maty")
    assert f"U+{ord(letter):04X}" in problem
    assert remedy == "take it out"


def test_a_note_may_have_lines_and_tabs_but_no_other_control_characters():
    assert text_problem("one\n\ttwo") is None
    assert "U+0007" in text_problem("a\x07b")[0]
    assert strange_letter("a\u202eb", free=True) == "U+202E (right-to-left override)"


def test_a_name_is_not_a_page():
    assert name_problem("x" * 200) is None
    assert name_problem("x" * 201)[0] == "201 characters, more than 200"


def test_a_name_does_not_begin_or_end_with_a_blank():
    for name in ("", " ", "\u00a0", " a", "a "):
        assert name_problem(name)[0] == "is blank, or begins or ends with a blank"
