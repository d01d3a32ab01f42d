"""Results show themselves in a few lines, in which user text stays text."""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from optimize import HubProblem, HubSetTable, ScenarioProblem, decide, solve
from optimize.brief import Brief, cell, html_table, in_brief

HOSTILE = "<img src=x onerror=alert(1)>\u202e&\x07"


@dataclass(frozen=True)
class Found(Brief):
    name: str
    hubs: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    hidden: int = field(default=0, repr=False)


@dataclass(frozen=True)
class FoundMore(Found):
    more: int = 1


def read_html(text):
    """Its elements: what no parser of XML takes would not be text in every cell."""
    return ET.fromstring(text.replace("<details open>", "<details>"))  # noqa: S314


def problem(n=40):
    places = np.random.default_rng(1).random((n, 2))
    return HubProblem(np.ones((n, n)), np.hypot(*(places[:, None] - places).T), transfer=0.5)


def test_a_small_result_is_shown_in_full():
    assert repr(Found("a", ("x", "y"))) == "Found(name='a', hubs=('x', 'y'), table=DataFrame of 0 x 0)"


def test_a_kind_of_result_that_stands_on_another_is_shown_as_what_it_is():
    assert repr(FoundMore("a")) == "FoundMore(name='a', hubs=(), table=DataFrame of 0 x 0, more=1)"


def test_a_text_of_ones_own_is_kept():
    @dataclass(frozen=True)
    class Own(Found):
        def __repr__(self):
            return "Own()"

    assert repr(Own("a")) == "Own()"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x" * 500, "'" + "x" * 116 + "..."),
        (tuple("abcdefg"), "tuple of 7"),
        ({"a": pd.DataFrame(), "b": 2}, "dict of 'a', 'b'"),
        ({str(number): number for number in range(7)}, "dict of 7"),
        (pd.Series([1.0]), "Series of 1"),
        ({("a", "b"): 1}, "{('a', 'b'): 1}"),
        ([Found("a")], "list of 1"),
        (Found("a"), "Found(name='a', hubs=(), table=DataFrame of 0 x 0)"),
        (None, "None"),
    ],
)
def test_values_in_brief(value, text):
    assert in_brief(value) == text


def test_what_holds_a_lot_is_short_and_shown_in_notebooks():
    frame = pd.DataFrame(np.ones((1000, 50)))
    found = Found("x" * 100_000, tuple(map(str, range(10_000))), frame)
    assert len(repr(found)) < 2000
    assert len(found._repr_html_()) < 20_000
    assert "1,000 rows, 50 columns" in found._repr_html_()


def test_user_text_is_text_in_html():
    found = Found(HOSTILE, (HOSTILE,), pd.DataFrame({HOSTILE: [HOSTILE]}, index=pd.Index([HOSTILE], name=HOSTILE)))
    page = read_html(found._repr_html_())
    assert {item.tag for item in page.iter()} <= {
        *("div", "strong", "bdi", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    }
    assert all(item.find("bdi") is not None for item in page.iter() if item.tag in ("td", "th"))
    assert [item.text for item in page.iter("bdi")].count(HOSTILE.replace("\x07", " ")) == 4


def test_halves_of_letters_do_not_end_the_work():
    assert cell("a\udcff") == "<bdi>a\\udcff</bdi>"


def test_levels_of_an_index_have_a_column_each():
    index = pd.MultiIndex.from_tuples([("base", "bulk")], names=["scenario", "block"])
    table = read_html(html_table(pd.DataFrame({"cost": [1234567.891]}, index=index)))
    assert [item.text for item in table.find("table/thead/tr").iter("bdi")] == ["scenario", "block", "cost"]
    assert [item.text for item in table.find("table/tbody/tr").iter("bdi")] == ["base", "bulk", "1,234,568"]


def test_problems_and_what_is_found_of_them_are_short():
    one = problem()
    both = ScenarioProblem({"base": one, "shut": one.replace(transfer=0.9)})
    found = [
        one,
        both,
        one.blocks[0],
        one.scenarios[0],
        solve(one, p=2),
        solve(both, p=2),
        HubSetTable.build(one, p_max=2),
    ]
    found += [decide.interdiction(one, [1, 2, 3], 1), decide.backup(one, [1, 2], [1])]
    for each in found:
        assert len(repr(each)) < 2000, type(each)
        assert type(each).__name__ in repr(each)
        assert len(read_html(each._repr_html_())) >= 1


def test_a_solution_shows_its_summary_and_what_passes_its_hubs():
    solution = solve(problem(5), p=2)
    page = read_html(solution._repr_html_())
    assert page.find("pre/bdi").text == solution.summary()
    assert next(page.iter("summary")).find("bdi").text == "throughput"


def test_no_solution_has_no_tables():
    lost = HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf))
    assert "throughput" not in solve(lost, p=1)._repr_html_()
