"""Compiled kernels on disk: found again, never stale, and never in the way, whatever has happened to the files."""

import ast
import os
from pathlib import Path
from types import SimpleNamespace

import numba
import numpy as np
import pytest

from optimize.kernels import cache, kernel
from optimize.run import Clock

PACKAGE = Path(cache.__file__).parents[1]


def _plus_one(x):
    return x + 1.0


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the cache, in which kernels of this file are kept too."""
    monkeypatch.setattr(cache, "_PACKAGE", Path(__file__).parent)
    monkeypatch.setattr(cache, "folders", lambda: (tmp_path,))
    monkeypatch.setattr(cache, "_is_current", lambda: True)
    return tmp_path


def compiled():
    """A kernel as a process has it that has just started, and its value for 1.0."""
    function = kernel(_plus_one)
    return function, function(1.0)


def loaded(function):
    return sum(function.stats.cache_hits.values()) == 1


def test_the_second_process_does_not_compile_again(folder):
    first, value = compiled()
    assert value == 2.0
    assert not loaded(first)
    second, value = compiled()
    assert value == 2.0
    assert loaded(second)
    assert len(list(folder.iterdir())) == 1


DAMAGE = {
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "garbled": lambda file: file.write_bytes(file.read_bytes()[:-9] + b"\0" + file.read_bytes()[-8:]),
    "somebody else's": lambda file: file.write_bytes(b"\x80\x05]" + b"x" * 99),
    "checksum of something else": lambda file: file.write_bytes(
        cache.sha256(b"cos\nsystem\n.").digest() + b"cos\nsystem\n."
    ),
    "gone": lambda file: file.unlink(),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_compiled_again(folder, damage):
    compiled()
    (file,) = folder.iterdir()
    damage(file)
    function, value = compiled()
    assert value == 2.0
    assert not loaded(function)
    if not file.is_dir():
        assert loaded(compiled()[0])


def test_no_half_written_file_is_left_behind(folder, monkeypatch):
    def full(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert compiled()[1] == 2.0
    assert list(folder.iterdir()) == []


def test_without_a_folder_kernels_are_compiled_in_memory(folder, monkeypatch):
    nowhere = folder / "file"
    nowhere.write_text("not a folder")
    for folders in ((), (nowhere / "kernels",)):
        monkeypatch.setattr(cache, "folders", lambda folders=folders: folders)
        assert compiled()[1] == 2.0
    assert list(folder.iterdir()) == [nowhere]


def test_a_folder_that_cannot_be_written_to_is_still_read(folder, monkeypatch, tmp_path_factory):
    compiled()
    other = tmp_path_factory.mktemp("other")
    monkeypatch.setattr(cache, "folders", lambda: (folder, other))
    monkeypatch.setattr(cache, "_can_be_written", lambda place: place == other)
    assert loaded(compiled()[0])
    for file in folder.iterdir():
        file.unlink()
    compiled()
    assert len(list(other.iterdir())) == 1


def test_nothing_is_kept_once_the_source_has_changed(folder, monkeypatch):
    compiled()
    monkeypatch.setattr(cache, "_is_current", lambda: False)
    assert not loaded(compiled()[0])
    for file in folder.iterdir():
        file.unlink()
    compiled()
    assert list(folder.iterdir()) == []


def test_kernels_of_other_code_are_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: (tmp_path,))
    assert compiled()[1] == 2.0
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two files, the first with a kernel, and what is remembered about ours forgotten."""
    (tmp_path / "a.py").write_text("@kernel\ndef one(): ...\n")
    (tmp_path / "b.py").write_text("no such thing\n")
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    for name in ("NUMBA_CACHE_DIR", cache.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    for name in ("folders", "_digest", "_source", "_state_at_start"):
        monkeypatch.setattr(cache, name, getattr(cache, name).__wrapped__)
    monkeypatch.setattr(cache, "user_cache_dir", lambda *_names, **_options: str(tmp_path / "home"))
    return tmp_path


def test_the_folder_goes_by_the_kernels_of_the_packages_beside_too(package, monkeypatch):
    beside = package.parent / "beside"
    beside.mkdir()
    (beside / "c.py").write_text("@kernel\ndef one(): ...\n")
    first = cache.folders()
    monkeypatch.setattr(cache, "_BESIDE", ("beside",))
    second = cache.folders()
    (beside / "c.py").write_text("@kernel\ndef one(): ... # changed\n")
    assert len({first, second, cache.folders()}) == 3


def test_kernels_of_geodata_are_kept_and_hashed():
    from geodata.network import distances

    assert Path(distances.__file__) in cache._source()
    assert cache.KernelCache(distances.customise.py_func)._folders == cache.folders()


def test_the_folder_goes_by_the_source_of_all_kernels(package):
    first = cache.folders()
    (package / "b.py").write_text("still none\n")
    assert cache.folders() == first
    (package / "a.py").write_text("@kernel\ndef one(): ... # changed\n")
    assert set(cache.folders()).isdisjoint(first)


@pytest.mark.parametrize(
    ("where", "value"),
    [("llvmlite.__version__", "0.0.1"), ("numba.__version__", "0.0.1"), ("get_host_cpu_name", lambda: "another")],
)
def test_the_folder_goes_by_compiler_and_processor(package, monkeypatch, where, value):
    first = cache.folders()
    monkeypatch.setattr(f"optimize.kernels.cache.{where}", value)
    assert set(cache.folders()).isdisjoint(first)


def test_the_folder_goes_by_the_compilers_settings(package, monkeypatch):
    first = cache.folders()
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    assert set(cache.folders()).isdisjoint(first)


def test_workers_with_one_thread_use_the_same_folder(package, monkeypatch):
    first = cache.folders()
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    assert cache.folders() == first


def test_the_folder_is_beside_the_package_or_among_the_users_caches(package):
    assert [folder.parent for folder in cache.folders()] == [package / "__pycache__", package / "home"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no such permissions")
def test_a_folder_into_which_others_may_write_is_not_used(package):
    (package / "home").mkdir()
    (package / "home").chmod(0o777)
    assert [folder.parent for folder in cache.folders()] == [package / "__pycache__"]


def test_a_user_without_a_home_has_the_folder_beside_the_package(package, monkeypatch):
    monkeypatch.setattr(cache, "user_cache_dir", lambda *_names, **_options: "/proc/nope")
    assert [folder.parent for folder in cache.folders()] == [package / "__pycache__"]


def test_the_environment_names_another_folder_or_none(package, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(package / "numba"))
    assert [folder.parent for folder in cache.folders()] == [package / "numba"]
    monkeypatch.setenv(cache.VARIABLE, str(package / "ours"))
    assert [folder.parent for folder in cache.folders()] == [package / "ours"]
    monkeypatch.setenv(cache.VARIABLE, "OFF")
    assert cache.folders() == ()


def test_a_package_without_its_source_has_no_cache(package):
    (package / "a.py").unlink()
    assert cache.folders() == ()


def test_an_update_while_a_process_runs_is_seen(package, monkeypatch):
    before = cache._state()
    monkeypatch.setattr(cache, "_state_at_start", lambda: before)
    assert cache._is_current()
    os.utime(package / "a.py", (1, 1))
    assert not cache._is_current()
    monkeypatch.setattr(cache, "_source", lambda: (package / "gone.py",))
    assert not cache._is_current()


def test_a_kernel_is_compiled_outside_the_time_of_a_run(folder):
    clock, phases = Clock(5.0, lambda record: phases.append(record["phase"])), []
    with clock.telling_of_pauses():
        compiled()
        assert phases == ["compiling kernels, once"]
        assert clock.left > 4.9
        compiled()
    assert phases == ["compiling kernels, once"]


def test_what_is_compiled_into_kernels_stands_in_files_of_the_digest():
    """Numbers that a kernel takes from its module are constants of the compiled code."""
    hashed = {file.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".") for file in cache._source()}
    outside = []
    for file in cache._source():
        imported = {
            name.asname or name.name: node.module
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(("optimize.", "geodata."))
            for name in node.names
        }
        module = __import__(
            file.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", "."), fromlist=["x"]
        )
        for each in vars(module).values():
            if not isinstance(each, numba.core.dispatcher.Dispatcher) or each.py_func.__module__ != module.__name__:
                continue
            for name in each.py_func.__code__.co_names:
                value = vars(module).get(name, SimpleNamespace)
                if name in imported and isinstance(value, int | float | np.ndarray | tuple):
                    outside += [(each, name)] if imported[name] not in hashed else []
    assert outside == []
