"""Numbers out of text, each with its row and column."""

import pytest

from optimize import InputError
from optimize.instances.text import NumberStream


def test_numbers_come_one_after_another_whatever_the_line_breaks():
    stream = NumberStream("1 2\n# not this\n3,4;5\n", "file")
    assert stream.take(3, "the first") == [1.0, 2.0, 3.0]
    assert stream.take(2, "the rest") == [4.0, 5.0]
    assert stream.rest() == 0
    assert stream.faults == []


def test_a_word_that_is_no_number_is_placed():
    stream = NumberStream("1 2\n\n3 x 5", "file", first_row=7)
    assert stream.take(5, "the matrix") == [1.0, 2.0, 3.0, 0.0, 5.0]
    assert stream.faults == [
        "file, row 9, column 2: 'x' in the matrix is not a number; write digits with a decimal point"
    ]


def test_an_end_that_comes_too_soon_is_told_with_what_is_wrong_before():
    with pytest.raises(InputError) as told:
        NumberStream("1 x", "file").take(4, "the matrix")
    assert len(told.value.faults) == 2
    assert "row 1, column 2: 'x' in the matrix" in told.value.faults[0]
    assert "after 2 of 4 numbers" in told.value.faults[1]


@pytest.mark.parametrize("first", ["30000", "20230101", "1e300", "9" * 300])
def test_nothing_is_made_for_matrices_that_are_not_there(first):
    with pytest.raises(InputError, match="is this a file in this format"):
        NumberStream(f"{first}\n1 2 3 4\n", "file").size("n", least=1)


@pytest.mark.parametrize("first", ["inf", "-inf", "nan", "-3", "0", "2.5", "9" * 5000, "x"])
def test_what_is_no_number_of_nodes_is_refused(first):
    with pytest.raises(InputError):
        NumberStream(f"{first}\n1 2 3 4\n", "file").size("n", least=1)


def test_characters_that_only_look_like_blanks_or_digits_do_not_split_or_make_numbers():
    stream = NumberStream("1\u00a0920 \u0665 5", "file")
    assert stream.take(3, "the row") == [0.0, 0.0, 5.0]
    assert "write 1920, without separators" in stream.faults[0]
    assert "write it in plain letters: 5" in stream.faults[1]


@pytest.mark.parametrize(("text", "words"), [("2.5", "is 2.5"), ("0", "is 0"), ("-3", "is -3")])
def test_a_whole_number_has_to_be_one(text, words):
    stream = NumberStream(text, "file")
    stream.whole("the number of nodes")
    assert words in stream.faults[0]
    assert NumberStream("12", "file").whole("n") == 12


def test_of_very_many_faults_ten_are_told():
    stream = NumberStream("x " * 50, "file")
    stream.take(50, "the matrix")
    assert len(stream.faults) == 11
    assert "and more" in stream.faults[-1]
