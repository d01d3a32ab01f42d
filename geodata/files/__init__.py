"""A region as files: what the tables hold, how they are read, and what can be wrong with them."""

from geodata.files.checks import check_data
from geodata.files.columns import Column, TableSpec, number, text
from geodata.files.data import RegionData, read_data
from geodata.files.edits import with_cells
from geodata.files.foreign import read_foreign
from geodata.files.gate import ROWS, Effect, columns_of, gate_of, keys_of, settle_changes
from geodata.files.io import Record, Table
from geodata.files.made import Made
from geodata.files.numbers import number_problem
from geodata.files.places import places_frame
from geodata.files.rows import write_rows
from geodata.files.scenario_files import read_scenario
from geodata.files.schema import (
    CLASSES,
    COUNTRIES,
    CROSSINGS,
    FIRST_YEAR,
    HUB_NUMBERS,
    HUBS,
    LAST_YEAR,
    LINKS,
    MODES,
    PARAMETER_KEYS,
    PARAMETERS,
    PLACES,
    POSITIVE,
    SERVICES,
    SHARES,
    SOURCES,
    TABLES,
    TRADE,
    TRIPLES,
)
from geodata.files.settle import settle_region, settle_scenario, unwritten
from geodata.files.template import FILES, free_folder, new_region

__all__ = [
    "CLASSES",
    "COUNTRIES",
    "CROSSINGS",
    "FILES",
    "FIRST_YEAR",
    "HUBS",
    "HUB_NUMBERS",
    "LAST_YEAR",
    "LINKS",
    "MODES",
    "PARAMETERS",
    "PARAMETER_KEYS",
    "PLACES",
    "POSITIVE",
    "ROWS",
    "SERVICES",
    "SHARES",
    "SOURCES",
    "TABLES",
    "TRADE",
    "TRIPLES",
    "Column",
    "Effect",
    "Made",
    "Record",
    "RegionData",
    "Table",
    "TableSpec",
    "check_data",
    "columns_of",
    "free_folder",
    "gate_of",
    "keys_of",
    "new_region",
    "number",
    "number_problem",
    "places_frame",
    "read_data",
    "read_foreign",
    "read_scenario",
    "settle_changes",
    "settle_region",
    "settle_scenario",
    "text",
    "unwritten",
    "with_cells",
    "write_rows",
]
