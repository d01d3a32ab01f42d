"""Letters that turn the direction of reading act within their own text alone."""

import pytest

from experiments.report.letters import isolated, isolated_all, spelled_out

OVERRIDE, EMBEDDING, FSI, PDI = "\u202e", "\u202b", "\u2068", "\u2069"


@pytest.mark.parametrize("text", ["Osh", "Алматы", "阿拉木图", "Xi'an", "a<b>&", ""])
def test_plain_texts_stay_as_they_are(text):
    assert isolated(text) == text


@pytest.mark.parametrize("text", ["a" + OVERRIDE + "b", EMBEDDING + "b", "مشهد", "\u200fx"])
def test_what_turns_is_shut_in(text):
    assert isolated(text) == FSI + text + PDI


def test_ends_of_isolates_that_were_not_begun_do_not_end_ours():
    assert isolated("a" + PDI + OVERRIDE + "b") == FSI + "a" + OVERRIDE + "b" + PDI


def test_isolates_that_were_not_ended_are_ended():
    assert isolated("a" + "\u2067" + "b") == FSI + "a\u2067b" + PDI + PDI


def test_control_characters_are_blanks():
    assert isolated("a\x00b\x1b[c\n") == "a b [c "


def test_all_texts_within_lists_and_mappings_are_isolated_and_keys_are_not():
    bad = "x" + OVERRIDE
    assert isolated_all({bad: [bad, 3, None, {"a": (bad,)}]}) == {
        bad: [FSI + bad + PDI, 3, None, {"a": [FSI + bad + PDI]}]
    }


def test_json_spells_such_letters_out():
    assert spelled_out('{"a": "x' + OVERRIDE + '"}') == '{"a": "x\\u202e"}'
