"""The README's examples work when pasted."""

import re

import pytest

from tests.places import CHECKOUT

README = CHECKOUT / "README.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def test_there_are_examples():
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("code", EXAMPLES, ids=["region", "arrays"])
def test_an_example_runs_and_finds_optimal_hubs(code, capsys):
    names = {}
    exec(code, names)  # noqa: S102
    found = [value for value in names.values() if hasattr(value, "objective")]
    assert all(solution.status == "optimal" for solution in found)
    assert capsys.readouterr().out


def test_every_file_that_the_readme_names_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (README.parent / link).exists()]
    assert not missing
