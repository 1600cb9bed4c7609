"""Tokens of the issuer: signature, issuer, audience and times checked, each refusal by its own code."""

from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import (
    BadSignatureError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry, Token

from twopages.access.oidc.faults import TokenError
from twopages.access.oidc.issuer import Issuer

ALGORITHMS: Final = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)]
LONGEST: Final = 16 * 1024  # characters of a token
LOGOUT: Final = "http://schemas.openid.net/event/backchannel-logout"
_ESSENTIAL: Final = ("sub", "iat", "exp")
_FAULTS: Final[dict[type[JoseError], tuple[str, str]]] = {
    ExpiredTokenError: ("TOKEN_EXPIRED", "The token has expired."),
    UnsupportedAlgorithmError: ("TOKEN_ALGORITHM", "The token is signed in a way that is not taken."),
    InvalidKeyIdError: ("TOKEN_KEY", "The token is signed with a key that the issuer does not publish."),
    BadSignatureError: ("TOKEN_SIGNATURE", "The token's signature is wrong."),
}
_CLAIMS: Final = {
    "iss": ("TOKEN_ISSUER", "The token is from another issuer."),
    "aud": ("TOKEN_AUDIENCE", "The token is for another audience."),
    "nbf": ("TOKEN_EARLY", "The token is not valid yet."),
    "iat": ("TOKEN_EARLY", "The token was issued in the future."),
    "nonce": ("TOKEN_NONCE", "The token belongs to another sign-in."),
}
_MALFORMED: Final = ("TOKEN_MALFORMED", "The token is malformed.")


class Tokens:
    """Checks the tokens of one issuer, whose clock may differ by `skew` seconds."""

    def __init__(self, issuer: Issuer, skew: int) -> None:
        self._issuer, self._skew = issuer, skew

    async def access(self, text: str, audience: str) -> dict[str, Any]:
        """The claims of an access token for an audience; an ID token or one for refreshing is none."""
        token = await self._opened(text)
        self._check(token, audience, *_ESSENTIAL)
        kinds = str(token.header.get("typ", "JWT")).lower(), str(token.claims.get("typ", "Bearer")).lower()
        if kinds[0] not in ("jwt", "at+jwt", "application/at+jwt") or kinds[1] != "bearer" or "nonce" in token.claims:
            raise TokenError("TOKEN_KIND", "The token is no access token.")
        return token.claims

    async def identity(self, text: str, access: str, client: str, nonce: str) -> dict[str, Any]:
        """The claims of the ID token that belongs to an access token and to a sign-in."""
        token = await self._opened(text)
        self._check(token, client, *_ESSENTIAL, "nonce")
        told = {"client_id": client, "nonce": nonce, "access_token": access}
        try:
            CodeIDToken(token.claims, token.header, {}, told).validate(leeway=self._skew)
        except (JoseError, TypeError, ValueError) as error:
            raise _refusal(error) from error
        return token.claims

    async def logout(self, text: str, client: str) -> str:
        """The session that the issuer says has ended there."""
        token = await self._opened(text)
        self._check(token, client, "iat", "exp", "jti", "sid", "events")
        events, session = token.claims["events"], token.claims["sid"]
        if not isinstance(events, dict) or LOGOUT not in events or "nonce" in token.claims:
            raise TokenError("TOKEN_KIND", "The token does not end a session.")
        return str(session)

    async def _opened(self, text: str) -> Token:
        """A token whose signature is right; where its key is unknown the issuer is asked once more."""
        if len(text) > LONGEST:
            raise TokenError(*_MALFORMED)
        for anew in (False, True):
            try:
                return await self._decoded(text, anew=anew)
            except InvalidKeyIdError as error:
                unknown = error
            except (JoseError, ValueError, TypeError, KeyError) as error:
                raise _refusal(error) from error
        raise _refusal(unknown)

    async def _decoded(self, text: str, *, anew: bool) -> Token:
        registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        return jwt.decode(text, await self._issuer.keys(anew=anew), registry=registry)

    def _check(self, token: Token, audience: str, *essential: str) -> None:
        wanted: dict[str, ClaimsOption] = {name: {"essential": True} for name in essential}
        wanted["iss"] = {"essential": True, "value": self._issuer.name}
        wanted["aud"] = {"essential": True, "value": audience}
        try:
            JWTClaimsRegistry(None, self._skew, **wanted).validate(token.claims)
        except JoseError as error:
            raise _refusal(error) from error


def _refusal(error: Exception) -> TokenError:
    """Why a token is not taken, in our own words."""
    found = next((told for kind, told in _FAULTS.items() if isinstance(error, kind)), None)
    return TokenError(*(found or _CLAIMS.get(str(getattr(error, "claim", "")), _MALFORMED)))
