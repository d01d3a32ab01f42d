"""Scenarios as cases of a run: tables come back as they were, from the store and from other processes."""

import pickle
from dataclasses import dataclass

import numpy as np
import pytest

from experiments import compare
from experiments.comparison.evaluate import evaluate
from experiments.comparison.families import families
from experiments.comparison.gateways import gateway_families
from experiments.comparison.problems import Problems
from experiments.comparison.scenarios import Asked, evaluate_scenarios
from optimize import HubSetTable, InputError
from tests.experiments.hand import HandRegion, hand_study

ROOM = HandRegion(capacity={"A": 4.0, "B": 20.0})


def asked_of(study):
    return Asked(study, (*families(study), *gateway_families(study)), Problems(study))


def directly(study):
    """The tables as they are made without a run."""
    kinds = asked_of(study).families
    parts = [evaluate(study, kinds, name, Problems(study).make(name)) for name in study.scenarios]
    weights = list(study.probability.values())
    tables = {kind.name: HubSetTable.concat([part.tables[kind.name] for part in parts], weights) for kind in kinds}
    return tables, np.stack([part.used for part in parts]), np.stack([part.parts for part in parts])


def assert_same(found, expected):
    tables, used, parts = expected
    assert np.array_equal(found.used, used)
    assert np.array_equal(found.parts, parts, equal_nan=True)
    assert list(found.tables) == list(tables)
    for name, table in tables.items():
        other = found.tables[name]
        assert (other.candidates, other.scenarios, other.order) == (table.candidates, table.scenarios, table.order)
        assert other.capacities == table.capacities
        for field in ("probability", "scenario_cost", "hub_load", "room_price"):
            one, two = getattr(other, field), getattr(table, field)
            assert (one is None) == (two is None)
            assert one is None or (one.shape == two.shape and one.tobytes() == two.tobytes())


@pytest.mark.parametrize("region", [HandRegion(), ROOM, HandRegion(direct=None)], ids=["free", "room", "no direct"])
@pytest.mark.parametrize("gateways", ["G", ""])
def test_tables_come_back_to_the_last_bit(region, gateways, tmp_path):
    study = hand_study(region, gateways=gateways, gateway_sets=(("A",), ("B", "G")))
    expected = directly(study)
    assert_same(evaluate_scenarios(asked_of(study)), expected)
    assert_same(evaluate_scenarios(asked_of(study), tmp_path), expected)
    again = evaluate_scenarios(asked_of(study), tmp_path, resume=True)
    assert_same(again, expected)
    assert again.run.reused == 3


def test_other_processes_find_the_same(tmp_path):
    study = hand_study(ROOM)
    found = evaluate_scenarios(asked_of(study), tmp_path, workers=2)
    assert_same(found, directly(study))


def cut(path):
    path.write_bytes(path.read_bytes()[:200])


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": cut,
    "garbled": lambda path: path.write_bytes(path.read_bytes()[:-30] + bytes(30)),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "missing": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_told_and_made_anew(damage, tmp_path):
    study = hand_study()
    evaluate_scenarios(asked_of(study), tmp_path)
    (path,) = tmp_path.rglob("part-*.parquet")
    DAMAGES[damage](path)
    again = evaluate_scenarios(asked_of(study), tmp_path, resume=True)
    assert_same(again, directly(study))
    assert again.run.reused == 0
    assert [("damaged" in note) for note in again.run.notes] == ([] if damage == "missing" else [True])
    assert evaluate_scenarios(asked_of(study), tmp_path, resume=True).run.reused == 3


@dataclass(frozen=True)
class Broken(HandRegion):
    """A region whose shocks cannot be made."""

    faulty: tuple[str, ...] = ("shock",)

    def problem(self, scenario, candidates, **more):
        if scenario in self.faulty:
            raise InputError([f"no road in {scenario}"])
        return super().problem(scenario, candidates, **more)


def test_a_scenario_that_cannot_be_evaluated_is_named_and_the_others_are_kept(tmp_path):
    study = hand_study(Broken())
    with pytest.raises(InputError, match=r"Shock could not be evaluated: .*no road in shock"):
        evaluate_scenarios(asked_of(study), tmp_path)
    assert list(tmp_path.rglob("*.parquet"))
    with pytest.raises(InputError, match="no road in shock"):
        compare(study, store=tmp_path, resume=True, confirmed=False)


def test_of_many_scenarios_that_cannot_be_evaluated_some_are_named():
    names = [f"s{number}" for number in range(6)]
    region = Broken({name: {"A": 1.0, "B": 2.0} for name in ("base", *names)}, faulty=tuple(names))
    study = hand_study(region, hubs="AB", weights={"base": 1.0, **dict.fromkeys(names, 0.0)})
    with pytest.raises(InputError) as told:
        evaluate_scenarios(asked_of(study))
    assert str(told.value).count("could not be evaluated") == 3
    assert "3 other scenarios" in str(told.value)


def test_other_processes_keep_no_problems():
    problems = pickle.loads(pickle.dumps(Problems(hand_study())))  # noqa: S301
    assert problems.make("base") is not problems.make("base")
