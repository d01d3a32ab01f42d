"""What may be opened, how much of it, and its text in any encoding that it says itself.

A file is looked at before it is opened: folders, pipes, devices and files that are too large are refused, and nothing
is ever unpacked or executed.
"""

import codecs
import os
import stat
from pathlib import Path
from typing import BinaryIO

from optimize.errors import InputError

MOST_BYTES = 128 * 1024**2
"""Largest file that is read unless a caller allows more: 2,500 x 2,500 numbers with all digits (a judgement)."""

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
_CSV = "save the table as CSV UTF-8 and give that"
_UNPACK = "unpack it and give the file inside"
_SIGNATURES = {
    b"PK\x03\x04": ("a ZIP archive or an Excel workbook", f"{_UNPACK}, or {_CSV}"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", _CSV),
    b"\x1f\x8b": ("packed with gzip", _UNPACK),
    b"BZh": ("packed with bzip2", _UNPACK),
    b"\xfd7zXZ": ("packed with xz", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("packed with zstd", _UNPACK),
    b"7z\xbc\xaf": ("a 7z archive", _UNPACK),
    b"Rar!": ("a RAR archive", _UNPACK),
    b"\x00\x05\x16\x07": ("what macOS notes about a file", "give the file of that name without the leading ._"),
    b"\x93NUMPY": ("a NumPy array", _CSV),
    b"PAR1": ("a Parquet file", _CSV),
    b"SQLite format 3": ("a database", _CSV),
    b"\x89HDF": ("an HDF5 file", _CSV),
    b"%PDF": ("a PDF", _CSV),
    b"\x7fELF": ("a program", _CSV),
}
_MARKS = (  # the longer before those that they begin with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def kind_of_path(mode: int) -> str:
    """Say what a path stands for that is no regular file.

    Parameters
    ----------
    mode : int
        ``st_mode`` of the path.

    Returns
    -------
    str
    """
    return _KINDS.get(stat.S_IFMT(mode), "no regular file")


def named(path: str | os.PathLike[str]) -> str:
    """Write a file's name for messages, without what would garble a terminal.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    str
    """
    text = os.fspath(path)
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def read_bytes(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> bytes:
    """Read a regular file that is not too large.

    Parameters
    ----------
    path : str or Path
    most_bytes : int
        A larger file is refused before it is opened.

    Returns
    -------
    bytes

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it is no regular file, is too large, or cannot be read.
    """
    with open_input(path, most_bytes=most_bytes) as stream:
        raw = stream.read(most_bytes + 1)  # what the system makes as it is read says that it has 0 bytes
    if len(raw) > most_bytes:
        raise _too_large(path, len(raw), most_bytes)
    return raw


def open_input(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> BinaryIO:
    """Open a regular file that is not too large; it is looked at before.

    Parameters
    ----------
    path : str or Path
    most_bytes : int
        A larger file is refused.

    Returns
    -------
    binary file
        To be closed by the caller.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it is no regular file, is too large, or cannot be read.
    """
    try:
        about = Path(path).stat()
        if not stat.S_ISREG(about.st_mode):
            raise InputError([f"{named(path)} is {kind_of_path(about.st_mode)}: give a file"])
        if about.st_size > most_bytes:
            raise _too_large(path, about.st_size, most_bytes)
        return Path(path).open("rb")
    except FileNotFoundError:
        msg = f"{named(path)}: there is no such file; give the path of a file that exists"
        raise FileNotFoundError(msg) from None
    except InputError:
        raise
    except (OSError, ValueError) as error:  # a path can hold what no file name can
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError([f"{named(path)} cannot be read ({why}): check the path and its permissions"]) from error


def _too_large(path: str | os.PathLike[str], size: int, most_bytes: int) -> InputError:
    msg = f"{named(path)} has {size / 1024**2:,.0f} MB, more than the {most_bytes / 1024**2:,.0f} MB that are read"
    return InputError(
        [f"{msg}: is it the right file? If it is, `most_bytes` of the function that reads it allows more"]
    )


def read_text(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> str:
    r"""Read a text file: UTF-8, or UTF-16 or UTF-32 that begin with a byte order mark; with any line ends.

    Parameters
    ----------
    path : str or Path
    most_bytes : int
        As for `read_bytes`.

    Returns
    -------
    str
        Lines end with ``\n``; there is no byte order mark, and no character that is not seen but tabs.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it is not such a file; it says what it seems to be instead.
    """
    raw, name = read_bytes(path, most_bytes=most_bytes), named(path)
    for signature, (what, remedy) in _SIGNATURES.items():
        if raw.startswith(signature):
            raise InputError([f"{name} is not a text file, but {what}: {remedy}"])
    text = _decoded(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\x1a")  # how old programs mark the end
    unseen = next((at for at, letter in enumerate(text) if letter < " " and letter not in "\n\t\f\v"), None)
    if unseen is not None:
        row = text.count("\n", 0, unseen) + 1
        msg = f"{name}, row {row}: has the character {text[unseen]!a}, which no text has: is it a text file?"
        raise InputError([f"{msg} Save it as plain text in UTF-8"])
    return text


def _decoded(raw: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                msg = f"{name} is not a text file in {encoding.upper()}, as its first bytes say"
                raise InputError([f"{msg}, or is cut short (byte {error.start + 1}): save it as UTF-8"]) from error
    if raw[:4096].count(b"\0") > len(raw[:4096]) // 4:
        raise InputError([f"{name} is not a text file in UTF-8, but looks like UTF-16: save it as UTF-8"])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        msg = f"{name}, row {row}: is not a text file in UTF-8 (byte 0x{raw[error.start]:02X})"
        raise InputError(
            [f"{msg}; it may be in an older encoding, such as cp1251 or cp1252: save it as UTF-8"]
        ) from error
