"""Finished scenarios on disk: what is kept comes back, what has changed does not."""

from dataclasses import fields, replace

import numpy as np
import pytest

from experiments.comparison.evaluate import evaluate
from experiments.comparison.families import families
from experiments.comparison.store import Store, digest_of
from optimize import Block, HubProblem
from tests.experiments.hand import HandRegion, hand_study


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
    assert not list(store.folder.glob("*.part"))


def test_under_another_digest_there_is_nothing(kept, tmp_path):
    names, found = kept
    Store(tmp_path).save("d", found)
    assert Store(tmp_path).load("e", names) is None
    assert Store(tmp_path / "nowhere").load("d", names) is None


def test_a_scenario_of_which_a_file_is_missing_or_cut_short_is_not_there(kept, tmp_path):
    names, found = kept
    for broken in range(4):
        store = Store(tmp_path / str(broken))
        store.save("d", found)
        file = sorted(store.folder.glob("*.npz"))[broken]
        file.write_bytes(file.read_bytes()[:200])
        assert store.load("d", names) is None
        file.unlink()
        assert store.load("d", names) is None
