"""Signing in and out through an issuer, and asking GraphQL with its tokens: the whole application, the issuer a small one of the tests."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from tests.access.gates import gate_of
from tests.access.issuer import CLIENT, CODE, NUMBER, Issuer, issuing, settings_of
from tests.access.test_sessions import Clock
from tests.dossier.small import MODEL
from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from twopages.access import Sessions
from twopages.access.oidc import Oidc, client_of
from twopages.access.oidc.issuer import Issuer as Known
from twopages.access.oidc.tokens import LOGOUT
from twopages.api import create_graphql
from twopages.app import assemble, viewer_of
from twopages.dossier import Far, entity_id
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.pages import Door
from twopages.settings import Settings

SAID = {
    "zh": "登录已失效",
    "failed": "没有登录成功",
    "denied": "登录已取消",
    "claim": "账号资料不完整",
    "issuer": "暂时无法登录",
}


class Place:
    """An application that trusts the issuer, at an address known before it is served."""

    def __init__(self, issuer: Issuer, model: Model, keys: KeyRing) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.clock, self.keys, self.model = Clock(), keys, model
        self.sessions = Sessions(1800, 28800)
        client = client_of(settings_of(issuer, port=self.port))
        assert client
        self.oidc = Oidc.of(client, model, keys, Known(client.issuer, self.clock))
        self.door = Door(made_up.accounts(), self.oidc.sign_in, self.oidc.client.origin, sessions=self.sessions)

    def application(self) -> Starlette:
        reader = made_up.reader(self.model)
        own = entity_id(self.keys, self.model, "Person", NUMBER)
        reader.dossiers["Person", own] = reader.dossiers["Person", made_up.PERSON]
        firm = entity_id(self.keys, self.model, "Enterprise", CODE)
        reader.dossiers["Enterprise", firm] = reader.dossiers["Enterprise", made_up.ENTERPRISE]
        reader.found = (Far(made_up.STRANGER, "Person", "somebody"),)
        graphql = create_graphql(MODEL, None, gate_of(MODEL, self.keys), viewer_of(self.door, self.oidc))  # type: ignore[arg-type]  # not read
        return assemble(made_up.site(self.model, reader, self.door), graphql)


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    """The issuer as it was at first."""
    running.person = {"roles": ["citizen"], "identity_number": NUMBER}
    running.more, running.metadata, running.answer, running.down = {}, {}, {}, False
    running.asked.clear()
    return running


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(Settings(home=tmp_path_factory.mktemp("ring")))


@pytest.fixture(scope="module")
def place(running: Issuer, model: Model, keys: KeyRing) -> Iterator[Place]:
    place = Place(running, model, keys)
    with served(place.application(), place.port):
        yield place


@pytest.fixture
def visitor(place: Place) -> Iterator[Visitor]:
    place.clock.now += 10_000
    with visiting(f"http://127.0.0.1:{place.port}") as visitor:
        yield visitor


def begun(visitor: Visitor) -> dict[str, str]:
    """What the browser takes to the issuer."""
    answer = visitor.get("/sign-in/begin", follow_redirects=False)
    assert answer.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def test_a_citizen_comes_back_to_the_own_page(visitor: Visitor, issuer: Issuer, place: Place) -> None:
    page = visitor.reads("/sign-in")
    assert 'href="/sign-in/begin"' in page
    home = visitor.get("/sign-in/begin")
    assert home.url.path == f"/person/{entity_id(place.keys, place.model, 'Person', NUMBER)}"
    assert "沈知微" in home.text
    assert NUMBER not in str([hop.headers for hop in (*home.history, home)]) + "".join(issuer.asked)
    assert visitor.get("/sign-in/begin").url.path == home.url.path


def test_an_operator_opens_the_own_enterprise_and_nothing_else(visitor: Visitor, issuer: Issuer, place: Place) -> None:
    issuer.person = {"roles": "operator", "credit_code": CODE}
    home = visitor.get("/sign-in/begin")
    assert home.url.path == f"/enterprise/{entity_id(place.keys, place.model, 'Enterprise', CODE)}"
    assert home.status_code == 200
    assert "企业经办人" in home.text
    for path in (f"/enterprise/{made_up.ENTERPRISE}", f"/person/{made_up.PERSON}", "/look-up", "/deliveries"):
        assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("role", ["agent", "institution", "neighbour", "researcher"])
def test_a_role_opens_nothing_without_what_it_needs(visitor: Visitor, issuer: Issuer, place: Place, role: str) -> None:
    issuer.person = {"roles": role, "identity_number": NUMBER, "organisation": "somewhere"}
    own = entity_id(place.keys, place.model, "Person", NUMBER)
    starts = {"agent": f"/person/{own}/grants", "researcher": "/look-up"}
    assert visitor.get("/sign-in/begin").url.path == starts.get(role, "/cases")
    for path in (f"/person/{own}", f"/enterprise/{made_up.ENTERPRISE}", "/deliveries", "/rules"):
        assert visitor.get(path).status_code in (403, 404)  # 403 asks for a purpose, whoever the file is about


@pytest.mark.parametrize(
    ("role", "path"), [("caseworker", "/look-up"), ("steward", "/deliveries"), ("auditor", "/questions")]
)
def test_staff_start_where_they_work(visitor: Visitor, issuer: Issuer, role: str, path: str) -> None:
    issuer.person = {"roles": role, "department": "tax"}
    assert visitor.get("/sign-in/begin").url.path == path


def test_what_is_asked_is_bound_to_this_browser_by_state_nonce_and_pkce(visitor: Visitor, issuer: Issuer) -> None:
    one, two = begun(visitor), begun(visitor)
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != two[name]
        assert len(one[name]) >= 43
    assert one["code_challenge_method"] == "S256"
    assert (one["response_type"], one["scope"], one["client_id"]) == ("code", "openid", CLIENT)
    assert one["redirect_uri"] == f"{str(visitor.base_url).rstrip('/')}/sign-in/return"


def test_the_session_is_a_new_one_and_random(visitor: Visitor, issuer: Issuer) -> None:
    begun(visitor)
    before = visitor.cookies["twopages"]
    answer = visitor.get("/sign-in/begin", follow_redirects=False)
    visitor.get(answer.headers["location"])
    after = visitor.cookies["twopages"]
    assert len({before, after}) == 2
    assert re.fullmatch(r"[\w-]{43}", after)
    with visiting(str(visitor.base_url)) as other:
        other.cookies.set("twopages", before)
        assert other.get("/").url.path == "/sign-in"
        other.cookies.set("twopages", "chosen-by-somebody", domain="127.0.0.1")
        other.get("/sign-in/begin")
        assert other.cookies.get("twopages", domain="127.0.0.1") != "chosen-by-somebody"


def test_an_answer_serves_once_and_only_the_browser_that_asked(visitor: Visitor, issuer: Issuer) -> None:
    address = visitor.get(
        visitor.get("/sign-in/begin", follow_redirects=False).headers["location"], follow_redirects=False
    )
    back = address.headers["location"]
    with visiting(str(visitor.base_url)) as other:
        stolen = other.get(back)
        assert (stolen.status_code, SAID["zh"] in stolen.text) == (400, True)
    assert visitor.get(back).status_code == 200
    replayed = visitor.get(back)
    assert (replayed.status_code, SAID["zh"] in replayed.text) == (400, True)


@pytest.mark.parametrize(
    ("answer", "said", "status"),
    [
        ({"state": "another"}, "zh", 400),
        ({"state": ""}, "zh", 400),
        ({"code": "invented"}, "failed", 400),
        ({"code": ""}, "failed", 400),
        ({"iss": "https://elsewhere.example"}, "failed", 400),
        ({"error": "access_denied", "error_description": "<b>planted</b>"}, "denied", 400),
        ({"error": "planted-error", "code": ""}, "failed", 400),
    ],
)
def test_what_does_not_fit_is_said_and_not_repeated(
    visitor: Visitor, issuer: Issuer, answer: dict[str, str], said: str, status: int
) -> None:
    issuer.answer = answer
    page = visitor.get("/sign-in/begin")
    assert (page.status_code, SAID[said] in page.text) == (status, True)
    assert not any(value in page.text for value in answer.values() if value)
    assert visitor.get("/").url.path == "/sign-in"
    issuer.answer = {}
    assert visitor.get("/sign-in/begin").url.path.startswith("/person/")


@pytest.mark.parametrize(
    "more",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"sub": "somebody else"},
        {"at_hash": "wrong"},
    ],
)
def test_an_id_token_that_does_not_fit_signs_nobody_in(
    visitor: Visitor, issuer: Issuer, more: dict[str, object]
) -> None:
    issuer.more = more
    page = visitor.get("/sign-in/begin")
    assert (page.status_code, SAID["failed"] in page.text) == (400, True)
    assert visitor.get("/").url.path == "/sign-in"


def test_a_claim_that_does_not_do_is_named_and_its_value_is_not(visitor: Visitor, issuer: Issuer) -> None:
    issuer.person = {"roles": ["citizen"], "identity_number": NUMBER[:-1] + "0"}
    page = visitor.get("/sign-in/begin")
    assert (page.status_code, SAID["claim"] in page.text, "identity_number" in page.text) == (403, True, True)
    assert NUMBER[:-1] not in page.text
    assert visitor.get("/").url.path == "/sign-in"


def test_an_issuer_that_is_down_is_said_in_words(visitor: Visitor, issuer: Issuer, place: Place) -> None:
    visitor.get("/sign-in/begin", follow_redirects=False)
    issuer.down = True
    page = visitor.get("/sign-in/begin")
    assert (page.status_code, SAID["issuer"] in page.text) == (503, True)
    assert visitor.get("/sign-in").status_code == 200


def test_signing_out_ends_the_session_here_and_then_there(visitor: Visitor, issuer: Issuer) -> None:
    visitor.get("/sign-in/begin")
    cookie = visitor.cookies["twopages"]
    answer = visitor.post("/sign-out", headers=OWN, follow_redirects=False)
    assert answer.headers["location"].startswith(f"{issuer.name}/leave?")
    told = parse_qs(urlsplit(answer.headers["location"]).query)
    assert told["post_logout_redirect_uri"] == [f"{str(visitor.base_url).rstrip('/')}/sign-in"]
    assert "id_token_hint" in told
    assert "twopages" not in visitor.cookies
    visitor.cookies.set("twopages", cookie)
    assert visitor.get("/").url.path == "/sign-in"


def test_an_id_token_that_tells_of_the_person_goes_into_no_address(visitor: Visitor, issuer: Issuer) -> None:
    issuer.more = {"name": "somebody", **issuer.person}
    visitor.get("/sign-in/begin")
    answer = visitor.post("/sign-out", headers=OWN, follow_redirects=False)
    assert "id_token_hint" not in answer.headers["location"]
    assert f"client_id={CLIENT}" in answer.headers["location"]


def test_signing_out_works_while_the_issuer_offers_none_or_the_account_is_of_the_demo(
    visitor: Visitor, issuer: Issuer
) -> None:
    visitor.sends("/sign-in", account="citizen")
    assert visitor.post("/sign-out", headers=OWN, follow_redirects=False).headers["location"] == "/sign-in"
    issuer.metadata = {"end_session_endpoint": None}
    assert visitor.post("/sign-out", headers=OWN, follow_redirects=False).headers["location"] == "/sign-in"


def test_the_issuer_can_end_a_session_by_a_notice(visitor: Visitor, issuer: Issuer) -> None:
    issuer.more = {"sid": "session-9"}
    visitor.get("/sign-in/begin")
    told: dict[str, Any] = {"aud": CLIENT, "jti": "1", "sid": "session-9", "events": {LOGOUT: {}}}
    wrong: tuple[dict[str, Any], ...] = (
        {"nonce": "n"},
        {"aud": "other"},
        {"events": {}},
        {"events": None},
        {"sid": None},
        {"exp": 1_000_000_000},
    )
    for more in wrong:
        answer = httpx.post(
            f"{visitor.base_url}/sign-out/notice", data={"logout_token": issuer.sign(**{**told, **more})}
        )
        assert answer.status_code == 400
    assert visitor.get("/").url.path.startswith("/person/")
    answer = httpx.post(f"{visitor.base_url}/sign-out/notice", data={"logout_token": issuer.sign(**told)})
    assert answer.status_code == 200
    assert visitor.get("/").url.path == "/sign-in"


def test_forms_may_lead_to_the_issuer_and_nowhere_else(visitor: Visitor, issuer: Issuer) -> None:
    policy = visitor.get("/sign-in").headers["content-security-policy"]
    assert f"form-action 'self' {issuer.name};" in policy
    assert "strict-transport-security" not in visitor.get("/sign-in").headers


def test_over_tls_the_cookie_is_bound_to_the_host_and_browsers_stay_with_tls(model: Model, place: Place) -> None:
    door = replace(place.door, secure=True, sessions=Sessions(10, 100))
    with served(assemble(made_up.site(model, made_up.reader(model), door))) as address, visiting(address) as visitor:
        answer = visitor.post("/sign-in", data={"account": "citizen"}, headers=OWN, follow_redirects=False)
        cookie = answer.headers["set-cookie"]
        assert re.fullmatch(r"__Host-twopages=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure", cookie)
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        switched = visitor.get("/sign-in?language=en", follow_redirects=False)
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(switched.headers["set-cookie"].split("; "))


def test_without_an_issuer_there_is_no_way_to_one(site: str) -> None:
    with visiting(site) as visitor:
        assert "/sign-in/begin" not in visitor.reads("/sign-in")
        for path in ("/sign-in/begin", "/sign-in/return?state=x&code=y"):
            assert visitor.get(path).status_code == 404


QUERY = {"query": "{ __typename }"}


def asked(visitor: Visitor, token: str) -> httpx.Response:
    return httpx.post(f"{visitor.base_url}/graphql", json=QUERY, headers={"authorization": f"Bearer {token}"})


def test_graphql_takes_a_token_and_tells_each_fault_by_its_code(visitor: Visitor, issuer: Issuer) -> None:
    assert asked(visitor, issuer.sign(roles="steward")).json()["data"] == {"__typename": "Query"}
    faults = {
        "TOKEN_EXPIRED": issuer.sign(roles="steward", exp=1_000_000_000),
        "TOKEN_AUDIENCE": issuer.sign(roles="steward", aud=CLIENT),
        "TOKEN_ISSUER": issuer.sign(roles="steward", iss="https://elsewhere.example"),
        "TOKEN_MALFORMED": "nonsense",
    }
    for code, token in faults.items():
        answer = asked(visitor, token)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, code)
        assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token", error_description="')
    claim = asked(visitor, issuer.sign(roles="citizen", identity_number=NUMBER[:-1]))
    assert (claim.status_code, claim.json()["errors"][0]["extensions"]["code"]) == (403, "CLAIM_REFUSED")
    assert claim.headers["www-authenticate"].startswith('Bearer error="insufficient_scope"')
    assert NUMBER[:-1] not in claim.text + str(claim.headers)


def test_graphql_says_when_the_issuer_cannot_be_asked(visitor: Visitor, issuer: Issuer) -> None:
    issuer.down = True
    answer = asked(visitor, issuer.sign({"kid": "unknown"}, roles="steward"))
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "ISSUER_UNAVAILABLE")
    assert (answer.headers["retry-after"], "www-authenticate" in answer.headers) == ("10", False)


def test_demo_tokens_and_sessions_of_the_issuer_serve_graphql_too(visitor: Visitor, issuer: Issuer) -> None:
    assert asked(visitor, "t3").json()["data"] == {"__typename": "Query"}
    bare = visitor.post("/graphql", json=QUERY)
    assert (bare.status_code, bare.headers["www-authenticate"]) == (401, "Bearer")
    visitor.get("/sign-in/begin")
    assert visitor.post("/graphql", json=QUERY).json()["data"] == {"__typename": "Query"}


def test_nothing_of_a_person_is_logged(
    visitor: Visitor,
    issuer: Issuer,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("DEBUG", "twopages"):
        visitor.get("/sign-in/begin")
        issuer.person = {"roles": ["citizen"], "identity_number": NUMBER[:-1] + "0"}
        visitor.post("/sign-out", headers=OWN, follow_redirects=False)
        visitor.get("/sign-in/begin")
    said = caplog.text + "".join(capfd.readouterr())
    assert NUMBER[:-1] not in said
