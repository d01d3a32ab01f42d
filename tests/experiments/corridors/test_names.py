"""Names of hubs and countries: what they stand for, and what is not known."""

import geodata
from experiments.corridors.names import known_countries, known_hubs


def test_what_is_known_is_found_once_and_the_rest_is_told(tiny):
    region = geodata.load_region(tiny)
    faults = []
    assert known_hubs(region, ["northtown", "NOR", "MID", "lemuria"], faults) == ("NOR", "MID")
    assert known_countries(region, ["aaa", "AAA", "Atlantis"], faults) == ("AAA",)
    assert len(faults) == 2
    assert all(name in fault for name, fault in zip(("lemuria", "Atlantis"), faults, strict=True))
