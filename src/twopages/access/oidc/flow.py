"""The way of a person through the issuer and back: the authorization code flow with PKCE, and signing out there."""

import hmac
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from twopages.access.oidc.claims import Registrar
from twopages.access.oidc.client import Client, SigningKey
from twopages.access.oidc.faults import IssuerError, SignInError
from twopages.access.oidc.issuer import TIMEOUT, Issuer, Metadata, ask
from twopages.access.oidc.tokens import Tokens
from twopages.access.sessions import Pending, Session
from twopages.access.viewer import Signed

RETURN: Final = "/sign-in/return"
LEFT: Final = "/sign-in"
PROTOCOL: Final = frozenset(
    {"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "jti", "typ", "nonce", "sid", "session_state"}
    | {"auth_time", "acr", "amr", "at_hash", "c_hash", "s_hash"}
)


class SignIn:
    """Signs people in and out at one issuer."""

    def __init__(self, client: Client, issuer: Issuer, tokens: Tokens, registrar: Registrar) -> None:
        self._client, self._issuer, self._tokens, self._registrar = client, issuer, tokens, registrar

    async def begin(self) -> tuple[str, Pending]:
        """Where the browser goes to sign in, and what its return must fit."""
        metadata = await self._issuer.metadata()
        pending = Pending(generate_token(43), generate_token(43), generate_token(64))
        async with self._oauth(metadata) as oauth:
            address, _ = oauth.create_authorization_url(
                metadata.authorization, state=pending.state, code_verifier=pending.verifier, nonce=pending.nonce
            )
        return str(address), pending

    async def complete(self, pending: Pending | None, told: Mapping[str, str]) -> Session:
        """The session of whoever comes back; a SignInError, TokenError, ClaimError or IssuerError says why there is none."""
        metadata = await self._issuer.metadata()
        if pending is None or not hmac.compare_digest(pending.state.encode(), told.get("state", "").encode()):
            raise SignInError("STALE", "This sign-in was not begun here, or too long ago.")
        self._require_issuer(metadata, told)
        if told.get("error") == "access_denied":
            raise SignInError("DENIED", "Signing in was called off at the identity provider.")
        if "error" in told or not told.get("code"):
            raise _failed()
        return await self._session(metadata, pending, await self._fetch(metadata, pending, told["code"]))

    async def leaving(self, ticket: str) -> str:
        """Where the browser goes to sign out at the issuer too; our own page where that cannot be."""
        try:
            address = (await self._issuer.metadata()).leaving
        except IssuerError:
            address = ""
        if not address:
            return LEFT
        told = {"client_id": self._client.id, "post_logout_redirect_uri": f"{self._client.base}{LEFT}"}
        told |= {"id_token_hint": ticket} if ticket else {}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}"

    async def ended(self, token: str) -> str:
        """The issuer's name of a session that it says has ended (back-channel logout)."""
        return await self._tokens.logout(token, self._client.id)

    def _require_issuer(self, metadata: Metadata, told: Mapping[str, str]) -> None:
        """An answer that another issuer gave is refused (RFC 9207)."""
        named = told.get("iss")
        if named != self._issuer.name if named is not None else metadata.names_itself:
            raise _failed()

    async def _fetch(self, metadata: Metadata, pending: Pending, code: str) -> Mapping[str, Any]:
        """The tokens for a code."""
        try:
            async with self._oauth(metadata) as oauth:
                found = await oauth.fetch_token(metadata.token, code=code, code_verifier=pending.verifier)
        except httpx2.HTTPError as error:
            raise IssuerError("does not answer") from error
        except (AuthlibBaseError, ValueError, TypeError) as error:  # the error's own text comes from outside
            raise _failed() from error
        if not all(isinstance(found.get(name), str) for name in ("id_token", "access_token")):
            raise _failed()
        return dict(found)

    async def _session(self, metadata: Metadata, pending: Pending, found: Mapping[str, Any]) -> Session:
        text, access = found["id_token"], found["access_token"]
        claims = await self._tokens.identity(text, access, self._client.id, pending.nonce)
        more = await ask(metadata.userinfo, {"authorization": f"Bearer {access}"}) if metadata.userinfo else {}
        if more and more.get("sub") != claims["sub"]:
            raise _failed()
        viewer = self._registrar.viewer({**more, **claims})
        # The ticket comes back in an address: one that tells more than that somebody signed in is not kept.
        ticket = text if claims.keys() <= PROTOCOL else ""
        return Session(Signed(viewer), issued=True, ticket=ticket, mark=str(claims.get("sid", "")))

    def _oauth(self, metadata: Metadata) -> AsyncOAuth2Client:
        client, proof = self._client, "private_key_jwt" if self._client.key else "client_secret_basic"
        oauth = AsyncOAuth2Client(
            client.id,
            client.key or client.secret,
            proof,
            scope="openid",
            redirect_uri=f"{client.base}{RETURN}",
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )
        oauth.register_client_auth_method(PrivateKeyJWT(self._issuer.name, alg=_algorithm(client.key)))
        return oauth


def _failed() -> SignInError:
    return SignInError("FAILED", "The identity provider did not sign you in.")


def _algorithm(key: SigningKey | None) -> str:
    kinds = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
    return kinds.get(str(key.as_dict().get("crv")), "RS256") if key else "RS256"
