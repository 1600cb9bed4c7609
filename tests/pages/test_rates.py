"""Who asks too often: through the pages and GraphQL, by address and by viewer, and behind proxies; over real ports."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.access.gates import gate_of
from tests.access.test_rates import NONE, stopped
from tests.dossier.small import MODEL
from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor
from tests.pages.served import served
from twopages.access.address import Proxies
from twopages.access.rates import Rates
from twopages.api import create_graphql
from twopages.api.http import GRAPHQL
from twopages.app import assemble, viewer_of
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.pages import Counting, Door

__all__ = ["stopped"]  # a fixture of all tests here
HELLO = {"query": "{ __typename }"}
BY_KEY = "query Q($key: String!) { a: humanByKey(key: $key) { id } ... on Query @skip(if: true) { b: humanByKey(key: $key) { id } } }"


class Place:
    """Serves the made-up pages and GraphQL over nothing, with budgets; visitors come from addresses of this machine."""

    def __init__(self, model: Model, keys: KeyRing, stack: ExitStack) -> None:
        self.model, self.keys, self.stack = model, keys, stack

    def serve(self, proxies: str = "", **amounts: int) -> str:
        accounts = made_up.accounts()
        door, rates = Door(accounts), Rates(replace(NONE, **amounts))  # type: ignore[arg-type]  # numbers
        viewer = viewer_of(door, None)
        graphql = create_graphql(MODEL, None, gate_of(MODEL, self.keys), viewer, rates=rates)  # type: ignore[arg-type]  # not read
        counting = Counting(rates, Proxies(proxies), viewer)
        self.token = {"authorization": f"Bearer {accounts['citizen'].token}"}
        made = assemble(made_up.site(self.model, made_up.reader(self.model), door), graphql, counting)
        return self.stack.enter_context(served(made))

    def visitor(self, address: str, own: str = "127.0.0.1", **headers: str) -> Visitor:
        transport = httpx.HTTPTransport(local_address=own)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        visitor = Visitor(base_url=address, transport=transport, headers=sent, timeout=60)
        return self.stack.enter_context(visitor)


@contextmanager
def _place(model: Model, keys: KeyRing) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(model, keys, stack)


@pytest.fixture
def place(model: Model, keys: KeyRing) -> Iterator[Place]:
    with _place(model, keys) as made:
        yield made


def refused(answer: httpx.Response) -> bool:
    if answer.status_code != 429:
        return False
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.headers["content-security-policy"]
    return True


def signing_in(visitor: Visitor, account: str) -> httpx.Response:
    return visitor.post("/sign-in", data={"account": account}, headers=OWN)


def test_a_stranger_waits_and_whoever_is_signed_in_does_not(place: Place) -> None:
    address = place.serve(rate_stranger=4)
    stranger, other, signed = place.visitor(address), place.visitor(address, "127.0.0.2"), place.visitor(address)
    assert signing_in(signed, "citizen").status_code == 303
    assert [refused(stranger.get("/sign-in")) for _ in range(4)] == [False, False, False, True]
    assert "请求太多" in stranger.get("/tags").text
    assert "Too many requests" in stranger.get("/tags", headers={"cookie": "language=en"}).text
    assert refused(stranger.post("/graphql", json=HELLO, headers={"authorization": "Bearer forged"}))
    assert {stranger.get(path).status_code for path in ("/static/pages.css",) * 9} == {200}
    assert other.get("/sign-in").status_code == 200
    assert {signed.get("/tags").status_code for _ in range(9)} == {200}


def test_sign_ins_are_counted_by_address(place: Place) -> None:
    address = place.serve(rate_sign_in=3)
    first, second = place.visitor(address), place.visitor(address, "127.0.0.2")
    assert [signing_in(first, "root").status_code for _ in range(3)] == [400, 400, 400]
    assert refused(signing_in(first, "citizen"))
    assert refused(first.get("/sign-in/begin"))
    assert first.get("/sign-in").status_code == 200
    assert signing_in(second, "citizen").status_code == 303


def test_an_address_has_a_budget_whoever_signs_in(place: Place) -> None:
    address = place.serve(rate_address=5)
    for account in ("citizen", "steward"):
        assert signing_in(place.visitor(address), account).status_code == 303
    assert [refused(place.visitor(address).get("/tags")) for _ in range(4)] == [False, False, False, True]


def test_a_viewer_has_one_budget_for_sessions_tokens_pages_and_graphql(place: Place) -> None:
    address = place.serve(rate_viewer=4)
    browser, program = place.visitor(address), place.visitor(address, "127.0.0.2", **place.token)
    signing_in(browser, "citizen")
    signing_in(other := place.visitor(address), "steward")
    assert [program.post("/graphql", json=HELLO).status_code for _ in range(2)] == [200, 200]
    assert [browser.get("/tags").status_code for _ in range(2)] == [200, 200]
    assert refused(browser.get("/tags"))
    answer = program.post("/graphql", json=HELLO, headers={"accept": GRAPHQL})
    assert refused(answer)
    assert answer.headers["content-type"].startswith(GRAPHQL)
    assert answer.json()["errors"][0]["extensions"] == {"code": "RATE_LIMITED"}
    assert set(answer.json()) == {"errors"}
    assert other.get("/tags").status_code == 200


def test_looks_by_key_have_a_budget_of_their_own(place: Place) -> None:
    address = place.serve(rate_look_up=3)
    caseworker, program = place.visitor(address), place.visitor(address, **place.token)
    signing_in(caseworker, "caseworker")
    sent: dict[str, Any] = {"data": {"text": made_up.TEXTS["identityNumber"]}, "headers": OWN}
    assert [refused(caseworker.post("/look-up", **sent)) for _ in range(2)] == [False, False]
    case: dict[str, Any] = {"data": {"key": made_up.TEXTS["identityNumber"]}, "headers": OWN}
    assert [refused(caseworker.post("/cases", **case)) for _ in range(2)] == [False, True]
    assert refused(caseworker.post("/look-up", **sent))
    assert {caseworker.get(path).status_code for path in ("/look-up", "/cases")} == {200}
    asked = {"query": BY_KEY, "variables": {"key": ""}}
    assert [refused(program.post("/graphql", json=asked)) for _ in range(2)] == [False, True]
    assert program.post("/graphql", json=HELLO).status_code == 200
    once = BY_KEY.replace("b: humanByKey(key: $key) { id }", "me { id }")
    assert [refused(program.post("/graphql", json={**asked, "query": once})) for _ in range(2)] == [False, True]


def test_opening_cases_counts_each_key_that_is_tried(place: Place) -> None:
    address = place.serve(rate_look_up=3)
    program = place.visitor(address, **place.token)
    told = {"s": "x", "k": made_up.TEXTS["identityNumber"], "n": "1"}

    def tried(number: int) -> bool:
        acts = " ".join(f"a{n}: openCase(service: $s, key: $k, number: $n) {{ id }}" for n in range(number))
        query = f"mutation Open($s: ID!, $k: String!, $n: String!) {{ {acts} }}"
        return refused(program.post("/graphql", json={"query": query, "variables": told}))

    assert [tried(4), tried(2), tried(2), tried(1), tried(1)] == [True, False, True, False, True]
    other = "mutation Close($case: ID!) { closeCase(case: $case) { id } }"
    assert program.post("/graphql", json={"query": other, "variables": {"case": "x"}}).status_code == 200


def test_no_invented_address_gives_another_budget(place: Place) -> None:
    address = place.serve(rate_stranger=3)
    answers = [place.visitor(address, x_forwarded_for=f"203.0.113.{number}").get("/tags") for number in range(4)]
    assert [refused(answer) for answer in answers] == [False, False, False, True]


def test_behind_a_proxy_the_address_is_the_one_that_it_heard(place: Place) -> None:
    address = place.serve("127.0.0.1", rate_stranger=2)

    def ask(told: str) -> bool:
        return refused(place.visitor(address, x_forwarded_for=told).get("/tags"))

    assert [ask(f"198.51.100.{number}, 203.0.113.9") for number in range(3)] == [False, False, True]
    assert not ask("203.0.113.10")
    elsewhere = [place.visitor(address, "127.0.0.2", x_forwarded_for=f"203.0.113.{n}").get("/tags") for n in range(3)]
    assert [refused(answer) for answer in elsewhere] == [False, False, True]
