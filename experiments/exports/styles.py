"""Styles of QGIS (QML), in which user text is text: in attributes of XML, and as strings of expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

VERSION = "3.28.0-Firenze"
"""Of QGIS, whose way of writing styles this is: its last long-term release that all later ones read unchanged."""
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KINDS = {"point": ("marker", "SimpleMarker", "0"), "line": ("line", "SimpleLine", "1")}


@dataclass(frozen=True)
class Rule:
    """What one kind of rows looks like.

    Attributes
    ----------
    label : str
    condition : str
        An expression, see `is_text`; empty = all rows.
    colour : str
        Hexadecimal.
    size : float
        Millimetres: width of a line, or size of a marker.
    size_by, colour_by : str
        Expressions in place of these.
    dashed : bool
        Of lines.
    shown : bool
        Whether it is switched on at first.
    """

    label: str
    condition: str = ""
    colour: str = "#34496c"
    size: float = 0.4
    size_by: str = ""
    colour_by: str = ""
    dashed: bool = False
    shown: bool = True


def is_text(column: str, text: str) -> str:
    r"""Write the condition that a column holds a text.

    Parameters
    ----------
    column, text : str

    Returns
    -------
    str
        An expression of QGIS.

    Examples
    --------
    >>> print(is_text("hub", "Xi'an\\"))
    "hub" = 'Xi''an\\'
    """
    name = column.replace('"', '""')
    return f'"{name}" = {quoted(text)}'


def quoted(text: str) -> str:
    """Write a text as a string of an expression, as QGIS itself does.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    escaped = _NO_XML.sub("", text).replace("'", "''").replace("\\", "\\\\")
    return "'" + escaped.replace("\n", "\\n").replace("\t", "\\t") + "'"


def choice(column: str, colours: Sequence[tuple[str, str]], other: str) -> str:
    """Write an expression that gives a colour for each text of a column.

    Parameters
    ----------
    column : str
    colours : sequence of (text, colour)
    other : str
        Colour of all others.

    Returns
    -------
    str
    """
    cases = " ".join(f"WHEN {is_text(column, text)} THEN {quoted(colour)}" for text, colour in colours)
    return f"CASE {cases} ELSE {quoted(other)} END" if cases else quoted(other)


def qml(kind: str, rules: Sequence[Rule], *, label: str = "") -> str:
    """Write a style.

    Parameters
    ----------
    kind : {"point", "line"}
    rules : sequence of Rule
    label : str
        Column that is written beside points; empty = none.

    Returns
    -------
    str
        A document of XML.
    """
    symbol_type, _, number = _KINDS[kind]
    root = ET.Element(
        "qgis", version=VERSION, styleCategories="Symbology|Labeling", labelsEnabled=str(int(bool(label)))
    )
    renderer = _add(root, "renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0", forceraster="0")
    listed = _add(renderer, "rules", key="rules")
    symbols = _add(renderer, "symbols")
    for at, rule in enumerate(rules):
        given = {"key": f"rule{at}", "label": rule.label, "symbol": str(at)}
        given |= {"filter": rule.condition} if rule.condition else {}
        given |= {} if rule.shown else {"checkstate": "0"}
        _add(listed, "rule", **given)
        symbol = _add(symbols, "symbol", name=str(at), type=symbol_type, alpha="1", clip_to_extent="1", force_rhr="0")
        _fill(symbol, kind, rule)
    if label:
        _labels(root, label)
    _add(root, "layerGeometryType").text = number
    return DOCTYPE + ET.tostring(root, encoding="unicode")


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, {name: _NO_XML.sub("", value) for name, value in attributes.items()})


def _fill(symbol: ET.Element, kind: str, rule: Rule) -> None:
    layer = _add(symbol, "layer", **{"class": _KINDS[kind][1]}, enabled="1", locked="0", **{"pass": "0"})
    options = _add(layer, "Option", type="Map")
    colour, size = _rgba(rule.colour), f"{rule.size:g}"
    if kind == "line":
        values = {"line_color": colour, "line_width": size, "line_width_unit": "MM", "capstyle": "round"}
        values |= {"line_style": "dash" if rule.dashed else "solid", "joinstyle": "round"}
        by = {"outlineColor": rule.colour_by, "outlineWidth": rule.size_by}
    else:
        values = {
            "color": colour,
            "size": size,
            "size_unit": "MM",
            "name": "circle",
            "outline_color": "255,255,255,255",
        }
        values |= {"outline_width": "0.2", "outline_width_unit": "MM", "outline_style": "solid"}
        by = {"fillColor": rule.colour_by, "size": rule.size_by}
    for name, value in values.items():
        _add(options, "Option", name=name, type="QString", value=value)
    if not any(by.values()):
        return
    defined = _add(_add(layer, "data_defined_properties"), "Option", type="Map")
    _add(defined, "Option", name="name", type="QString", value="")
    properties = _add(defined, "Option", name="properties", type="Map")
    for name, expression in by.items():
        if expression:
            each = _add(properties, "Option", name=name, type="Map")
            _add(each, "Option", name="active", type="bool", value="true")
            _add(each, "Option", name="expression", type="QString", value=expression)
            _add(each, "Option", name="type", type="int", value="3")
    _add(defined, "Option", name="type", type="QString", value="collection")


def _labels(root: ET.Element, column: str) -> None:
    settings = _add(_add(root, "labeling", type="simple"), "settings", calloutType="simple")
    style = _add(settings, "text-style", fieldName=column, isExpression="0", fontSize="8", textColor="31,41,51,255")
    _add(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,200")
    _add(settings, "placement", placement="0", dist="1.5")
    _add(settings, "rendering", scaleVisibility="0", obstacle="1")


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},255"
