"""The files' columns and what the documents say of them."""

import re

import pytest

from geodata.files.schema import PARAMETER_KEYS, TABLES
from tests.places import CHECKOUT


def test_every_file_of_the_template_is_in_the_docs(danube):
    docs = (CHECKOUT / "docs" / "region-format.md").read_text(encoding="utf-8")
    for path in danube.glob("*.*"):
        assert f"`{path.name}`" in docs


@pytest.mark.parametrize("spec", TABLES.values(), ids=lambda spec: spec.file)
def test_every_column_is_in_the_docs(spec):
    docs = (CHECKOUT / "docs" / "region-format.md").read_text(encoding="utf-8")
    lists = [set(words.split(",")) for words in re.findall(r"`([a-z0-9_]+(?:,[a-z0-9_]+)+)`", docs)]
    assert {column.name for column in spec.columns} in lists


def test_every_parameter_is_in_the_docs():
    docs = (CHECKOUT / "docs" / "region-format.md").read_text(encoding="utf-8")
    for name in PARAMETER_KEYS:
        assert f"`{name}`" in docs
