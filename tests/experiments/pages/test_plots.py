"""A figure becomes a PNG file, whole or not at all."""

import pytest

from experiments.pages import figure_file, plain_axes


def test_a_figure_is_written_as_png(tmp_path):
    with figure_file(tmp_path / "a.png", "Title") as figure:
        ax = figure.subplots()
        ax.plot([0, 1], [1, 0])
        plain_axes(ax)
        assert not ax.spines["top"].get_visible()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_drawing_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), figure_file(tmp_path / "a.png", "Title"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
