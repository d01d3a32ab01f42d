"""How kernels are compiled: they are functions still, and their cache follows the source of all of them."""

from pathlib import Path

import numpy as np

from optimize.kernels import compiled, kernel


def test_a_kernel_computes_what_its_source_says():
    @kernel
    def total(values):
        found = 0.0
        for x in values:
            found += x
        return found

    assert total(np.arange(4.0)) == 6.0
    assert total.py_func(np.arange(4.0)) == 6.0


def test_infinity_stays_infinity():
    @kernel
    def least(values):
        found = np.inf
        for x in values:
            found = min(found, x + 1.0)
        return found

    assert least(np.array([np.inf, np.inf])) == np.inf
    assert least(np.array([np.inf, 2.0])) == 3.0


def test_the_cache_goes_by_the_source_of_all_kernels(tmp_path, monkeypatch):
    source = "@kernel\ndef one(): ...\n"
    (tmp_path / "a.py").write_text(source)
    (tmp_path / "b.py").write_text("no such thing\n")
    monkeypatch.setattr(compiled, "_PACKAGE", tmp_path)
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    folder = compiled._folder.__wrapped__
    first = folder()
    (tmp_path / "b.py").write_text("still none\n")
    assert folder() == first
    (tmp_path / "a.py").write_text(source + "# changed\n")
    assert folder() != first
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "elsewhere"))
    assert folder().parent == Path(tmp_path / "elsewhere")
