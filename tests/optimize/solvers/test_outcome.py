"""Every end of a run has its words."""

from optimize.run import Status
from optimize.solvers.outcome import text_of


def test_every_end_has_words_of_its_own():
    words = {status: text_of(status) for status in Status}
    assert len(set(words.values())) == len(Status)
    assert "gap" in words[Status.OPTIMAL]
    assert "before any solution" in words[Status.NO_SOLUTION]
