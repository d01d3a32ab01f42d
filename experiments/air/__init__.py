"""Where a hub of air cargo should be, what flights are worth, and from which volume on they pay."""

from experiments.air.breakeven import Crossing, crossing
from experiments.air.export import write_air
from experiments.air.question import AirQuestion, links_between
from experiments.air.study import AirStudy, study_air
from experiments.air.tables import airport_rows, hub_table

__all__ = [
    "AirQuestion",
    "AirStudy",
    "Crossing",
    "airport_rows",
    "crossing",
    "hub_table",
    "links_between",
    "study_air",
    "write_air",
]
