"""What an issuer publishes of itself, its addresses and its keys: fetched when needed, and never too often."""

import time
from asyncio import Lock
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

import httpx2
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from twopages.access.oidc.client import safe
from twopages.access.oidc.faults import IssuerError

FRESH: Final = 3600.0  # seconds until what is known is asked for again
STALE: Final = 24 * 3600.0  # seconds that it may serve while the issuer is silent
PAUSE: Final = 10.0  # seconds between two questions of the same reason: whoever invents key ids asks nothing more
TIMEOUT: Final = 5.0
Clock = Callable[[], float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where an issuer is asked for what; empty where it offers none."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    leaving: str
    names_itself: bool  # answers carry the issuer's name (RFC 9207)


class Remembered(Generic[T]):
    """Something that is fetched and kept; asked `anew`, it is fetched once more unless that was done a moment ago."""

    def __init__(self, fetch: Callable[[], Awaitable[T]], clock: Clock) -> None:
        self._fetch, self._clock, self._lock = fetch, clock, Lock()
        self._found: tuple[T, float] | None = None
        self._fault: IssuerError | None = None
        self._tried: dict[bool, float] = {}

    async def get(self, *, anew: bool = False) -> T:
        """What is known; IssuerError when nothing is, or it is too old, or the newest was asked for in vain."""
        if self._due(anew):
            async with self._lock:
                if self._due(anew):
                    await self._try(anew)
        if self._found is None or self._age() > STALE or (anew and self._fault):
            raise IssuerError("does not answer") from self._fault
        return self._found[0]

    def _due(self, anew: bool) -> bool:
        wanted = anew or self._found is None or self._age() > FRESH
        return wanted and self._clock() - self._tried.get(anew, -PAUSE) >= PAUSE

    def _age(self) -> float:
        return self._clock() - self._found[1] if self._found else STALE

    async def _try(self, anew: bool) -> None:
        self._tried[anew] = self._clock()
        try:
            self._found, self._fault = (await self._fetch(), self._clock()), None
        except IssuerError as error:
            self._fault = error


class Issuer:
    """One issuer: its metadata, and the keys that it signs with."""

    def __init__(self, name: str, clock: Clock = time.monotonic) -> None:
        self.name = name
        self._metadata = Remembered(self._discover, clock)
        self._keys = Remembered(self._fetch_keys, clock)

    async def metadata(self) -> Metadata:
        """Where it is asked for what."""
        return await self._metadata.get()

    async def keys(self, *, anew: bool = False) -> KeySet:
        """The keys that it signs with; `anew` when one is missing among those known."""
        return await self._keys.get(anew=anew)

    async def _discover(self) -> Metadata:
        told = await ask(f"{self.name.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.name:
            raise IssuerError("calls itself by another name")
        methods = told.get("code_challenge_methods_supported", ["S256"])
        if not isinstance(methods, list) or "S256" not in methods:
            raise IssuerError("does not know PKCE with S256")
        return Metadata(
            authorization=_address(told, "authorization_endpoint"),
            token=_address(told, "token_endpoint"),
            keys=_address(told, "jwks_uri"),
            userinfo=_address(told, "userinfo_endpoint") if "userinfo_endpoint" in told else "",
            leaving=_address(told, "end_session_endpoint") if "end_session_endpoint" in told else "",
            names_itself=told.get("authorization_response_iss_parameter_supported") is True,
        )

    async def _fetch_keys(self) -> KeySet:
        told = await ask((await self.metadata()).keys)
        try:
            return KeySet.import_key_set({"keys": [key for key in told["keys"] if key["kty"] in ("RSA", "EC")]})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise IssuerError("publishes keys that are none") from error


async def ask(address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address of the issuer."""
    try:
        async with httpx2.AsyncClient(timeout=TIMEOUT) as client:
            answer = await client.get(address, headers=dict(headers or {}))
        found = orjson.loads(answer.content) if answer.status_code == 200 else None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        raise IssuerError("does not answer") from error
    if not isinstance(found, dict):
        raise IssuerError("does not answer as one should")
    return found


def _address(told: Mapping[str, Any], name: str) -> str:
    """An address of the issuer; one that anybody on the way could read is refused."""
    address = told.get(name)
    if not isinstance(address, str) or not safe(address) or urlsplit(address).fragment:
        raise IssuerError(f"publishes no usable {name}")
    return address
