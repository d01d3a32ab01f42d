"""``silkhub route``: the cheapest route, its days and costs."""

import json

import geodata


def test_route_shows_days_and_costs_in_parts(call, tiny):
    status, out, _ = call("route", "faraway", "westport", "--region", tiny)
    assert status == 0
    for word in ("moving", "waiting border", "tariff", "USD/t", "Westport"):
        assert word in out
    status, out, _ = call("route", "faraway", "westport", "--region", tiny, "--via", "Southtown")
    assert status == 0
    assert "Southtown" in out


def test_days_and_costs_are_those_of_the_route(call, tiny):
    found = geodata.load_region(tiny).route("FAR", "WES")
    _, out, _ = call("route", "FAR", "WES", "--region", tiny)
    assert f"{found.length_km:,.0f} km, {found.total_days:.1f} days:" in out
    assert f"A shipper pays {found.price_usd_per_t:,.0f} USD/t of it." in out
    assert out.startswith("Faraway to Westport: goods, single, base")


def test_a_place_that_cannot_be_reached_is_said_so(call, tiny):
    status, _, err = call("route", "FAR", "WES", "--region", tiny, "--scenario", "west-cut")
    assert status == 2
    assert "no route from FAR to WES in scenario west-cut" in err
    _, _, err = call("route", "FAR", "WES", "--region", tiny, "--modes", "road,air")
    assert "no route from FAR to WES by road,air in scenario base" in err


def test_unknown_services_modes_and_classes_are_named_together(call, tiny):
    status, _, err = call("route", "FAR", "WES", "--region", tiny, "--service", "slow", "--modes", "rail,canal",
                          "--class", "coal")  # fmt: skip
    assert status == 2
    for word in ("3 faults", "unknown service 'slow'", "unknown mode canal", "coal"):
        assert word in err


def test_what_ifs_are_asked_as_of_all_studies_and_told(call, tiny, tmp_path):
    usual = geodata.load_region(tiny).route("FAR", "WES")
    status, out, _ = call("route", "FAR", "WES", "--region", tiny, "--set", "rail.tariff_usd_per_tkm*2", "--json")
    assert status == 0
    found = json.loads(out)
    assert found["cost_usd_per_t"]["tariff"] > usual.cost_usd_per_t["tariff"]
    assert len(found["changed"]) == 1
    (tmp_path / "dear.toml").write_text(
        'title = "Dear"\n[[parameter]]\nparameter = "tariff_usd_per_tkm"\nfactor = 3.0\n'
    )
    status, out, _ = call("route", "FAR", "WES", "--region", tiny, "--scenario-file", tmp_path / "dear.toml")
    assert status == 0
    assert "dear" in out.splitlines()[0]
    (tmp_path / "slow.toml").write_text('[[parameter]]\nparameter = "speed_kmh"\nfactor = 0.5\n')
    both = ("--scenario-file", tmp_path / "dear.toml", "--scenario-file", tmp_path / "slow.toml")
    status, _, err = call("route", "FAR", "WES", "--region", tiny, *both)
    assert status == 2
    assert "say with --scenario which one" in err
    status, out, _ = call("route", "FAR", "WES", "--region", tiny, *both, "--scenario", "dear+slow")
    assert status == 0
    assert "dear+slow" in out.splitlines()[0]
