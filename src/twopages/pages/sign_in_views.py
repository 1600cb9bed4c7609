"""Coming in and leaving: with a demo account, or through the issuer. No address that a request names is ever followed."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twopages.access import Session, Signed
from twopages.access.oidc import SignIn, TokenError
from twopages.pages.contexts.frame import Place, frame_of
from twopages.pages.contexts.small import sign_in_page
from twopages.pages.guard import foreign_form, language_of, own_form
from twopages.pages.paths import CATALOGUE
from twopages.pages.rendering import respond
from twopages.pages.session import held, signed_in
from twopages.pages.visit import Site
from twopages.pages.words import words_of

BEGIN: Final = "/sign-in/begin"


def sign_in_form(site: Site, request: Request) -> Response:
    """The ways in."""
    say = words_of(language_of(request))
    frame = frame_of(say, say("sign_in.title"), request.url.path, places=[Place(say("nav.tags"), CATALOGUE)])
    return respond(sign_in_page(frame, site.door.accounts.values(), BEGIN if site.door.issuer else ""))


async def take_sign_in(site: Site, request: Request) -> Response:
    """Signs in with one of the demo accounts."""
    account = site.door.accounts.get((await own_form(request)).get("account", ""))
    if account is None:
        raise HTTPException(400)
    held(request).begin(Session(Signed(account.viewer, account.label)))
    return RedirectResponse("/", 303)


async def begin(site: Site, request: Request) -> Response:
    """Sends the browser to the issuer, and remembers what its return must fit; whoever is signed in stays so."""
    if signed_in(request):
        return RedirectResponse("/", 303)
    address, pending = await _issuer(site).begin()
    held(request).begin(Session(pending=pending))
    return RedirectResponse(address, 303)


async def returned(site: Site, request: Request) -> Response:
    """Signs in whoever the issuer vouches for; what was remembered serves once, whatever comes of it."""
    issuer, mine = _issuer(site), held(request)
    pending = mine.session.pending if mine.session else None
    if pending:
        mine.end()
    session = await issuer.complete(pending, request.query_params)
    mine.begin(session)
    return RedirectResponse("/", 303)


async def take_sign_out(site: Site, request: Request) -> Response:
    """Ends the session at once, here and then at the issuer if it was the issuer that vouched."""
    await own_form(request)
    mine, issuer = held(request), site.door.issuer
    session = mine.session
    mine.end()
    if session is None or issuer is None or not session.issued:
        return RedirectResponse("/sign-in", 303)
    return RedirectResponse(await issuer.leaving(session.ticket), 303)


async def take_notice(site: Site, request: Request) -> Response:
    """Ends the sessions that the issuer says have ended there (OpenID Connect Back-Channel Logout)."""
    issuer, form = _issuer(site), await foreign_form(request)
    try:
        site.door.sessions.end_of(await issuer.ended(form.get("logout_token", "")))
    except TokenError:
        return Response(status_code=400)
    return Response(status_code=200)


def _issuer(site: Site) -> SignIn:
    if site.door.issuer is None:
        raise HTTPException(404)
    return site.door.issuer
