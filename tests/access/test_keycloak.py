"""The ways in, through a real Keycloak with the realm file of the project."""

import asyncio
import base64
import html
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import psutil
import pytest
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import RSAKey

from tests.access.gates import gate_of
from tests.access.issuer import CODE, NUMBER
from tests.keycloak import Keycloak, free_port, keycloak
from tests.pages import made_up
from tests.pages.browser import launched
from tests.pages.conftest import OWN, Visitor
from tests.pages.served import served
from twopages.access import Viewer
from twopages.access.oidc import Oidc, TokenError, client_of
from twopages.app import assemble
from twopages.dossier import entity_id
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.pages import Door, Site
from twopages.settings import Settings

SECRET, PASSWORD, PROGRAM = "of the pages", "a long word of the tests", "of the program"
KEY = RSAKey.generate_key(2048)
PORT = free_port()
USERS: list[dict[str, Any]] = [
    {"username": "a-citizen", "realmRoles": ["citizen"], "attributes": {"identity_number": [NUMBER]}},
    {"username": "an-operator", "realmRoles": ["operator"], "attributes": {"credit_code": [CODE]}},
    {
        "username": "a-caseworker",
        "realmRoles": ["caseworker"],
        "attributes": {"department": ["tax"], "posts": ["window", "approver"]},
    },
    {"username": "a-stranger", "realmRoles": []},
]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keycloak]:
    pem = KEY.as_pem(private=False).decode()
    told = {
        "TWOPAGES_ADDRESS": f"http://127.0.0.1:{PORT}",
        "TWOPAGES_OIDC_CLIENT_SECRET": SECRET,
        "PROGRAM_SECRET": PROGRAM,
        "PROGRAM_PUBLIC_KEY": "".join(pem.splitlines()[1:-1]),
    }
    proof = {"enabled": True, "credentials": [{"type": "password", "value": PASSWORD}]}
    with keycloak(tmp_path_factory.mktemp("keycloak"), told, [{**user, **proof} for user in USERS]) as running:
        yield running
    assert not psutil.pid_exists(running.pid)


@pytest.fixture(scope="module")
def settings(issuer: Keycloak, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        home=tmp_path_factory.mktemp("ring"),
        port=PORT,
        oidc_issuer=issuer.issuer,
        oidc_client_id="twopages",
        oidc_client_secret=SECRET,
        oidc_audience="twopages-api",
    )


@pytest.fixture(scope="module")
def oidc(settings: Settings, model: Model) -> Oidc:
    client = client_of(settings)
    assert client
    return Oidc.of(client, model, KeyRing.create(settings))


@pytest.fixture(scope="module")
def keys(settings: Settings, oidc: Oidc) -> KeyRing:
    return KeyRing.load(settings)


@pytest.fixture(scope="module")
def site(oidc: Oidc, keys: KeyRing, model: Model) -> Iterator[str]:
    reader = made_up.reader(model)
    own = entity_id(keys, model, "Person", NUMBER)
    reader.dossiers["Person", own] = reader.dossiers["Person", made_up.PERSON]
    with served(
        assemble(Site(model, reader, Door({}, oidc.sign_in, oidc.client.origin), gate_of(model, keys))), PORT
    ) as address:
        yield address


class Trusting(httpx.HTTPTransport):
    """Believes, as browsers do, that what stays on this machine is secure: keeps and sends the cookies of the issuer."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        response.headers = httpx.Headers(
            [(name, re.sub(";\\s*Secure", "", text)) for name, text in response.headers.multi_items()]
        )
        return response


@pytest.fixture
def visitor(site: str) -> Iterator[Visitor]:
    with Visitor(transport=Trusting(), base_url=site, follow_redirects=True, timeout=60) as visitor:
        yield visitor


def signs_in(visitor: Visitor, name: str, password: str = PASSWORD) -> httpx.Response:
    """Through Keycloak's own form."""
    form = visitor.get("/sign-in/begin")
    found = re.search(r'action="([^"]+)"', form.text)
    assert form.status_code == 200 and found, form.text[:500]
    return visitor.post(html.unescape(found[1]), data={"username": name, "password": password})


def test_a_citizen_signs_in_by_the_form_of_keycloak_and_out_of_both(
    visitor: Visitor, keys: KeyRing, model: Model, issuer: Keycloak
) -> None:
    home = signs_in(visitor, "a-citizen")
    assert home.url.path == f"/person/{entity_id(keys, model, 'Person', NUMBER)}", home.text[:500]
    assert NUMBER not in "".join(str(hop.headers) + str(hop.url) for hop in (*home.history, home))
    assert visitor.get("/sign-in/begin").url.path == home.url.path
    left = visitor.post("/sign-out", headers=OWN)
    assert (left.status_code, left.url.path) == (200, "/sign-in")
    assert any(str(hop.url).startswith(issuer.issuer) for hop in left.history)
    assert "/realms/twopages/" in visitor.get("/sign-in/begin").url.path  # the form again: it has signed out there too


def test_a_caseworker_has_department_and_posts(visitor: Visitor) -> None:
    assert signs_in(visitor, "a-caseworker").url.path == "/look-up"


def test_an_operator_comes_to_the_own_enterprise(visitor: Visitor, keys: KeyRing, model: Model) -> None:
    assert signs_in(visitor, "an-operator").url.path == f"/enterprise/{entity_id(keys, model, 'Enterprise', CODE)}"


def test_whoever_has_no_role_is_told_what_is_missing(visitor: Visitor) -> None:
    page = signs_in(visitor, "a-stranger")
    assert (page.status_code, "roles" in page.text) == (403, True)


def test_a_wrong_password_stays_at_keycloak(visitor: Visitor, issuer: Keycloak) -> None:
    assert str(signs_in(visitor, "a-citizen", "wrong").url).startswith(issuer.issuer)
    assert visitor.get("/").url.path == "/sign-in"


def test_a_browser_gets_in_and_out_with_all_that_it_enforces(site: str, keys: KeyRing, model: Model) -> None:
    with launched() as browser:
        page = browser.new_page()
        page.goto(f"{site}/sign-in")
        page.get_by_role("link", name="前往统一身份认证登录").click()
        page.locator("#username").fill("a-citizen")
        page.locator("#password").fill(PASSWORD)
        page.locator("#kc-login").click()
        page.wait_for_url(f"{site}/person/{entity_id(keys, model, 'Person', NUMBER)}")
        (cookie,) = (item for item in page.context.cookies(site) if item.get("name") == "twopages")
        assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Lax")
        page.get_by_role("button", name="退出").click()
        page.wait_for_url(f"{site}/sign-in*")
        assert not [item for item in page.context.cookies(site) if item.get("name") == "twopages"]


def asked(oidc: Oidc, token: str) -> Viewer | None:
    return asyncio.run(oidc.bearer(f"Bearer {token}"))


def by_secret(issuer: Keycloak) -> str:
    with OAuth2Client("program-with-secret", PROGRAM) as program:
        return str(program.fetch_token(_endpoint(issuer), grant_type="client_credentials")["access_token"])


def _endpoint(issuer: Keycloak) -> str:
    return f"{issuer.issuer}/protocol/openid-connect/token"


def test_a_program_asks_by_client_credentials(issuer: Keycloak, oidc: Oidc) -> None:
    viewer = asked(oidc, by_secret(issuer))
    assert viewer and (viewer.role, viewer.organisation, viewer.subject) == ("institution", "an institution", None)


def test_a_program_asks_by_its_private_key(issuer: Keycloak, oidc: Oidc) -> None:
    with OAuth2Client("program-with-key", KEY, token_endpoint_auth_method="private_key_jwt") as program:
        program.register_client_auth_method(PrivateKeyJWT(issuer.issuer))
        token = program.fetch_token(_endpoint(issuer), grant_type="client_credentials")["access_token"]
    viewer = asked(oidc, token)
    assert viewer and (viewer.role, viewer.organisation) == ("neighbour", "a neighbouring city")


def test_a_token_for_another_audience_or_of_another_issuer_is_refused(
    issuer: Keycloak, settings: Settings, model: Model, keys: KeyRing
) -> None:
    token = by_secret(issuer)
    for more, code in (
        ({"oidc_audience": "another-api"}, "TOKEN_AUDIENCE"),
        ({"oidc_issuer": f"{issuer.address}/realms/master"}, "TOKEN_KEY"),
    ):
        client = client_of(replace(settings, **more))  # type: ignore[arg-type]  # all are texts
        assert client
        with pytest.raises(TokenError) as raised:
            asked(Oidc.of(client, model, keys), token)
        assert raised.value.code == code


def test_an_expired_or_altered_token_is_refused(issuer: Keycloak, oidc: Oidc, monkeypatch: pytest.MonkeyPatch) -> None:
    token = by_secret(issuer)
    head, body, proof = token.split(".")
    altered = base64.urlsafe_b64encode(base64.urlsafe_b64decode(body + "==").replace(b"institution", b"caseworker!"))
    with pytest.raises(TokenError) as raised:
        asked(oidc, f"{head}.{altered.decode().rstrip('=')}.{proof}")
    assert raised.value.code == "TOKEN_SIGNATURE"
    later = time.time() + 300 + 61
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(TokenError) as raised:
        asked(oidc, token)
    assert raised.value.code == "TOKEN_EXPIRED"
