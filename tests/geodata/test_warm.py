"""Warming compiles every kernel that a first region would wait for."""

from geodata.warm import warm


def test_after_warming_nothing_is_compiled_any_more(central_asia):
    from numba.core import event

    warm()
    with event.install_recorder("numba:compile") as recorder:
        for scenario in ("base", "caspian-weather"):
            for cls in central_asia.model.classes:
                assert central_asia.leg_costs(scenario, cls).labels
    assert recorder.buffer == []
