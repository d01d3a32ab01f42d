"""What stands around the code agrees with it: citation, notices, the checks before a commit, forms for issues."""

import re
import tomllib

import pytest

from tests.places import CHECKOUT

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
COMMITTED = CHECKOUT / ".pre-commit-config.yaml"

pytestmark = pytest.mark.skipif(not COMMITTED.is_file(), reason="these files stay in the checkout")


def text_of(name):
    return (CHECKOUT / name).read_text(encoding="utf-8")


def test_the_citation_names_this_version_and_licence():
    said = dict(re.findall(r"^([a-z-]+): (.+)$", text_of("CITATION.cff"), re.MULTILINE))
    assert said["version"] == PROJECT["project"]["version"]
    assert said["license"] == PROJECT["project"]["license"]
    assert said["cff-version"] == "1.2.0"
    # what the format asks for
    assert {"message", "title"} <= set(said)
    assert "\nauthors:\n  - name:" in text_of("CITATION.cff")


def test_the_wheel_carries_licence_and_notices():
    assert {"LICENSE", "NOTICE"} <= set(PROJECT["project"]["license-files"])


@pytest.mark.parametrize(
    "licence", ["ODbL", "Creative Commons Attribution 4.0", "public domain", "BSD 2-Clause", "MIT"]
)
def test_licences_of_the_data_are_told(licence):
    assert licence in " ".join(text_of("NOTICE").split())


def test_a_commit_passes_the_checks_that_every_submission_passes():
    makefile = text_of("Makefile")
    recipes = re.findall(r"^(?:lint|types):.*\n((?:\t.+\n)+)", makefile, re.MULTILINE)
    asked = {line.strip().removeprefix("$(BIN)/").removesuffix(" .") for each in recipes for line in each.splitlines()}
    entries = re.findall(r"entry: \.venv/bin/(.+)$", COMMITTED.read_text(encoding="utf-8"), re.MULTILINE)
    assert {entry.removesuffix(" --force-exclude") for entry in entries} == asked


def test_the_checks_before_a_commit_fetch_nothing():
    assert re.findall(r"repo: (\S+)", COMMITTED.read_text(encoding="utf-8")) == ["local"]


@pytest.mark.parametrize("name", ["bug", "data", "question"])
def test_there_is_a_form_for_each_kind_of_issue(name):
    form = text_of(f".github/ISSUE_TEMPLATE/{name}.yml")
    assert re.search(r"^name: .+\ndescription: .+\nlabels: .+\nbody:\n", form)
    ids = re.findall(r"^    id: (\w+)$", form, re.MULTILINE)
    assert ids
    assert len(ids) == len(set(ids))
