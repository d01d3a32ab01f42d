"""The table of the terminal has a row for each hub."""

from experiments.text import readable
from experiments.uncertainty import shares_table


def test_hubs_stand_with_their_shares(drawn):
    table = shares_table(drawn)
    assert table.row_count == 3
    assert list(table.columns[0].cells) == drawn.hubs["name"].tolist()
    assert readable(str(table.title)) == "Best single hub in 100 draws of all uncertain inputs"
