"""Who is asking: viewers, the demo accounts and how a request proves to be one."""

import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import cast, get_args

import orjson

from twopages.errors import SettingError
from twopages.ontology.model import Label
from twopages.ontology.purpose import AccountRole
from twopages.settings import Settings

Role = AccountRole
FILE = "demo-accounts.json"
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: the account, its role, and for those who have a file of their own the entity that it is about.

    `department` and `posts` are those of a caseworker, `organisation` is what others ask for.
    """

    account: str
    role: Role
    subject: str | None
    department: str = ""
    posts: tuple[str, ...] = ()
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who has signed in; `label` is what the account is called, None for whom the role must do."""

    viewer: Viewer
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account; `token` proves it where there is no session (GraphQL clients); staff have a department and posts, others may
    look for an organisation.
    """

    account: str
    role: Role
    subject: str | None
    label: Label
    token: str
    department: str = ""
    posts: tuple[str, ...] = ()
    organisation: str = ""

    @property
    def viewer(self) -> Viewer:
        """The viewer that signs in with this account."""
        return Viewer(self.account, self.role, self.subject, self.department, self.posts, self.organisation)


def new_account(  # noqa: PLR0913, PLR0917  # the parts of one
    account: str,
    role: Role,
    subject: str | None,
    label: Label,
    department: str = "",
    posts: tuple[str, ...] = (),
    organisation: str = "",
) -> Account:
    """An account with a fresh token."""
    return Account(account, role, subject, label, secrets.token_urlsafe(32), department, posts, organisation)


def load_accounts(settings: Settings) -> Mapping[str, Account]:
    """The demo accounts of this installation by name; SettingError when there are none or others may read them."""
    path = settings.home / FILE
    try:
        require_private(path)
        return {account.account: account for account in map(_account, orjson.loads(path.read_bytes()))}
    except FileNotFoundError as error:
        raise SettingError(f"There are no demo accounts: {path} is missing.", "Run `twopages demo` first.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise SettingError(f"{path} is damaged.", "Remove it and run `twopages demo` again.") from error


def save_accounts(settings: Settings, accounts: Iterable[Account]) -> None:
    """Write the demo accounts; the file is private from its first byte, and whole or not there."""
    path = settings.home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
        file.write(orjson.dumps([asdict(account) for account in accounts], option=orjson.OPT_INDENT_2))
    Path.replace(draft, path)


def _account(item: Mapping[str, object]) -> Account:
    account, role, subject, label, token = (item[name] for name in ("account", "role", "subject", "label", "token"))
    if role not in get_args(Role) or not isinstance(label, dict) or not token:
        raise ValueError("not an account")
    names, own = Label(str(label["zh"]), str(label["en"])), str(subject) if subject else None
    return Account(str(account), cast(Role, role), own, names, str(token), *_office(item))


def _office(item: Mapping[str, object]) -> tuple[str, tuple[str, ...], str]:
    """Department, posts and organisation; accounts that were made before they had any have none."""
    department, posts, organisation = item.get("department", ""), item.get("posts", []), item.get("organisation", "")
    if not (isinstance(department, str) and isinstance(posts, list) and isinstance(organisation, str)):
        raise ValueError("not an account")
    return department, tuple(map(str, posts)), organisation


def bears_token(authorization: str | None) -> bool:
    """Whether an Authorization header carries a token; whoever sends one asks by it, and not by a session."""
    return (authorization or "").partition(" ")[0].lower() == "bearer"


def bearer(accounts: Mapping[str, Account], authorization: str | None) -> Viewer | None:
    """The viewer whose token an Authorization header carries; every token is compared, in constant time."""
    token = (authorization or "").partition(" ")[2] if bears_token(authorization) else ""
    told = token.strip().encode()
    matching = [account for account in accounts.values() if hmac.compare_digest(account.token.encode(), told)]
    return matching[0].viewer if matching else None


def require_private(path: Path) -> None:
    """SettingError when others can read a file with a secret."""
    if path.stat().st_mode & 0o077:
        raise SettingError(f"{path} can be read by others.", f"Make it private: chmod 600 {path}")


def require_loopback(settings: Settings) -> None:
    """The demo sign-in needs no password, so it runs on this machine alone; SettingError anywhere else."""
    if not is_loopback(settings.host):
        raise SettingError(
            f"The demo sign-in runs on loopback only, and TWOPAGES_HOST is {settings.host!r}.",
            "Set TWOPAGES_HOST to 127.0.0.1, or unset TWOPAGES_DEMO.",
        )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
