"""What a browser session remembers, in a signed cookie: the account, and which masks were lifted on the file in view."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request

from twopages.access import Account


class SignInNeededError(Exception):
    """Nobody is signed in, and the page is somebody's."""


def account_of(request: Request, accounts: Mapping[str, Account]) -> Account | None:
    """Who is signed in, if anybody."""
    return accounts.get(request.session.get("account", ""))


def sign_in(request: Request, account: str) -> None:
    """Start a session; nothing of a former one is kept."""
    request.session.clear()
    request.session["account"] = account


def sign_out(request: Request) -> None:
    """End the session."""
    request.session.clear()


def lifted(request: Request, id: str) -> frozenset[str]:
    """The attributes whose masks were lifted on a file; those of any other file are masked again by opening this one."""
    of, attributes = request.session.get("lifted", ("", ()))
    if of != id:
        request.session.pop("lifted", None)
        return frozenset()
    return frozenset(attributes)


def lift(request: Request, id: str, masks: Iterable[str]) -> None:
    """Lift masks on a file until another one is opened."""
    request.session["lifted"] = [id, sorted({*lifted(request, id), *masks})]


def conceal(request: Request) -> None:
    """Put all masks back."""
    request.session.pop("lifted", None)
