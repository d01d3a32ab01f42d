"""Finished scenarios on disk: what is kept comes back, what has changed does not."""

import sys
from dataclasses import fields, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from experiments.comparison.evaluate import evaluate
from experiments.comparison.families import families
from experiments.comparison.store import Store, code_digest, digest_of
from experiments.files.whole import PART
from optimize import Block, HubProblem
from tests.experiments.hand import HandRegion, hand_study

module = sys.modules["experiments.comparison.store"]


def full_problem():
    """A problem in which every field of every block is given."""
    square = np.arange(9.0).reshape(3, 3)
    block = {"flow": square, "cost": square + 1, "handling_cost": [1.0, 2.0, 3.0], "direct_cost": square + 2,
             "unmet_penalty": square + 3, "weight": 2.0}  # fmt: skip
    return HubProblem.from_blocks(
        {"goods": block, "parcels": {**block, "weight": 1.0}}, fixed_cost=[4.0, 5.0, 6.0], capacity=[7.0, 8.0, 9.0],
        link_cost=square, discount=[(0.0, 1.0), (2.0, 0.5)],
    )  # fmt: skip


def copied(problem, **changes):
    """The problem with fields replaced as they are, unchecked."""
    other = HubProblem.__new__(HubProblem)
    for each in fields(HubProblem):
        object.__setattr__(other, each.name, changes.get(each.name, getattr(problem, each.name)))
    return other


def changed(value):
    """Something else of the same kind, as little different as can be."""
    if isinstance(value, np.ndarray):
        other = value.copy()
        other.flat[-1] += 1
        return other
    if isinstance(value, tuple):
        return value[::-1]
    return value + "s" if isinstance(value, str) else value + 1


HUB_FIELDS = [each.name for each in fields(HubProblem) if each.name not in ("blocks", "metadata")]
BLOCK_FIELDS = [each.name for each in fields(Block)]


@pytest.mark.parametrize("name", HUB_FIELDS)
def test_every_number_of_a_problem_is_in_its_digest(name):
    problem = full_problem()
    assert getattr(problem, name) is not None
    other = copied(problem, **{name: changed(getattr(problem, name))})
    assert digest_of(other, {}) != digest_of(problem, {})


@pytest.mark.parametrize("name", BLOCK_FIELDS)
@pytest.mark.parametrize("which", [0, 1])
def test_every_number_of_every_block_is_in_the_digest(name, which):
    problem = full_problem()
    blocks = list(problem.blocks)
    assert getattr(blocks[which], name) is not None
    blocks[which] = replace(blocks[which], **{name: changed(getattr(blocks[which], name))})
    assert digest_of(copied(problem, blocks=tuple(blocks)), {}) != digest_of(problem, {})


@pytest.mark.parametrize("name", ["direct", "unmet_penalty"])
def test_nothing_is_not_the_same_as_something(name):
    problem = full_problem()
    blocks = (replace(problem.blocks[0], **{name: None}), problem.blocks[1])
    assert digest_of(copied(problem, blocks=blocks), {}) != digest_of(problem, {})


def test_two_outside_options_do_not_read_the_same():
    problem = full_problem()
    direct = replace(problem.blocks[0], unmet_penalty=None)
    unmet = replace(problem.blocks[0], direct=None, unmet_penalty=problem.blocks[0].direct)
    digests = {digest_of(copied(problem, blocks=(block,)), {}) for block in (direct, unmet)}
    assert len(digests) == 2


def test_the_same_problem_made_again_has_the_same_digest():
    assert digest_of(full_problem(), {"a": 1, "b": 2}) == digest_of(full_problem(), {"b": 2, "a": 1})


def test_settings_and_their_names_are_in_the_digest():
    problem = full_problem()
    settings = ({}, {"hubs": ("a", "b")}, {"hubs": ("ab",)}, {"gateways": ("a", "b")}, {"hubs": ("b", "a")})
    assert len({digest_of(problem, given) for given in settings}) == len(settings)


def test_the_shape_of_an_array_is_in_the_digest():
    problem = full_problem()
    assert digest_of(problem, {"x": np.zeros((2, 3))}) != digest_of(problem, {"x": np.zeros((3, 2))})


@pytest.fixture
def kept():
    study = hand_study()
    kinds = families(study)
    return [kind.name for kind in kinds], evaluate(study, kinds, "shock", HandRegion().problem("shock", [*"GABC"]))


def test_what_is_kept_comes_back(kept, tmp_path):
    names, found = kept
    store = Store(tmp_path / "new" / "folder")
    store.save("d", found)
    again = store.load("d", names)
    assert set(again.tables) == {"beside", "alone", "no_direct"}
    for name in names:
        assert again.tables[name].scenarios == ("shock",)
        for row in range(len(found.tables[name])):
            hubs = found.tables[name].labels(row)
            assert again.tables[name].cost(hubs).to_dict() == found.tables[name].cost(hubs).to_dict()
    assert np.array_equal(again.used, found.used)
    assert not list(store.folder.glob(f"{PART}*"))


def test_under_another_digest_there_is_nothing(kept, tmp_path):
    names, found = kept
    Store(tmp_path).save("d", found)
    assert Store(tmp_path).load("e", names) is None
    assert Store(tmp_path / "nowhere").load("d", names) is None


def files_of(store):
    """All files of one evaluation: four archives and their list."""
    return sorted(store.folder.iterdir())


def cut(path):
    path.write_bytes(path.read_bytes()[:200])


def make_folder(path):
    path.unlink()
    path.mkdir()
    (path / "x").write_text("x")


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": cut,
    "garbled": lambda path: path.write_bytes(path.read_bytes()[:-30] + bytes(30)),
    "text": lambda path: path.write_text("[[[[" * 30_000),
    "of another scenario": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "a folder": make_folder,
    "missing": lambda path: path.unlink(),
    "a link to nowhere": lambda path: (path.unlink(), path.symlink_to(path.parent / "nowhere")),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", range(5))
def test_what_is_damaged_is_not_taken_and_can_be_written_anew(kept, tmp_path, which, damage):
    names, found = kept
    store = Store(tmp_path)
    store.save("d", found)
    path = files_of(store)[which]
    if path.suffix == ".json" and damage == "of another scenario":
        path.write_text(path.read_text().replace('"used": "', '"used": "0'))
    else:
        DAMAGES[damage](path)
    assert store.load("d", names) is None
    unseen = path.suffix == ".json" and damage in ("missing", "a link to nowhere")
    assert list(store.damaged) == ([] if unseen else ["d"])
    assert all(len(why) <= 200 and "\n" not in why for why in store.damaged.values())
    store.save("d", found)
    again = Store(tmp_path)
    assert again.load("d", names) is not None
    assert again.damaged == {}


SENSELESS = ("null", "[]", "{}", "3", "{", "\x00", '{"format": 1}', '{"format": 1, "archives": [1]}',
             '{"format": 99, "archives": {}}', '{"format": 1, "archives": {}}')  # fmt: skip


@pytest.mark.parametrize("listed", SENSELESS)
def test_a_list_that_makes_no_sense_is_not_believed(kept, tmp_path, listed):
    names, found = kept
    store = Store(tmp_path)
    store.save("d", found)
    (tmp_path / "d.json").write_text(listed)
    assert store.load("d", names) is None
    assert list(store.damaged) == ["d"]


def test_killed_between_two_files_nothing_is_kept(kept, tmp_path, monkeypatch):
    names, found = kept
    Store(tmp_path).save("d", found)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_save_arrays", killed)
    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path).save("d", found)
    assert Store(tmp_path).load("d", names) is None
    assert not list(tmp_path.glob(f"{PART}*"))


def test_other_code_or_another_numpy_has_another_digest(monkeypatch):
    first = digest_of(full_problem(), {})
    monkeypatch.setattr(module, "version", lambda package: "99" if package == "numpy" else version(package))
    code_digest.cache_clear()
    second = digest_of(full_problem(), {})
    monkeypatch.undo()
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"other code")
    code_digest.cache_clear()
    third = digest_of(full_problem(), {})
    monkeypatch.undo()
    code_digest.cache_clear()
    assert len({first, second, third}) == 3
    assert digest_of(full_problem(), {}) == first
