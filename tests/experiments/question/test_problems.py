"""The problem has what the study counts."""

from experiments.question import Study, study_problem
from tests.experiments.tiny import FILES, write_tiny


def test_classes_and_capacities_are_those_of_the_study(tmp_path):
    limited = "place,handling_factor,capacity_t_per_year,source,confidence\nNOR,1.0,5000,made-up,assumed\n"
    folder = str(write_tiny(tmp_path, hubs=(FILES["hubs.csv"], limited)))
    study = Study.of(folder, classes=["parcels"])
    problem = study_problem(study, "base")
    assert set(problem.metadata["class_of_block"].values()) == {"parcels"}
    assert set(problem.candidates) == {"GAT", "NOR", "SOU", "MID"}
    assert min(problem.capacity) == 5000
    free = study_problem(Study.of(folder, room=False), "west-cut", ["NOR", "SOU"])
    assert free.capacity is None
    assert free.metadata["scenario"] == "west-cut"
    assert set(free.candidates) == {"NOR", "SOU"}
