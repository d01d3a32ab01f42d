"""Lists that are separated by commas."""

import pytest

from experiments.commands.options import names


@pytest.mark.parametrize(
    ("given", "found"),
    [(None, None), ("none", []), (" None ", []), ("", []), (",", []), ("a", ["a"]), (" a , b,,c ", ["a", "b", "c"])],
)
def test_lists(given, found):
    assert names(given) == found
