"""The tables of the air study."""

from experiments.air import airport_rows, hub_table


def cells(table):
    return list(zip(*[[str(cell) for cell in column.cells] for column in table.columns], strict=True))


def test_hubs_are_listed_the_best_first(study):
    assert cells(hub_table(study)) == [
        ("Hubtown", "1.49 m", "2.98 m", "-1.49 m", "-2.24 m", "1.00 kt", "13.1 kt"),
        ("Altville", "1.45 m", "4.35 m", "-2.90 m", "-2.88 m", "1.00 kt", "8.76 kt"),
    ]


def test_airports_are_listed_the_largest_first(study):
    assert cells(airport_rows(study)) == [
        ("Origin", "2", "1.00 kt", "8.76 kt", "11.4%"),
        ("Hubtown", "2", "1.00 kt", "6.57 kt", "15.2%"),
        ("Altville", "1", "0 t", "4.38 kt", "0.00%"),
        ("Nearby", "1", "0 t", "2.19 kt", "0.00%"),
    ]
