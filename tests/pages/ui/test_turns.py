"""The line in which readers take turns."""

import threading
import time

import pytest

from pages.ui.turns import Place, Turns

PATIENCE = 20.0


def held(turns: Turns, place: Place) -> tuple[threading.Thread, threading.Event]:
    """A turn that lasts until the event."""
    begun, end = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        end.wait(PATIENCE)

    thread = threading.Thread(target=lambda: turns.take(place, work, PATIENCE))
    thread.start()
    assert begun.wait(PATIENCE)
    return thread, end


def asked(turns: Turns, place: Place, log: list[str], name: str) -> threading.Thread:
    """Someone who waits for a turn."""
    thread = threading.Thread(target=lambda: turns.take(place, lambda: log.append(name), PATIENCE))
    thread.start()
    while not place.waits:
        time.sleep(0.001)
    return thread


def test_who_had_a_turn_stands_behind_those_who_wait() -> None:
    turns, log = Turns(at_once=1), list[str]()
    with turns.place(1.0) as first, turns.place(1.0) as second, turns.place(1.0) as third:
        for _ in range(3):
            thread, end = held(turns, first)
            # Whoever asks first.
            waiting = [asked(turns, place, log, name) for place, name in ((first, "a"), (third, "c"), (second, "b"))]
            end.set()
            for each in (thread, *waiting):
                each.join()
    assert log == ["b", "c", "a"] * 3


def test_no_more_work_at_once_than_may() -> None:
    turns, at_work, most = Turns(at_once=2), list[int](), list[int]()

    def work() -> None:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.002)
        at_work.pop()

    def reader() -> None:
        with turns.place(1.0) as own:
            for _ in range(10):
                assert turns.take(own, work, PATIENCE)

    threads = [threading.Thread(target=reader) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 50
    assert max(most) == 2


def test_who_loses_patience_does_nothing_and_keeps_the_place() -> None:
    turns = Turns(at_once=1)
    with turns.place(1.0) as busy, turns.place(1.0) as own:
        thread, end = held(turns, busy)
        assert not turns.take(own, pytest.fail, patience=0.01)
        assert turns.others(own) == 1
        end.set()
        thread.join()
        assert turns.take(own, lambda: None, PATIENCE)


def test_a_newcomer_waits_for_memory_and_those_within_go_on() -> None:
    turns = Turns(at_once=2, memory=10.0)
    with turns.place(8.0) as first:
        assert turns.take(first, lambda: None, PATIENCE)
        with turns.place(5.0) as second, turns.place(1.0) as third:
            assert not turns.take(second, pytest.fail, patience=0.01)
            # No one overtakes who waits for memory, or a large experiment might wait for ever.
            assert not turns.take(third, pytest.fail, patience=0.01)
            assert turns.take(first, lambda: None, PATIENCE)
    with turns.place(5.0) as second, turns.place(1.0) as third:
        assert turns.take(second, lambda: None, PATIENCE)
        assert turns.take(third, lambda: None, PATIENCE)


def test_who_needs_more_than_there_is_may_come_in_alone() -> None:
    turns = Turns(at_once=1, memory=10.0)
    with turns.place(100.0) as large:
        assert turns.take(large, lambda: None, PATIENCE)
        with turns.place(1.0) as small:
            assert not turns.take(small, pytest.fail, patience=0.01)


def test_who_leaves_holds_up_no_one() -> None:
    """As a reader does in whose run of the page Streamlit raises an exception."""
    turns = Turns(at_once=1, memory=10.0)
    with pytest.raises(RuntimeError), turns.place(10.0) as gone:  # noqa: PT012
        assert turns.take(gone, lambda: None, PATIENCE)
        raise RuntimeError
    with pytest.raises(MemoryError), turns.place(10.0) as broken:  # noqa: PT012

        def work() -> None:
            raise MemoryError

        turns.take(broken, work, PATIENCE)
    with turns.place(10.0) as own:
        assert turns.others(own) == 0
        assert turns.take(own, lambda: None, PATIENCE)
