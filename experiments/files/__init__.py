"""Files that commands write: whole or not at all, safe to open in a spreadsheet, one run a folder at a time."""

from experiments.defaults import RECORD
from experiments.files.folder import results_folder
from experiments.files.letters import families, label_text, lettered, plain_text, settle_letters
from experiments.files.pictures import plain_letters, write_figure
from experiments.files.record import json_ready, machine_facts, region_digest, run_facts, write_record
from experiments.files.spreadsheet import rounded, safe_cell, write_csv
from experiments.files.texts import latex_table, markdown_table
from experiments.files.whole import Staged, Written, staged, sweep, whole, write_text
from experiments.files.workbook import Sheet, write_workbook

__all__ = [
    "RECORD",
    "Sheet",
    "Staged",
    "Written",
    "families",
    "json_ready",
    "label_text",
    "latex_table",
    "lettered",
    "machine_facts",
    "markdown_table",
    "plain_letters",
    "plain_text",
    "region_digest",
    "results_folder",
    "rounded",
    "run_facts",
    "safe_cell",
    "settle_letters",
    "staged",
    "sweep",
    "whole",
    "write_csv",
    "write_figure",
    "write_record",
    "write_text",
    "write_workbook",
]
