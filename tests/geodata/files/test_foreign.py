"""Tables of other programs."""

from geodata.faults import FaultCollector
from geodata.files import PLACES, TableSpec, number, read_foreign, text

SPEC = TableSpec("t.csv", (text("id", filled=True), number("size"), text("kind")), key=("id",))


def read(folder, content, spec=SPEC):
    (folder / spec.file).write_text(content, encoding="utf-8")
    faults = FaultCollector()
    return read_foreign(folder, spec, faults), [str(fault) for fault in faults.faults]


def test_further_columns_are_texts_and_known_ones_are_read(tmp_path):
    table, faults = read(tmp_path, "id,colour,size\na,red,2.5\nb,,\n")
    assert faults == []
    first, second = table
    assert first == {"id": "a", "colour": "red", "size": 2.5}
    assert second["size"] != second["size"]


def test_faults_of_known_columns_are_told(tmp_path):
    table, faults = read(tmp_path, "size,id\nmany,a\n")
    assert (len(faults), table.complete) == (1, False)
    assert "row 2, column size" in faults[0]
    _, faults = read(tmp_path, "colour\nred\n")
    assert faults == ["t.csv, row 1, column id: the column is missing; add it"]


def test_a_file_that_is_not_there_is_told_once(tmp_path):
    faults = FaultCollector()
    assert len(read_foreign(tmp_path, PLACES, faults)) == 0
    assert len(faults.faults) == 1
