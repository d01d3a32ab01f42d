"""What `solve_many` takes: problems, pairs, or one problem with parameters; and what it refuses at once."""

import numpy as np
import pytest

from optimize import HubProblem, InputError
from optimize.many.tasks import failed, not_reached, read_tasks

ONE, OTHER = (HubProblem(np.ones((2, 2)), np.ones((2, 2)), labels=names) for names in (("a", "b"), ("c", "d")))


def told(*given):
    tasks, total = read_tasks(*given)
    return [(task.problem, task.options, task.fault) for task in tasks], total


def test_problems_pairs_and_parameters_are_tasks_in_their_order():
    assert told([ONE, OTHER], None, {"p": 1}) == ([(ONE, {"p": 1}, ""), (OTHER, {"p": 1}, "")], 2)
    assert told([(ONE, {"p": 2}), OTHER], None, {"p": 1}) == ([(ONE, {"p": 2}, ""), (OTHER, {"p": 1}, "")], 2)
    assert told(ONE, ({"p": p} for p in (1, 2)), {}) == ([(ONE, {"p": 1}, ""), (ONE, {"p": 2}, "")], None)


def test_tasks_are_made_when_they_are_asked_for():
    def endless():
        while True:
            yield ONE

    tasks, total = read_tasks(endless(), None, {})
    assert [next(tasks).number for _ in range(3)] == [0, 1, 2]
    assert total is None


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("AP50", "it is a str"),
        ((ONE, 3), "parameters are of type int"),
        ((ONE, {"pp": 3}), "no argument pp"),
        ((ONE, {"progress": print}), "as a whole"),
    ],
)
def test_a_task_that_cannot_be_is_a_fault_in_its_place(item, words):
    (fine, wrong), _ = told(iter([ONE, item]), None, {})
    assert fine[2] == ""
    assert words in wrong[2]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((ONE, None, {}), "give its `parameters`"),
        (([ONE], [{}], {}), "for one problem"),
        ((7, None, {}), "is a int"),
        (({"a": ONE}, None, {}), "is a dict"),
        (([ONE], None, {"pp": 1}), "no argument pp"),
        ((ONE, [{"p": 1}, {"q": 2}], {}), "number 1, .* no argument q"),
        (([ONE, (ONE, {"q": 2})], None, {}), "number 1, .* no argument q"),
        (([], None, {}), "nothing to solve: `problems` is empty"),
        ((ONE, [], {}), "nothing to solve: `parameters` is empty"),
    ],
)
def test_what_cannot_be_gone_through_is_refused(given, words):
    with pytest.raises(InputError, match=words):
        read_tasks(*given)


def test_failures_say_what_and_why():
    (task,) = read_tasks([ONE], None, {"method": "compact"})[0]
    wrong = failed(task, "p is 9", "InputError", "a trace")
    assert (wrong.status, wrong.explanation, wrong.hubs) == ("error", "InputError: p is 9", ())
    assert wrong.info == {"error": "InputError", "traceback": "a trace"}
    late = not_reached(task, "interrupted")
    assert (late.status, late.info["stopped"], late.method) == ("no_solution", "interrupted", "compact")
    assert late.problem is ONE
