"""Files are written whole or not at all; whether one can be written is known before the work is done."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from optimize.errors import InputError
from optimize.files.gate import named


def check_writable(path: str | os.PathLike[str]) -> None:
    """Make sure that a file can be written; its folder is made where it is not there.

    Parameters
    ----------
    path : str or Path
        What is there is not touched.

    Raises
    ------
    InputError
        If it cannot be written, with the reason.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise InputError([f"{named(path)} is a folder: name a file in it"])
        if file.exists() and not file.is_file():
            raise InputError([f"{named(path)} is no regular file: name a file"])
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=file.parent):
            pass
        with suppress(FileNotFoundError):
            file.stat()  # a name that no file can have
        if file.exists() and not os.access(file, os.W_OK):
            raise InputError([f"{named(path)} is there and must not be changed: name another file"])
    except InputError:
        raise
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError([f"{named(path)} cannot be written ({why}): check the path and its permissions"]) from error


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file; a reader finds the old file or the new one, never a part.

    Parameters
    ----------
    path : str or Path
        Replaced if it is there.
    content : str or bytes
        Text is written in UTF-8.
    """
    file = Path(path)
    temporary = file.with_name(f".{file.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        if file.exists():
            temporary.chmod(file.stat().st_mode & 0o777)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
