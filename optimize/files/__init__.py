"""The gate for what comes from outside: which files may be read, their text, the numbers in it; files written whole."""

from optimize.files.cells import safe_cell
from optimize.files.document import Document
from optimize.files.gate import MOST_BYTES, kind_of_path, named, open_input, read_bytes, read_text
from optimize.files.json_text import read_json
from optimize.files.numbers import GIVE_DIGITS, number, number_fault, short
from optimize.files.whole import check_writable, write_whole

__all__ = [
    "GIVE_DIGITS",
    "MOST_BYTES",
    "Document",
    "check_writable",
    "kind_of_path",
    "named",
    "number",
    "number_fault",
    "open_input",
    "read_bytes",
    "read_json",
    "read_text",
    "safe_cell",
    "short",
    "write_whole",
]
