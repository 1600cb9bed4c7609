"""GraphQL over HTTP: media types, parameters and status codes, as the specification of that name says."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from twopages.access import Viewer, bears_token
from twopages.access.oidc import ClaimError, IssuerError, TokenError
from twopages.access.origin import own_origin
from twopages.access.rates import Rates
from twopages.api.acts import ACTS
from twopages.api.engine import Asked, Engine
from twopages.api.errors import Refusal, TooOften, error_entry
from twopages.api.operation import Answer
from twopages.receipts import trace_id

GRAPHQL, JSON = "application/graphql-response+json", "application/json"
_OFFERED = {GRAPHQL: GRAPHQL, JSON: JSON, "application/*": JSON, "*/*": JSON}
_STATUS = {
    "UNAUTHENTICATED": 401,
    "NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMITED": 429,
    "CLAIM_REFUSED": 403,
    "FOREIGN_ORIGIN": 403,
    "ISSUER_UNAVAILABLE": 503,
    "NO_RECEIPT": 503,
}
_RETRY = "10"  # seconds until the issuer is asked again
_TRYING = [act.name for act in ACTS.values() if act.looks_up]
_LOOK_UPS = ("ByKey", *_TRYING)  # stand in a document as often as keys are tried, at least
_HEADERS = {"cache-control": "no-store", "vary": "accept, cookie, authorization"}

FindViewer = Callable[[Request], Awaitable[Viewer | None]]


class Endpoint:
    """Answers the requests to one address; what blocks (the store) runs in a thread of its own."""

    def __init__(self, engine: Engine, viewer: FindViewer, rates: Rates | None = None) -> None:
        self.engine, self.viewer, self.rates = engine, viewer, rates

    async def respond(self, request: Request) -> Response:
        """The response to a request."""
        media_type = accepted(request.headers.get("accept"))
        try:
            if media_type is None:
                raise Refusal("NOT_ACCEPTABLE", f"Answers come as {GRAPHQL} or {JSON}.")
            viewer = await self._viewer(request)
            asked = await self._asked(request)
            self._count(viewer, asked)
        except Refusal as refusal:
            return _refusal(refusal, media_type or JSON)
        answer = await run_in_threadpool(self.engine.answer, asked, viewer)
        return _response(answer.body(), status(answer, media_type, asked.in_address), media_type)

    async def _viewer(self, request: Request) -> Viewer:
        try:
            viewer = await self.viewer(request)
        except (TokenError, ClaimError, IssuerError) as error:
            raise Refusal(error.code, str(error)) from error
        if viewer is None:
            raise Refusal("UNAUTHENTICATED", "Sign in first, or send a token as Authorization: Bearer.")
        return viewer

    def _count(self, viewer: Viewer, asked: Asked) -> None:
        """Looks by key have a budget of their own."""
        looks = sum(map(asked.query.count, _LOOK_UPS)) if self.rates else 0
        if self.rates and (seconds := self.rates.take("look_up", viewer.account, looks)):
            raise TooOften(seconds)

    async def _asked(self, request: Request) -> Asked:
        asked = await self._told(request)
        told = request.headers
        purpose, case = told.get("x-purpose") or asked.purpose, told.get("x-case") or asked.case
        may_act = bears_token(told.get("authorization")) or own_origin(told, request.url.netloc)
        return replace(asked, purpose=purpose, case=case, trace=trace_id(told.get("traceparent")), may_act=may_act)

    async def _told(self, request: Request) -> Asked:
        if request.method == "GET":
            return asked_of(_address_parameters(request.query_params), in_address=True)
        if not _is_json(request.headers.get("content-type")):
            # A form of another site can send neither this type nor, without being asked first, this request.
            raise Refusal("UNSUPPORTED_MEDIA_TYPE", f"Send the request as {JSON}.")
        return asked_of(_parsed(await _body(request, self.engine.limits.body)), in_address=False)


async def _body(request: Request, most: int) -> bytes:
    """The body of a request; reading stops where it is too long."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise Refusal("TOO_LARGE", f"A request has at most {most} bytes.")
        chunks.append(chunk)
    return b"".join(chunks)


def too_often(request: Request, seconds: int) -> Response:
    """The answer to who must wait so many seconds before asking again."""
    return _refusal(TooOften(seconds), accepted(request.headers.get("accept")) or JSON)


def accepted(header: str | None) -> str | None:
    """The media type of the answer that a client likes best of those offered; None when it takes neither."""
    if not header:
        return JSON
    liked = sorted(map(_weighed, header.split(",")), key=lambda item: -item[1])
    return next((_OFFERED[name] for name, weight in liked if name in _OFFERED and weight > 0), None)


def _weighed(item: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in item.split(";"))
    weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def _is_json(header: str | None) -> bool:
    name, _, parameters = (header or "").partition(";")
    charset = parameters.strip().lower()
    return name.strip().lower() == JSON and charset in ("", "charset=utf-8", 'charset="utf-8"')


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refusal("BAD_REQUEST", "The body is not JSON.") from error


def _address_parameters(parameters: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of an address; variables and extensions are JSON in it."""
    found: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _parsed(found[name].encode()) if found[name] else None
    return found


def asked_of(parameters: Any, *, in_address: bool) -> Asked:
    """The request that the parameters make; Refusal when one is of the wrong kind."""
    if not isinstance(parameters, dict):
        raise Refusal("BAD_REQUEST", "A request is one JSON object; there are no batches.")
    query, operation = parameters.get("query"), parameters.get("operationName")
    variables, extensions = parameters.get("variables"), parameters.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise Refusal("BAD_REQUEST", "The query is missing or no text.")
    if not isinstance(operation, str | None):
        raise Refusal("BAD_REQUEST", "The operationName is no text.")
    if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
        raise Refusal("BAD_REQUEST", "Variables and extensions are JSON objects.")
    return Asked(query, operation or None, variables or {}, in_address, *_ground(extensions or {}))


def _ground(extensions: Mapping[str, Any]) -> tuple[str, str]:
    """The purpose and the case that a request names among its extensions, for clients that cannot set headers."""
    purpose, case = (extensions.get(name, "") for name in ("purpose", "case"))
    if not (isinstance(purpose, str) and isinstance(case, str)):
        raise Refusal("BAD_REQUEST", "The purpose and the case among the extensions are texts.")
    return purpose, case


def status(answer: Answer, media_type: str, in_address: bool) -> int:
    """The status of an answer: under the older media type everything well asked is 200."""
    if answer.data is not None:
        return 200
    if answer.code in _STATUS:
        return _STATUS[answer.code]
    if answer.code == "OPERATION" and in_address:
        return 405
    return 400 if media_type == GRAPHQL else 200


def _refusal(refusal: Refusal, media_type: str) -> Response:
    code = 401 if refusal.code.startswith("TOKEN_") else _STATUS.get(refusal.code, 400)
    response = _response({"errors": [error_entry(refusal)]}, code, media_type)
    if challenge := _challenge(refusal):
        response.headers["www-authenticate"] = challenge
    if code in (429, 503):
        response.headers["retry-after"] = str(getattr(refusal, "seconds", _RETRY))
    return response


def _challenge(refusal: Refusal) -> str:
    """What RFC 6750 says to a client whose token is missing, wrong or not enough."""
    if refusal.code == "UNAUTHENTICATED":
        return "Bearer"
    if refusal.code.startswith("TOKEN_"):
        return f'Bearer error="invalid_token", error_description="{refusal}"'
    if refusal.code == "CLAIM_REFUSED":
        return f'Bearer error="insufficient_scope", error_description="{refusal}"'
    return ""


def _response(body: Mapping[str, Any], status: int, media_type: str) -> Response:
    content = orjson.dumps(body)
    return Response(content, status, {**_HEADERS, "content-type": f"{media_type}; charset=utf-8"})
