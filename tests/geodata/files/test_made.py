"""What is made of tables once."""

import pickle

from geodata.files.made import REMEMBERED, Made


def test_a_thing_is_made_once_for_the_same_parts_and_again_for_others_that_are_equal():
    made, calls = Made(), []

    def make():
        calls.append(1)
        return len(calls)

    rows, equal_rows = [1], [1]
    assert [made.once("sum", [rows], make), made.once("sum", [rows], make)] == [1, 1]
    assert made.once("sum", [equal_rows], make) == 2
    assert made.once("product", [rows], make) == 3
    assert made.once("sum", [rows], make) == 1


def test_only_the_latest_things_are_kept():
    made, rows = Made(), [1]
    assert made.once(0, [rows], lambda: "first") == "first"
    for key in range(1, REMEMBERED + 1):
        made.once(key, [rows], lambda: "later")
    assert made.once(0, [rows], lambda: "again") == "again"


def test_nothing_of_it_is_pickled():
    made, rows = Made(), [1]
    made.once("big", [rows], lambda: "x" * 100_000)
    assert len(pickle.dumps(made)) < 200
    assert pickle.loads(pickle.dumps(made)).once("big", [rows], lambda: "new") == "new"  # noqa: S301 - our own


def test_variants_of_a_region_share_what_was_made(danube_region):
    assert danube_region.with_parameters({"terminal_h": 1.0}).registry is danube_region.registry
