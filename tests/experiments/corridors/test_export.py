"""The files of the corridor study."""

import sys

import pandas as pd
import pytest
from matplotlib import image

from experiments.corridors import write_corridors


@pytest.fixture(scope="module")
def written(tiny_study, tmp_path_factory):
    return write_corridors(tiny_study, tmp_path_factory.mktemp("parent") / "corridors")


def test_four_tables_and_a_picture_are_written(written):
    names = [path.name for path in written]
    assert names == ["corridors.csv", "bottlenecks.csv", "unmet.csv", "corridor-costs.csv", "corridors.png"]
    assert all(path.is_file() for path in written)


def test_the_tables_hold_the_frames_to_a_thousandth(written, tiny_study):
    frames = (tiny_study.corridors, tiny_study.bottlenecks, tiny_study.unmet, tiny_study.costs)
    for path, frame in zip(written, frames, strict=False):
        table = pd.read_csv(path, keep_default_na=False)
        assert list(table.columns) == list(frame.columns)
        for column in table.select_dtypes("number"):
            assert table[column].to_numpy() == pytest.approx(frame[column].to_numpy(), abs=0.0005 + 1e-12)
    text = written[1].read_text().splitlines()[1]
    assert all(len(cell.partition(".")[2]) <= 3 for cell in text.split(",")[7:])


def test_the_picture_shows_something(written):
    picture = image.imread(written[-1])
    assert picture.shape[1] >= 1500
    assert picture[..., :3].std() > 0.05


def test_a_picture_that_fails_takes_no_table_with_it(tiny_study, tmp_path, monkeypatch):
    def fails(*_):
        raise ValueError("no picture")

    monkeypatch.setattr(sys.modules["experiments.corridors.export"], "draw_corridors", fails)
    written = write_corridors(tiny_study, tmp_path)
    assert written.failures == {"corridors.png": "ValueError: no picture"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    assert len(written) == 4
