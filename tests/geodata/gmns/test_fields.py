"""What the fields of GMNS are called here."""

from geodata.files import LINKS, PLACES
from geodata.gmns import fields


def test_nothing_of_a_place_or_a_link_is_lost():
    nodes, links = ({column.name for column in spec.columns} for spec in (fields.NODE, fields.LINK))
    said = {"id", "lat", "lon", "from", "to", "mode", "direction", "length_km"}  # by fields of the specification
    assert {column.name for column in PLACES.columns} - said <= nodes
    assert {column.name for column in LINKS.columns} - said <= links


def test_no_column_of_ours_has_to_be_there():
    asked = {column.name for spec in (fields.NODE, fields.LINK) for column in spec.columns if column.required}
    assert asked == {"node_id", "x_coord", "y_coord", "link_id", "from_node_id", "to_node_id", "directed"}


def test_a_word_stands_for_one_mode_and_ours_are_among_them():
    words = [word for each in fields.WORDS.values() for word in each]
    assert len(words) == len(set(words))
    assert not set(words) & set(fields.NO_FREIGHT)
    for mode, use in fields.USES.items():
        assert {mode, use} <= set(fields.WORDS[mode])
