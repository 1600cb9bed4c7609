"""A small issuer over real HTTP, whose keys, clock and answers the tests choose."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.dossier.graph import ADA_NUMBER
from tests.pages.served import served
from twopages.settings import Settings

CLIENT, SECRET, AUDIENCE = "pages", "a secret of the tests", "api"
NUMBER, CODE = ADA_NUMBER, "91310000MA1FL0001R"


def rsa(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@dataclass
class Issuer:
    """What it signs with and publishes, whom it vouches for, and what it was asked."""

    name: str = ""
    signing: Key = field(default_factory=lambda: rsa("first"))
    published: list[Key] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)  # told by /userinfo
    more: dict[str, Any] = field(default_factory=dict)  # what an ID token has of its own
    metadata: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, str] = field(default_factory=dict)  # changes what the browser brings back
    down: bool = False
    asked: list[str] = field(default_factory=list)
    begun: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published = self.published or [self.signing]

    def sign(self, header: dict[str, Any] | None = None, key: Key | None = None, **claims: Any) -> str:
        """A token; a claim of None is left out."""
        now, key = int(time.time()), key or self.signing
        usual = {"iss": self.name, "sub": "somebody", "aud": AUDIENCE, "iat": now, "exp": now + 300}
        told = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        head = {"alg": "ES256" if key.key_type == "EC" else "RS256", "kid": key.kid, **(header or {})}
        return jwt.encode(head, told, key, algorithms=[head["alg"]])

    def rotate(self, kid: str, kind: str = "RSA") -> None:
        """Sign with a new key from now on, and publish it alone."""
        self.signing = rsa(kid) if kind == "RSA" else ECKey.generate_key("P-256", {"kid": kid})
        self.published = [self.signing]

    def discovery(self, request: Request) -> Response:
        told = {
            "issuer": self.name,
            "authorization_endpoint": f"{self.name}/authorize",
            "token_endpoint": f"{self.name}/token",
            "jwks_uri": f"{self.name}/keys",
            "userinfo_endpoint": f"{self.name}/userinfo",
            "end_session_endpoint": f"{self.name}/leave",
            "code_challenge_methods_supported": ["plain", "S256"],
        }
        return self._told({**told, **self.metadata}, "discovery")

    def keys(self, request: Request) -> Response:
        return self._told({"keys": [key.as_dict(private=False) for key in self.published]}, "keys")

    def authorize(self, request: Request) -> Response:
        """Whoever comes is somebody at once."""
        asked = dict(request.query_params)
        assert asked["code_challenge_method"] == "S256" and asked["client_id"] == CLIENT, asked
        code = f"code-{len(self.begun)}"
        self.begun[code] = asked
        told = {"code": code, "state": asked["state"], **self.answer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({k: v for k, v in told.items() if v})}", 303)

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.begun.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        proof = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if request.headers.get("authorization") != f"Basic {proof}":
            return JSONResponse({"error": "invalid_client"}, 401)
        identity = self.sign(**{"aud": CLIENT, "nonce": asked["nonce"], "sid": "session-1", **self.more})
        return self._told({"access_token": "opaque", "token_type": "Bearer", "id_token": identity}, "token")

    def userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer opaque"
        return self._told({"sub": "somebody", **self.person}, "userinfo")

    def leave(self, request: Request) -> Response:
        self.asked.append(f"leave?{request.url.query}")
        return PlainTextResponse("left")

    def _told(self, answer: dict[str, Any], name: str) -> Response:
        self.asked.append(name)
        return PlainTextResponse("broken", 502) if self.down else JSONResponse(answer)

    def application(self) -> Starlette:
        ways = {"/keys": self.keys, "/authorize": self.authorize, "/userinfo": self.userinfo, "/leave": self.leave}
        routes = [Route(path, view) for path, view in ways.items()]
        routes += [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/token", self.token, methods=["POST"]),
        ]
        return Starlette(routes=routes)


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer that answers until the block ends."""
    issuer = Issuer()
    with served(issuer.application()) as address:
        issuer.name = address
        yield issuer


def settings_of(issuer: Issuer, **more: Any) -> Settings:
    """The settings of a program that trusts the issuer."""
    told = {"oidc_issuer": issuer.name, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return Settings(**{**told, "oidc_audience": AUDIENCE, **more})
