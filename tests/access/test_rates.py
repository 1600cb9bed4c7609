"""Budgets of requests: what they hold, how long one waits, that they stay small and know nobody by name; and whose address counts."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.access.test_sessions import Clock
from twopages.access.address import Proxies
from twopages.access.rates import Counters, Rates
from twopages.errors import SettingError
from twopages.settings import Settings

NONE = replace(Settings(), rate_viewer=0, rate_address=0, rate_stranger=0, rate_sign_in=0, rate_look_up=0)


@pytest.fixture(scope="module", autouse=True)
def stopped() -> Iterator[None]:
    """Time stands still, so that no minute ends between two requests."""
    with patch("time.time", Clock(1e9)):
        yield


def of(**amounts: int) -> Rates:
    return Rates(replace(NONE, **amounts))  # type: ignore[arg-type]  # all of them are numbers


@given(amount=st.integers(1, 50), start=st.floats(0, 1e6), gaps=st.lists(st.floats(0, 30), max_size=120))
def test_a_minute_holds_its_budget_and_waiting_as_told_is_enough(amount: int, start: float, gaps: list[float]) -> None:
    clock, taken = Clock(1e9 + start), list[float]()
    with patch("time.time", clock):
        rates = of(rate_viewer=amount)
        for gap in gaps:
            clock.now += gap
            seconds = rates.take("viewer", "a")
            taken += [] if seconds else [clock.now]
            assert 0 <= seconds <= 60
            assert seconds == 0 or sum(clock.now - 120 < moment for moment in taken) >= amount
        while seconds := rates.take("viewer", "a"):
            clock.now += seconds
            assert clock.now - 1e9 - start < sum(gaps) + 121
    assert all(sum(minute == moment // 60 for moment in taken) <= amount for minute in {item // 60 for item in taken})


def test_budgets_and_people_are_apart() -> None:
    rates = of(rate_viewer=2, rate_look_up=1)
    assert [rates.take("viewer", "a") > 0 for _ in range(3)] == [False, False, True]
    assert rates.take("viewer", "b") == 0
    assert rates.take("look_up", "a") == 0
    assert rates.take("look_up", "a") > 0


def test_a_request_that_costs_more_than_is_left_takes_nothing() -> None:
    rates = of(rate_look_up=10)
    assert rates.take("look_up", "a", 8) == 0
    assert rates.take("look_up", "a", 3) > 0
    assert rates.take("look_up", "a", 2) == 0
    assert of(rate_look_up=10).take("look_up", "a", 11) > 0
    assert rates.take("look_up", "a", 0) == 0


def test_nought_is_no_limit() -> None:
    assert {of().take("viewer", "a") for _ in range(2000)} == {0}


def test_the_counters_are_bounded_and_forgotten_after_two_minutes() -> None:
    clock = Clock(1e9)
    with patch("time.time", clock):
        counters, before = Counters(most=100), threading.active_count()
        for number in range(10_000):
            counters.incr(str(number), 120)
            clock.now += 0.001
        assert len(counters.storage) == len(counters.expirations) == 100
        assert (len(counters.locks), len(counters.events)) == (0, 0)
        assert [counters.get("9999"), counters.get("9900"), counters.get("9899")] == [1, 1, 0]
        clock.now += 121
        counters.incr("later", 120)
        assert list(counters.storage) == list(counters.expirations) == ["later"]
    assert threading.active_count() <= before  # nobody goes over them in the background


def test_many_addresses_do_not_free_a_viewer() -> None:
    rates = Rates(replace(NONE, rate_viewer=1, rate_address=1), most=10)
    rates.take("viewer", "a")
    for number in range(100):
        assert rates.take("address", str(number)) == 0
    assert rates.take("viewer", "a") > 0


def test_nobody_is_known_by_name() -> None:
    rates = of(rate_viewer=5)
    rates.take("viewer", "account-of-somebody")
    assert "account-of-somebody" not in repr({name: vars(item.storage) for name, item in rates._limiters.items()})


@pytest.mark.parametrize(
    ("trusted", "peer", "told", "client"),
    [
        ("", "198.51.100.7", ["203.0.113.9"], "198.51.100.7"),  # nobody is trusted: what it says is nothing
        ("10.0.0.1", "198.51.100.7", ["203.0.113.9"], "198.51.100.7"),
        ("10.0.0.1", "10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", "10.0.0.1", ["1.2.3.4, 203.0.113.9"], "203.0.113.9"),  # the first is the client's own invention
        ("10.0.0.1", "10.0.0.1", ["10.0.0.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", "10.0.0.1", ["1.2.3.4", "203.0.113.9"], "203.0.113.9"),
        ("10.0.0.0/8, 192.0.2.1", "10.0.0.1", ["1.2.3.4, 203.0.113.9,192.0.2.1 , 10.9.9.9"], "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", "10.0.0.1", ["203.0.113.9:5123"], "203.0.113.9"),
        ("10.0.0.1", "10.0.0.1", ["[2001:db8::9]:443"], "2001:db8::/64"),
        ("10.0.0.1", "10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["203.0.113.9, 1.2.3.4;x"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["", ","], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", "::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("2001:db8::/32", "2001:db8::1", ["2001:db9:1:2:3::5"], "2001:db9:1:2::/64"),
        ("", "2001:db8:1:2:ffff::1", [], "2001:db8:1:2::/64"),
        ("", None, [], ""),
    ],
)
def test_the_address_is_the_last_one_that_is_no_proxy_of_ours(
    trusted: str, peer: str | None, told: list[str], client: str
) -> None:
    headers = [(b"x-forwarded-for", line.encode()) for line in told]
    scope = {"type": "http", "client": (peer, 5000) if peer else None, "headers": headers}
    assert Proxies(trusted).client(scope) == client


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_whatever_is_told_the_address_is_one_or_the_peer(told: list[bytes]) -> None:
    scope = {"client": ("10.0.0.1", 1), "headers": [(b"x-forwarded-for", line) for line in told]}
    found = Proxies("10.0.0.1").client(scope)
    assert Proxies("").client({"client": (found.removesuffix("/64"), 1), "headers": []}) == found


def test_a_proxy_that_is_no_address_is_named() -> None:
    with pytest.raises(SettingError, match="TWOPAGES_PROXIES"):
        Proxies("10.0.0.1, gateway")
