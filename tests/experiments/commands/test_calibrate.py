"""``silkhub calibrate``: the model and observations."""

import pandas as pd

from tests.experiments.tiny import write_tiny


def test_calibrate_writes_table_and_picture_and_names_the_misses(call, tmp_path):
    region = write_tiny(tmp_path / "region")
    (region / "references.csv").write_text(
        "id,kind,from,to,value,unit,source,confidence\n"
        "far,distance_km,FAR,GAT,950,km,made-up,observed\nslow,transit_days,FAR,WES,90,days,made-up,observed\n"
    )
    status, out, _ = call("calibrate", "--region", region, "--out", tmp_path)
    assert status == 0
    assert "1 of 2 references within" in out
    assert "slow (Transit time, days)" in out
    assert (tmp_path / "calibration.png").stat().st_size > 5000
    assert len(pd.read_csv(tmp_path / "calibration.csv")) == 2
