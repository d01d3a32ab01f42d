"""Numbers out of text, each with its row and column."""

import pytest

from optimize import InputError
from optimize.instances.text import NumberStream, number, read_text


@pytest.mark.parametrize(
    ("word", "value"), [("3", 3.0), ("-1e2", -100.0), ("inf", float("inf")), ("nan", None), ("x", None), ("", None)]
)
def test_what_is_a_number(word, value):
    assert number(word) == value


def test_numbers_come_one_after_another_whatever_the_line_breaks():
    stream = NumberStream("1 2\n# not this\n3,4;5\n", "file")
    assert stream.take(3, "the first") == [1.0, 2.0, 3.0]
    assert stream.take(2, "the rest") == [4.0, 5.0]
    assert stream.rest() == 0
    assert stream.faults == []


def test_a_word_that_is_no_number_is_placed():
    stream = NumberStream("1 2\n\n3 x 5", "file", first_row=7)
    assert stream.take(5, "the matrix") == [1.0, 2.0, 3.0, 0.0, 5.0]
    assert stream.faults == ["file, row 9, column 2: 'x' in the matrix is not a number; correct it"]


def test_an_end_that_comes_too_soon_is_told_once():
    stream = NumberStream("1 2", "file")
    assert stream.take(4, "the matrix") == [1.0, 2.0, 0.0, 0.0]
    assert stream.take(2, "the factors") == [0.0, 0.0]
    assert len(stream.faults) == 1
    assert "after 2 of 4 numbers" in stream.faults[0]


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


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError, match="not a text file"):
        read_text(tmp_path / "x")
    (tmp_path / "y").write_bytes("\ufeffn\r\n".encode())
    assert read_text(tmp_path / "y") == "n\n"
