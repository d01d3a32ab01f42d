"""Bytes as text: files that are not UTF-8 are called by their name."""

import pytest

from geodata.files.encoding import decoded

RUSSIAN = "id,title\nexample,Железные дороги Казахстана\n"
GERMAN = "id,title\nexample,Müller & Söhne, Köln\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_a_byte_order_mark(encoding):
    assert decoded(RUSSIAN.encode(encoding)) == (RUSSIAN, None)


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (RUSSIAN, "utf-16", "UTF-16"),
        (GERMAN, "utf-16-le", "UTF-16"),
        (GERMAN, "utf-16-be", "UTF-16"),
        (RUSSIAN, "utf-32", "UTF-32"),
        (GERMAN, "utf-32-be", "UTF-32"),
        (RUSSIAN, "cp1251", "Windows-1251 (Cyrillic)"),
        (RUSSIAN, "cp866", "DOS code page 866 (Cyrillic)"),
        (RUSSIAN, "koi8-r", "KOI8-R (Cyrillic)"),
        (GERMAN, "cp1252", "Windows-1252 (Western European)"),
    ],
)
def test_another_encoding_is_called_by_its_name(text, encoding, name):
    content, (problem, remedy) = decoded(text.encode(encoding))
    assert content is None
    assert name in problem
    assert "UTF-8" in remedy


def test_the_row_of_the_first_byte_that_is_not_utf_8_is_told():
    assert "byte 0xFC in row 2" in decoded(GERMAN.encode("cp1252"))[1][0]


@pytest.mark.parametrize(("start", "name"), [(b"PK\x03\x04", "Excel"), (b"\x1f\x8b", "gzip"), (b"%PDF-1", "PDF")])
def test_a_file_of_another_program_is_called_what_it_is(start, name):
    assert name in decoded(start + b"abc")[1][0]
