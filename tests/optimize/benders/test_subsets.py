"""The walk over hub sets lists what no certificate excludes, each once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.benders.subsets import SetWalk
from tests.oracles.benders import claims, members, random_domain

seeds = st.integers(0, 10_000)


@settings(max_examples=200, deadline=None)
@given(seeds, st.integers(1, 5))
def test_the_walk_lists_what_no_certificate_excludes(seed, rows):
    domain, certificates, cutoff, rng = random_domain(seed)
    expected = {s for s in members(domain) if all(claims(c, s) < cutoff - 1e-9 for c in certificates)}
    near = {s for s in members(domain) if all(claims(c, s) < cutoff + 1e-9 for c in certificates)}
    if domain.empty:
        assert not expected
        return
    walk = SetWalk(domain, certificates)
    listed = [
        tuple(sorted(int(k) for k in row[:size]))
        for sets, sizes in walk.batches(cutoff, rows)
        for row, size in zip(sets, sizes, strict=True)
    ]
    assert len(listed) == len(set(listed)) == walk.count(cutoff, 10_000)
    assert expected <= set(listed) <= near
    if walk.most > 0:
        sets, sizes = walk.sample(cutoff, 3, 2, rng)
        assert {tuple(sorted(int(k) for k in row[:size])) for row, size in zip(sets, sizes, strict=True)} <= set(listed)
