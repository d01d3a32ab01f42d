"""Styles as a reader of XML has them; user text is text in attributes and in expressions."""

import re
from xml.etree import ElementTree as ET

import pytest

from experiments.exports.styles import Rule, choice, is_text, qml, quoted

HOSTILE = [
    "Xi'an",
    "a' OR '1'='1",
    'say "a"',
    "back\\slash",
    "\\' OR 1",
    "<b>&",
    "line\nbreak\ttab",
    "\u202eabc",
    "x\x07y",
]


def unquoted(text):
    """What QGIS takes a string of an expression for: doubled quotes and escapes by a backslash undone."""
    assert text[0] == text[-1] == "'"
    inner = text[1:-1]
    assert "'" not in re.sub(r"''|\\.", "", inner), "the string ends early"
    undone = {"n": "\n", "t": "\t", "\\": "\\"}
    return re.sub(r"''|\\(.)", lambda found: "'" if found[1] is None else undone[found[1]], inner, flags=re.DOTALL)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_string_of_an_expression_means_the_text(text):
    assert unquoted(quoted(text)) == text.replace("\x07", "")


def test_columns_are_quoted_too():
    assert is_text('a"b', "x") == '"a""b" = \'x\''


def test_a_choice_has_a_case_for_each_text():
    assert choice("hub", [("A", "#111111")], "#dddddd") == "CASE WHEN \"hub\" = 'A' THEN '#111111' ELSE '#dddddd' END"
    assert choice("hub", [], "#dddddd") == "'#dddddd'"


@pytest.mark.parametrize("kind", ["line", "point"])
@pytest.mark.parametrize("text", HOSTILE)
def test_any_label_gives_a_document(kind, text):
    root = ET.fromstring(qml(kind, [Rule(text, is_text("scenario", text))], label="name"))  # noqa: S314
    (rule,) = root.iter("rule")
    assert rule.get("label") == text.replace("\x07", "")
    assert unquoted(rule.get("filter").partition(" = ")[2]) == text.replace("\x07", "")


def test_every_rule_has_its_symbol():
    rules = [Rule("one", colour="#ff0000", size=2.0), Rule("two", shown=False, dashed=True, size_by='"t"')]
    root = ET.fromstring(qml("line", rules))  # noqa: S314
    assert [(rule.get("label"), rule.get("symbol"), rule.get("checkstate")) for rule in root.iter("rule")] == [
        ("one", "0", None), ("two", "1", "0"),
    ]  # fmt: skip
    first, second = root.iter("symbol")
    given = [{item.get("name"): item.get("value") for item in symbol.iter("Option")} for symbol in (first, second)]
    assert (given[0]["line_color"], given[0]["line_width"], given[0]["line_style"]) == ("255,0,0,255", "2", "solid")
    assert (given[1]["line_style"], given[1]["expression"]) == ("dash", '"t"')
    assert root.find("layerGeometryType").text == "1"


def test_labels_are_taken_from_a_column():
    root = ET.fromstring(qml("point", [Rule("all")], label="name"))  # noqa: S314
    assert root.get("labelsEnabled") == "1"
    assert root.find("labeling/settings/text-style").get("fieldName") == "name"
    assert ET.fromstring(qml("point", [Rule("all")])).find("labeling") is None  # noqa: S314
