"""Model against observation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from geodata.region import Region


def calibrate(region: Region) -> pd.DataFrame:
    """Compare (to come)."""
    raise NotImplementedError
