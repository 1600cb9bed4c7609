"""Sessions: their ids, how long they last, and that none is ever taken over from a browser."""

from dataclasses import dataclass

from twopages.access import Pending, Session, Sessions, Signed, Viewer

SOMEBODY = Signed(Viewer("a", "citizen", "own"))


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def kept(most: int = 10) -> tuple[Sessions, Clock]:
    clock = Clock()
    return Sessions(100, 1000, clock, most), clock


def test_a_session_is_found_by_its_id_alone() -> None:
    sessions, _ = kept()
    id = sessions.open(session := Session(SOMEBODY))
    assert sessions.find(id) is session
    assert len(id) >= 43
    for other in ("", "x", id[:-1], sessions.open(Session(SOMEBODY))):
        assert sessions.find(other) is not session


def test_it_ends_when_it_is_not_used() -> None:
    sessions, clock = kept()
    id = sessions.open(Session(SOMEBODY))
    for clock.now in (90.0, 180.0, 270.0):
        assert sessions.find(id)
    clock.now = 371.0
    assert sessions.find(id) is None
    clock.now = 0.0
    assert sessions.find(id) is None


def test_it_ends_however_much_it_is_used() -> None:
    sessions, clock = kept()
    id = sessions.open(Session(SOMEBODY))
    for clock.now in map(float, range(50, 1001, 50)):
        assert sessions.find(id)
    clock.now = 1001.0
    assert sessions.find(id) is None


def test_a_sign_in_that_was_begun_waits_ten_minutes() -> None:
    sessions, clock = kept()
    id = sessions.open(Session(pending=Pending("s", "n", "v")))
    clock.now = 600.0
    assert sessions.find(id)
    clock.now = 601.0
    assert sessions.find(id) is None


def test_ending_is_at_once() -> None:
    sessions, _ = kept()
    id = sessions.open(Session(SOMEBODY))
    sessions.end(id)
    sessions.end(id)
    assert sessions.find(id) is None


def test_those_who_only_begin_push_out_nobody_who_is_signed_in() -> None:
    sessions, _ = kept(most=3)
    signed = sessions.open(Session(SOMEBODY))
    begun = [sessions.open(Session()) for _ in range(20)]
    assert sessions.find(signed)
    assert [id for id in begun if sessions.find(id)] == begun[-3:]


def test_too_many_end_the_oldest() -> None:
    sessions, _ = kept(most=3)
    opened = [sessions.open(Session(SOMEBODY)) for _ in range(5)]
    assert [id for id in opened if sessions.find(id)] == opened[-3:]


def test_the_issuer_ends_what_it_knows_by_name_and_nothing_else() -> None:
    sessions, _ = kept()
    one, other, demo = (sessions.open(Session(SOMEBODY, mark=mark)) for mark in ("m", "n", ""))
    sessions.end_of("")
    sessions.end_of("m")
    assert [bool(sessions.find(id)) for id in (one, other, demo)] == [False, True, True]
