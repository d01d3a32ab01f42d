"""Ids found by id or name."""

import pytest

from geodata.files.names import Names, Unknown


@pytest.fixture(scope="module")
def names(danube_region):
    return Names(danube_region.data)


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("place", "BEG", "BEG"),
        ("place", "Belgrade", "BEG"),
        ("place", "beograd", "BEG"),
        ("country", "SRB", "SRB"),
        ("country", "serbia", "SRB"),
        ("class", "Parcels and e-commerce", "parcels"),
        ("link", "VIE-BUD-RAIL", "vie-bud-rail"),
        ("corridor", "Danube Bridge", "danube-bridge"),
        ("mode", "Rail", "rail"),
        ("parameter", "Terminal_H", "terminal_h"),
    ],
)
def test_ids_and_names_find_the_same(names, kind, name, found):
    assert names.find(kind, name) == found


def test_an_unknown_name_comes_with_what_it_may_have_been(names):
    wrong = names.find("country", "Serbien")
    assert isinstance(wrong, Unknown)
    assert str(wrong).startswith("unknown country 'Serbien'; close matches: Serbia")
    assert (wrong.problem, wrong.remedy) == ('unknown country "Serbien"', "did you mean Serbia?")
    assert names.find("mode", "teleport").remedy.startswith("correct it")


def test_a_name_of_two_things_is_told_to_be_of_two(edit):
    edit.cell("classes.csv", 3, "name", "Containerised goods")
    wrong = Names(edit.region().data).find("class", "containerised goods")
    assert str(wrong) == "class 'containerised goods' can be any of containers, parcels; use the id"


def test_a_country_is_found_by_its_name_before_the_comma_too(edit):
    edit.cell("countries.csv", 4, "name", "Serbia, Republic of")
    names = Names(edit.region().data)
    assert names.find("country", "Serbia") == names.find("country", "serbia republic of") == "SRB"
