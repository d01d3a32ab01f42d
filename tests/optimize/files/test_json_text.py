"""JSON as it may be."""

import pytest

from optimize import InputError
from optimize.files import read_json


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "row 1, column 1"),
        ('{"a": 1', "row 1, column 8"),
        ('{"a": 1, "a": 2}', "a is given more than once"),
        ("[NaN]", "NaN is not a number that JSON has"),
        ("[-Infinity]", "-Infinity is not a number"),
        ("[1e999]", "1e999 is larger than any number"),
        ("[" + "9" * 5000 + "]", "digits"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_json_is_refused_with_the_file(tmp_path, text, words):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError) as told:
        read_json(tmp_path / "x.json")
    assert words in str(told.value)
    assert "x.json" in str(told.value)


def test_plain_data_are_read(tmp_path):
    (tmp_path / "x.json").write_text('\ufeff{"a": [1, 2.5, null, true, "é"]}', encoding="utf-8")
    assert read_json(tmp_path / "x.json") == {"a": [1, 2.5, None, True, "é"]}
