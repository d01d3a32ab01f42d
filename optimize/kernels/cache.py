"""Where compiled kernels are kept between runs: a cache that is never stale and never in the way.

Numba's own cache looks at the file of the calling kernel alone: a kernel that has another file's kernel inside would
go on with the old one after an update. So ours lies in a folder named after a digest of all files with kernels, those
of `geodata` among them, and of everything else that decides on the code. A file holds one kernel for one set of types,
behind a checksum: what was cut short, garbled or written by something else is not read but compiled again. Files are
written under another name and moved, so that any number of processes may share a folder.

The folder is looked for beside the package, then among the user's caches; where none can be written to, kernels are
compiled at every start. `SILKHUB_KERNEL_CACHE` names another one, or is "off".
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pickle import loads
from typing import Any
from uuid import uuid4

import llvmlite  # type: ignore[import-untyped]
import numba
import numpy as np
from llvmlite.binding import get_host_cpu_name  # type: ignore[import-untyped]
from numba.core.caching import FunctionCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps
from numba.misc.appdirs import user_cache_dir

from optimize.pauses import announce

VARIABLE = "SILKHUB_KERNEL_CACHE"
"""Environment variable that names another folder for compiled kernels, or is "off"."""

_PACKAGE = Path(__file__).parents[1]
# packages beside ours that are released with it and have kernels too
_BESIDE = ("geodata",)
_NO_CODE = ("NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS")
"""Settings that do not decide on the code: workers, which have one thread, use what this process has compiled."""
_CHECKSUM_BYTES = sha256().digest_size
# a named tuple that a kernel takes is compiled into it
_WORDS = (b"@kernel", b"@inlined", b"NamedTuple")


class KernelCache(FunctionCache):
    """The cache of one kernel.

    Parameters
    ----------
    function : callable
        The kernel's Python function.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._py_func = function
        self._name = f"{function.__module__}.{function.__qualname__}".replace("<locals>.", "")
        # a kernel of other code is in no digest of ours
        file = Path(function.__code__.co_filename)
        ours = any(file.is_relative_to(package) for package in _packages())
        self._folders = folders() if ours else ()

    @property
    def cache_path(self) -> str:
        """The folder that is written to; empty if there is none."""
        return str(next((folder for folder in self._folders if _can_be_written(folder)), ""))

    def flush(self) -> None:
        """Do nothing: a folder belongs to one state of the code, in which nothing becomes stale."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Read compiled code.

        Parameters
        ----------
        sig : numba signature
        target_context : numba target context

        Returns
        -------
        numba.core.compiler.CompileResult or None
            None if there is none that can be used.
        """
        target_context.refresh()
        name = self._file(sig, target_context.codegen())
        for folder in self._folders:
            path = folder / name
            if not (path.is_file() and _is_current()):
                continue
            # whatever is wrong with the file, compiling again puts it right
            with suppress(Exception):
                content = loads(_verified(path))  # noqa: S301
                return CompileResult._rebuild(target_context, *content)  # type: ignore[no-untyped-call]  # noqa: SLF001
            with suppress(OSError):
                path.unlink()
        announce("compiling kernels, once")
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep compiled code, if there is a place for it.

        Parameters
        ----------
        sig : numba signature
        data : numba.core.compiler.CompileResult
        """
        folder = self.cache_path
        bound_to_process = data.library.has_dynamic_globals or not all(each.can_cache for each in data.lifted)
        if not folder or bound_to_process or not _is_current():
            return
        # a full disk, or a folder that is gone by now, only means that the kernel is compiled again next time
        with suppress(Exception):
            content = dumps(data._reduce())  # type: ignore[no-untyped-call]  # noqa: SLF001  # as Numba's own cache does
            _write(Path(folder) / self._file(sig, data.codegen), sha256(content).digest() + content)

    def _file(self, sig: Any, codegen: Any) -> str:
        key = sha256(repr(self._index_key(sig, codegen)).encode()).hexdigest()  # type: ignore[no-untyped-call]
        return f"{self._name}-{key[:24]}.nbc"


def _verified(path: Path) -> bytes:
    """Content of a file behind its checksum: garbled machine code would not raise an error but end the process."""
    stored = path.read_bytes()
    checksum, content = stored[:_CHECKSUM_BYTES], stored[_CHECKSUM_BYTES:]
    if sha256(content).digest() != checksum:
        raise ValueError
    return content


def _write(path: Path, content: bytes) -> None:
    # not by `tempfile`, whose files nobody else may read: one user may compile for all
    temporary = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@cache
def folders() -> tuple[Path, ...]:
    """Folders in which compiled kernels are looked for.

    Returns
    -------
    tuple of Path
        The first that can be written to takes new ones; none if the cache is off or the kernels' source is not there.
    """
    asked = os.environ.get(VARIABLE, "")
    if not _source() or asked.lower() == "off":
        return ()
    name = f"kernels-{_digest()}"
    given = asked or os.environ.get("NUMBA_CACHE_DIR")
    if given:
        return (Path(given).absolute() / name,)
    found = [_PACKAGE / "__pycache__" / name]
    with suppress(Exception):  # a user without a home
        home = Path(user_cache_dir("silkhub", appauthor=False))  # type: ignore[no-untyped-call]
        if home.is_absolute() and _is_private(home):
            found.append(home / name)
    return tuple(found)


def _is_private(folder: Path) -> bool:
    """Whether nobody else can put code into a folder, which is made if need be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not hasattr(os, "getuid"):
        return True
    about = folder.stat()
    return about.st_uid == os.getuid() and not about.st_mode & 0o022


@cache
def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _packages() -> tuple[Path, ...]:
    return (_PACKAGE, *(_PACKAGE.parent / name for name in _BESIDE))


@cache
def _source() -> tuple[Path, ...]:
    """Files with kernels, and with what is compiled into them; none if the package is not a folder of source files."""
    files = [file for package in _packages() for file in sorted(package.rglob("*.py"))]
    return tuple(file for file in files if any(word in file.read_bytes() for word in _WORDS))


@cache
def _digest() -> str:
    """What decides on the code of the kernels: their source, the compiler and its settings, the processor."""
    try:
        ours = version("silkhub")
    except PackageNotFoundError:
        ours = ""
    settings = sorted(x for x in os.environ.items() if x[0].startswith("NUMBA_") and x[0] not in _NO_CODE)
    versions = (ours, numba.__version__, llvmlite.__version__, np.__version__, sys.version)
    machine = (sys.platform, platform.machine(), get_host_cpu_name())
    digest = sha256(repr((versions, machine, settings)).encode())
    _state_at_start()
    for file in _source():
        digest.update(file.relative_to(_PACKAGE.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


@cache
def _state_at_start() -> tuple[tuple[int, int], ...]:
    return _state()


def _state() -> tuple[tuple[int, int], ...]:
    about = [file.stat() for file in _source()]
    return tuple((each.st_mtime_ns, each.st_size) for each in about)


def _is_current() -> bool:
    """Whether the source is still what the digest was made of; an update may come while this process runs."""
    try:
        return _state_at_start() == _state()
    except OSError:
        return False
