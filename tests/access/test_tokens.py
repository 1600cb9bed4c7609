"""Bearer tokens: what is taken, and each refusal by its own code. Everything goes over real HTTP to a small issuer."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.issuer import AUDIENCE, CLIENT, Issuer, issuing, rsa, settings_of
from tests.access.test_sessions import Clock
from tests.pages.served import served
from twopages.access import Viewer
from twopages.access.oidc import IssuerError, Oidc, TokenError, client_of
from twopages.access.oidc.issuer import FRESH, PAUSE, STALE
from twopages.access.oidc.issuer import Issuer as Known
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import Settings

SKEW = 60


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    """The issuer as it was at first."""
    running.signing, running.published = FIRST, [FIRST]
    running.down, running.metadata = False, {}
    running.asked.clear()
    return running


FIRST = rsa("first")


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(Settings(home=tmp_path_factory.mktemp("ring")))


class Asking:
    """The program, as a client of GraphQL meets it."""

    def __init__(self, issuer: Issuer, model: Model, ring: KeyRing, **more: Any) -> None:
        self.clock = Clock()
        client = client_of(settings_of(issuer, **more))
        assert client
        self.oidc = Oidc.of(client, model, ring, Known(client.issuer, self.clock))

    def ask(self, token: str) -> Viewer | None:
        return asyncio.run(self.oidc.bearer(f"Bearer {token}"))

    def code(self, token: str) -> str:
        try:
            self.ask(token)
        except (TokenError, IssuerError) as error:
            assert len(token) < 9 or token not in str(error)
            return error.code
        return "taken"


@pytest.fixture
def asking(issuer: Issuer, model: Model, ring: KeyRing) -> Asking:
    return Asking(issuer, model, ring)


def test_a_good_token_is_a_viewer(issuer: Issuer, asking: Asking) -> None:
    viewer = asking.ask(issuer.sign(roles=["steward"]))
    assert viewer and viewer.role == "steward"
    assert asking.code(issuer.sign(aud=["other", AUDIENCE], roles="steward", typ="Bearer")) == "taken"
    assert asking.code(issuer.sign({"typ": "at+jwt"}, roles="steward")) == "taken"
    assert issuer.asked == ["discovery", "keys"]


def test_without_a_token_or_an_audience_nobody_asks(
    issuer: Issuer, model: Model, ring: KeyRing, asking: Asking
) -> None:
    for header in (None, "", "Basic x", "Bearer"):
        if header != "Bearer":
            assert asyncio.run(asking.oidc.bearer(header)) is None
    closed = Asking(issuer, model, ring, oidc_audience="")
    assert closed.ask(issuer.sign(roles="steward")) is None


NOW = int(time.time())


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": NOW - SKEW - 1}, "TOKEN_EXPIRED"),
        ({"nbf": NOW + 3600}, "TOKEN_EARLY"),
        ({"iat": NOW + 3600}, "TOKEN_EARLY"),
        ({"iss": "https://elsewhere.example"}, "TOKEN_ISSUER"),
        ({"iss": None}, "TOKEN_ISSUER"),
        ({"aud": CLIENT}, "TOKEN_AUDIENCE"),
        ({"aud": ["a", "b"]}, "TOKEN_AUDIENCE"),
        ({"aud": None}, "TOKEN_AUDIENCE"),
        ({"exp": None}, "TOKEN_MALFORMED"),
        ({"exp": "tomorrow"}, "TOKEN_MALFORMED"),
        ({"sub": None}, "TOKEN_MALFORMED"),
        ({"nonce": "n"}, "TOKEN_KIND"),
        ({"typ": "ID"}, "TOKEN_KIND"),
        ({"typ": "Refresh"}, "TOKEN_KIND"),
    ],
)
def test_a_claim_that_does_not_fit_is_refused_by_its_own_code(
    issuer: Issuer, asking: Asking, claims: dict[str, Any], code: str
) -> None:
    assert asking.code(issuer.sign(roles="steward", **claims)) == code


def test_a_clock_may_differ_a_little(issuer: Issuer, model: Model, ring: KeyRing, asking: Asking) -> None:
    now = int(time.time())
    near: tuple[dict[str, Any], ...] = ({"exp": now - SKEW + 20}, {"nbf": now + SKEW - 20}, {"iat": now + SKEW - 20})
    for claims in near:
        assert asking.code(issuer.sign(roles="steward", **claims)) == "taken"
    strict = Asking(issuer, model, ring, oidc_skew=0)
    assert strict.code(issuer.sign(roles="steward", exp=now - 2)) == "TOKEN_EXPIRED"


def test_only_signatures_with_a_private_key_are_taken(issuer: Issuer, asking: Asking) -> None:
    good = issuer.sign(roles="steward")
    head, body, _ = good.split(".")
    assert asking.code(f"{_part({'alg': 'none', 'kid': 'first'})}.{body}.") == "TOKEN_ALGORITHM"
    confused = f"{_part({'alg': 'HS256', 'kid': 'first'})}.{body}"
    proof = hmac.digest(FIRST.as_pem(private=False), confused.encode(), "sha256")
    assert asking.code(f"{confused}.{_encoded(proof)}") == "TOKEN_ALGORITHM"
    assert asking.code(issuer.sign({"alg": "PS256"}, roles="steward")) == "taken"
    assert asking.code(issuer.sign(key=rsa("first"), roles="steward")) == "TOKEN_SIGNATURE"
    assert asking.code(f"{head}.{body}x.{good.split('.')[2]}") in ("TOKEN_SIGNATURE", "TOKEN_MALFORMED")


def _part(header: dict[str, str]) -> str:
    return _encoded(json.dumps(header).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a.b", "...", "é.é.é", "x" * 20_000, "e30.e30.e30"])
def test_what_is_no_token_is_malformed(asking: Asking, token: str) -> None:
    assert asking.code(token) == "TOKEN_MALFORMED"


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_a_rotated_key_is_fetched_once(issuer: Issuer, asking: Asking, kind: str) -> None:
    before = issuer.sign(roles="steward")
    assert asking.code(before) == "taken"
    issuer.rotate("second", kind)
    assert asking.code(issuer.sign(roles="steward")) == "taken"
    assert asking.code(before) == "TOKEN_KEY"
    assert issuer.asked.count("keys") == 2


def test_invented_key_ids_ask_the_issuer_no_more_than_once_in_a_while(issuer: Issuer, asking: Asking) -> None:
    for number in range(5):
        assert asking.code(issuer.sign({"kid": f"invented-{number}"}, roles="steward")) == "TOKEN_KEY"
    assert issuer.asked.count("keys") == 2
    asking.clock.now += PAUSE
    assert asking.code(issuer.sign({"kid": "invented"}, roles="steward")) == "TOKEN_KEY"
    assert issuer.asked.count("keys") == 3


def test_a_withdrawn_key_is_forgotten_within_the_hour(issuer: Issuer, asking: Asking) -> None:
    before = issuer.sign(roles="steward")
    assert asking.code(before) == "taken"
    issuer.rotate("second")
    asking.clock.now += FRESH + 1
    assert asking.code(before) == "TOKEN_KEY"


def test_an_issuer_that_is_down_is_no_fault_of_the_token(issuer: Issuer, asking: Asking) -> None:
    issuer.down = True
    token = issuer.sign(roles="steward")
    assert [asking.code(token) for _ in range(3)] == ["ISSUER_UNAVAILABLE"] * 3
    assert issuer.asked.count("discovery") == 1
    issuer.down = False
    asking.clock.now += PAUSE
    assert asking.code(token) == "taken"


def test_known_keys_serve_while_the_issuer_is_down_but_not_for_ever(issuer: Issuer, asking: Asking) -> None:
    token = issuer.sign(roles="steward")
    assert asking.code(token) == "taken"
    issuer.down = True
    asking.clock.now += FRESH + 1
    assert asking.code(token) == "taken"
    assert asking.code(issuer.sign({"kid": "new"}, roles="steward")) == "ISSUER_UNAVAILABLE"
    asking.clock.now += STALE
    assert asking.code(token) == "ISSUER_UNAVAILABLE"


def test_an_issuer_that_nobody_runs_is_unavailable(issuer: Issuer, model: Model, ring: KeyRing) -> None:
    with served(issuer.application()) as gone:
        pass
    asking = Asking(issuer, model, ring, oidc_issuer=gone)
    assert asking.code(issuer.sign(roles="steward")) == "ISSUER_UNAVAILABLE"


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"jwks_uri": "http://elsewhere.example/keys"},
        {"jwks_uri": "file:///etc/hosts"},
        {"token_endpoint": None},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_an_issuer_that_tells_what_it_should_not_is_not_believed(
    issuer: Issuer, asking: Asking, metadata: dict[str, Any]
) -> None:
    issuer.metadata = metadata
    assert asking.code(issuer.sign(roles="steward")) == "ISSUER_UNAVAILABLE"
    assert "keys" not in issuer.asked
