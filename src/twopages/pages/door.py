"""How people come in: with a demo account, or through the issuer; and how their sessions are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from twopages.access import Account, Sessions
from twopages.access.oidc import SignIn
from twopages.settings import Settings


def _sessions() -> Sessions:
    settings = Settings()
    return Sessions(settings.session_idle, settings.session_longest)


@dataclass(frozen=True, slots=True)
class Door:
    """The demo accounts (none where the demo is off), the issuer if there is one, and the sessions.

    `secure`: browsers come over TLS; `origin`: where the issuer's own forms are, which ours may lead to.
    """

    accounts: Mapping[str, Account] = field(default_factory=dict)
    issuer: SignIn | None = None
    origin: str = ""
    secure: bool = False
    sessions: Sessions = field(default_factory=_sessions)
