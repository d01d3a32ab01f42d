"""Lines of scheduled services on the graph: calls, berths, lengths, and what variants of a region share."""

import pytest

import geodata


@pytest.fixture
def express(edit):
    """A train over three stops both ways, and a truck line."""
    edit.services(
        {"id": "train", "stops": "VIE;BUD;BUH"},
        {"id": "truck", "modes": "road", "stops": "BUD;BEG", "direction": "forward"},
    )
    return edit


def called(region, values, service):
    calls = region.model.lines.calls
    return values[calls.call_start[service] : calls.call_start[service + 1]]


def test_services_call_at_their_stops_in_order(express):
    region = express.region()
    calls, places = region.model.lines.calls, region.model.links.places
    found = [[places[calls.places[stop]] for stop in called(region, calls.stop, service)] for service in range(3)]
    assert sorted(found) == [["BUD", "BEG"], ["BUH", "BUD", "VIE"], ["VIE", "BUD", "BUH"]]
    assert calls.leg_start.tolist() in ([0, 3, 4, 7], [0, 1, 4, 7], [0, 3, 6, 7])


def test_hops_are_as_long_as_the_shortest_way_by_the_modes(express):
    region = express.region()
    lines = region.model.lines
    for service, stops in enumerate(region.model.timetable.stops):
        names = [region.model.links.places[stop] for stop in stops]
        km = called(region, lines.calls.hop_km, service).tolist()
        if names == ["VIE", "BUD", "BUH"]:
            assert km == pytest.approx([265, 870, 0])
        if names == ["BUH", "BUD", "VIE"]:
            assert km == pytest.approx([870, 265, 0])
        assert lines.calls.whole_km[service] == pytest.approx(sum(km))


def test_services_of_the_same_modes_share_a_part_of_the_layers_of_these(express):
    region = express.region()
    calls, graph = region.model.lines.calls, region.model.graph
    rail, road = (geodata.files.MODES.index(mode) for mode in ("rail", "road"))
    assert len(set(calls.part.tolist())) == 2
    for service, modes in enumerate(region.model.timetable.modes):
        part = calls.part[service]
        arcs = calls.arc[calls.arc_start[part] : calls.arc_start[part + 1]]
        assert set(graph.mode_to[arcs].tolist()) == modes
        assert modes in ({rail}, {road})


def test_where_the_gauge_changes_a_berth_has_two_layers(express):
    def layers(region):
        calls = region.model.lines.calls
        bud = region.model.links.places.index("BUD")
        train = region.model.timetable.ids.index("train")
        there = calls.places[called(region, calls.stop, train)] == bud
        berth = int(called(region, calls.berth, train)[there][0])
        return int(calls.load_start[berth + 1] - calls.load_start[berth])

    assert layers(express.region()) == 1
    express.cell("links.csv", 3, "gauge_from_mm", "1520")  # bud-beg-rail leaves Budapest on 1520 mm
    assert layers(express.region()) == 2


def test_draws_and_variants_share_lines_and_other_lengths_do_not(express):
    region = express.region()
    lines = region.model.lines
    assert region.sample_parameters(3).model.lines is lines
    assert region.with_parameter("speed_kmh", factor=2.0).model.lines is lines
    express.cell("links.csv", 2, "length_km", "400")
    assert express.region().model.lines is not lines
