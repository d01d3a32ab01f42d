"""The order of elimination: arcs that come in, triangles, and graphs in which there would be too many."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.network import elimination
from geodata.network.elimination import eliminate


def arcs_of(ways):
    """Arcs up and down as pairs of ranks, in the order of their weights."""
    nodes = len(ways.rank)
    lower = np.repeat(np.arange(nodes), np.diff(ways.up_start)).tolist()
    upper = np.repeat(np.arange(nodes), np.diff(ways.down_start)).tolist()
    return [*zip(lower, ways.up_head.tolist(), strict=True), *zip(ways.down_tail.tolist(), upper, strict=True)]


@st.composite
def arcs(draw):
    nodes = draw(st.integers(1, 8))
    node = st.integers(0, nodes - 1)
    found = np.array(draw(st.lists(st.tuples(node, node), max_size=25)), dtype=np.int64).reshape(-1, 2)
    return nodes, found[:, 0], found[:, 1]


@settings(max_examples=100, deadline=None)
@given(arcs())
def test_arcs_come_in_wherever_two_lead_over_a_node_eliminated_before(graph):
    nodes, tail, head = graph
    ways = eliminate(nodes, tail, head)
    assert sorted(ways.rank.tolist()) == list(range(nodes))
    expected = {(int(ways.rank[a]), int(ways.rank[b])) for a, b in zip(tail, head, strict=True) if a != b}
    for node in range(nodes):
        expected |= {
            (u, w) for u in range(node + 1, nodes) for w in range(node + 1, nodes)
            if u != w and (u, node) in expected and (node, w) in expected
        }  # fmt: skip
    found = arcs_of(ways)
    assert len(found) == len(set(found))
    assert set(found) == expected


@settings(max_examples=100, deadline=None)
@given(arcs())
def test_each_triangle_names_the_arc_beside_the_two_over_a_node(graph):
    nodes, tail, head = graph
    ways = eliminate(nodes, tail, head)
    found = [*arcs_of(ways), None]  # the last weight is of no arc
    expected = []
    for node in range(nodes):
        before = ways.down_tail[ways.down_start[node] : ways.down_start[node + 1]].tolist()
        after = ways.up_head[ways.up_start[node] : ways.up_start[node + 1]].tolist()
        assert ways.triangle_start[node] == len(expected)
        expected += [(u, w) if u != w else None for u in before for w in after]
    assert [found[at] for at in ways.beside] == expected
    own = [(int(ways.rank[a]), int(ways.rank[b])) if a != b else None for a, b in zip(tail, head, strict=True)]
    assert [found[at] for at in ways.slot] == own


def test_a_line_needs_no_arc_but_its_own():
    tail, head = np.arange(9), np.arange(1, 10)
    ways = eliminate(10, np.r_[tail, head], np.r_[head, tail])
    assert len(ways.up_head) + len(ways.down_tail) == 18


def test_a_graph_with_too_many_triangles_is_not_eliminated():
    tail, head = np.nonzero(~np.eye(6, dtype=bool))
    # all six joined: the first has 5 x 5 ways over it, the next 4 x 4 ...
    assert eliminate(6, tail, head, most_triangles=55) is not None
    assert eliminate(6, tail, head, most_triangles=54) is None


def test_an_order_that_takes_too_much_to_find_is_given_up(monkeypatch):
    tail, head = np.nonzero(~np.eye(6, dtype=bool))
    # when one of six is gone, the five others have 4 x 4 ways over them, then four have 3 x 3 ...
    looked_at = 5 * 16 + 4 * 9 + 3 * 4 + 2 * 1
    monkeypatch.setattr(elimination, "EFFORT", looked_at / 55)
    assert eliminate(6, tail, head, most_triangles=55) is not None
    monkeypatch.setattr(elimination, "EFFORT", (looked_at - 1) / 55)
    assert eliminate(6, tail, head, most_triangles=55) is None


def test_neighbours_are_near_one_another():
    """Two separate lines: the numbers of one are all below those of the other."""
    tail = np.array([0, 1, 2, 4, 5, 6])
    ways = eliminate(8, np.r_[tail, tail + 1], np.r_[tail + 1, tail])
    near = ways.near[ways.rank]
    assert sorted(near.tolist()) == sorted(set(near.tolist()))
    assert near[:4].max() < near[4:].min() or near[4:].max() < near[:4].min()
