"""Warming compiles every kernel that a first problem would wait for."""

from optimize.warm import warm


def test_after_warming_nothing_is_compiled_any_more():
    from numba.core import event

    warm()
    with event.install_recorder("numba:compile") as recorder:
        warm()
    assert recorder.buffer == []
