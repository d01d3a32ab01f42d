"""A pause is time that no clock counts, however many threads pause at once."""

import threading
import time

from optimize.pauses import announce, listening, now, pause


def test_a_clock_stands_still_within_a_pause():
    before = now()
    with pause():
        time.sleep(0.05)
        inside = now()
        time.sleep(0.05)
    assert inside - before < 0.04
    assert now() - before < 0.04


def test_it_goes_on_afterwards():
    with pause():
        pass
    before = now()
    time.sleep(0.05)
    assert now() - before >= 0.05


def test_pauses_of_several_threads_count_once():
    def work():
        with pause():
            time.sleep(0.05)

    threads = [threading.Thread(target=work) for _ in range(3)]
    began, before = time.perf_counter(), now()
    with pause():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    went, counted = time.perf_counter() - began, now() - before
    assert 0.0 <= counted < went - 0.04


def test_listeners_hear_what_is_waited_for_until_they_stop_listening():
    heard = []
    with listening(heard.append):
        announce("one")
    announce("two")
    assert heard == ["one"]
