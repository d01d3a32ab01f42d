"""What may be read: regular files of a size, text in the encoding that it says itself."""

import os

import pytest

from optimize import InputError
from optimize.files import named, read_bytes, read_text


@pytest.fixture
def file(tmp_path):
    def of(raw, name="x.csv"):
        (tmp_path / name).write_bytes(raw)
        return tmp_path / name

    return of


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
     (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")],
)  # fmt: skip
def test_text_is_read_in_the_encoding_that_its_first_bytes_say(file, mark, encoding):
    text = "Алматы,1\r\nb\rc\n"
    assert read_text(file(mark + text.encode(encoding))) == "Алматы,1\nb\nc\n"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"a,b\n\xc0\xeb\xec\xe0\xf2\xfb,1\n", "row 2: is not a text file in UTF-8 (byte 0xC0); it may be in an older"),
        ("a,b\nc,1\n".encode("utf-16-le"), "looks like UTF-16"),
        (b"\xff\xfea\0\0\xd8", "not a text file in UTF-16-LE"),
        (b"PK\x03\x04\x14\0", "an Excel workbook: unpack it"),
        (b"\x1f\x8b\x08\0", "packed with gzip: unpack it"),
        (b"\0\x05\x16\x07\0\x02\0\0Mac OS X", "without the leading ._"),
        (b"\x93NUMPY\x01\0", "a NumPy array"),
        (b"a,b\nc\0,1\n", "row 2: has the character '\\x00'"),
        (b"a,\x1b[31mb\n", "row 1: has the character '\\x1b'"),
    ],
)
def test_what_is_no_such_text_is_named_for_what_it_is(file, raw, words):
    with pytest.raises(InputError) as told:
        read_text(file(raw))
    assert words in str(told.value)
    assert "x.csv" in str(told.value)


def test_the_end_mark_of_old_programs_is_no_text(file):
    assert read_text(file(b"1 2\r\n\x1a")) == "1 2\n"


def test_pipes_devices_and_folders_are_refused_before_they_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, kind in ((tmp_path / "pipe", "a pipe"), ("/dev/zero", "a device"), (tmp_path, "a folder")):
        with pytest.raises(InputError, match=f"is {kind}: give a file"):
            read_bytes(path)


def test_a_file_that_is_too_large_is_refused_and_more_may_be_allowed(file):
    path = file(b"0123456789")
    with pytest.raises(InputError, match="more than the 0 MB that are read"):
        read_bytes(path, most_bytes=9)
    assert read_bytes(path, most_bytes=10) == b"0123456789"


def test_a_sparse_file_of_a_terabyte_costs_nothing(tmp_path):
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(InputError, match="1,048,576 MB"):
        read_text(tmp_path / "large")


def test_a_path_that_is_none_is_refused():
    with pytest.raises(FileNotFoundError, match="no such file"):
        read_text("/nowhere/x.csv")
    for path in ("a\0b", "x" * 5000):
        with pytest.raises(InputError, match="cannot be read"):
            read_text(path)


def test_a_name_cannot_garble_the_terminal():
    assert named("a\x1b[31m\nb") == "a?[31m?b"
