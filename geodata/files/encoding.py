"""Bytes of a file as text; a file in another encoding than UTF-8 is refused by its name."""

from __future__ import annotations

import re

Problem = tuple[str, str]
UTF8 = "save it as UTF-8 (in Excel: CSV UTF-8)"
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_PACKED = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF document"),
)
_CYRILLIC = (
    # where the small letters of Russian stand, and most of a text with them
    ("Windows-1251", re.compile(rb"[\xe0-\xff]")),
    ("KOI8-R", re.compile(rb"[\xc0-\xdf]")),
    ("DOS code page 866", re.compile(rb"[\xa0-\xaf\xe0-\xef]")),
)
_LOOKED_AT = 100_000
"""Bytes from which an encoding is guessed, for the message."""


def decoded(content: bytes) -> tuple[str | None, Problem | None]:
    r"""Return the text of a file.

    Parameters
    ----------
    content : bytes
        Content of the file.

    Returns
    -------
    text : str or None
        Without a byte order mark; None for a file that is not UTF-8.
    problem : tuple of str or None
        What is wrong and what to do, None when there is a text.

    Examples
    --------
    >>> decoded("\ufeffa,b".encode())
    ('a,b', None)
    >>> decoded("a,b".encode("utf-16"))[1][0]
    'the file is UTF-16'
    """
    for start, name in _PACKED:
        if content.startswith(start):
            return None, (f"the file is {name}", "save it as plain text, UTF-8")
    wide = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _without_mark(content)
    if wide:
        return None, (f"the file is {wide}", UTF8)
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        where = f"byte 0x{content[error.start]:02X} in row {row}"
        return None, (f"not UTF-8 ({where}): it seems to be {_guess(content, error.start)}", UTF8)


def _without_mark(content: bytes) -> str | None:
    """Name of an encoding of two or four bytes a character, which shows by its zeros."""
    head = content[:1000]
    if len(head) < 4 or head.count(0) < len(head) * 0.4:
        return None
    return "UTF-32" if head.count(0) > len(head) * 0.7 else "UTF-16"


def _guess(content: bytes, start: int) -> str:
    """Name of the encoding that a text of one byte a character most likely has."""
    high = re.findall(rb"[\x80-\xff]+", content[start : start + _LOOKED_AT])
    letters = b"".join(high)
    if len(letters) < 2 * len(high):  # single letters with accents among plain ones
        return "Windows-1252 (Western European)"
    shares = [(len(place.findall(letters)), name) for name, place in _CYRILLIC]
    most, name = max(shares, key=lambda item: item[0])
    return f"{name} (Cyrillic)" if most > len(letters) / 2 else "another encoding, or no text"
