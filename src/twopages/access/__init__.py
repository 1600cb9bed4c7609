"""Access: who is asking, and the decision what may be opened, made before anything is read."""

from twopages.access.decide import may_find, may_search, opened, own_class, represented
from twopages.access.sessions import Pending, Session, Sessions
from twopages.access.viewer import (
    Account,
    Role,
    Signed,
    Viewer,
    bearer,
    load_accounts,
    new_account,
    require_loopback,
    save_accounts,
)

__all__ = [
    "Account",
    "Pending",
    "Role",
    "Session",
    "Sessions",
    "Signed",
    "Viewer",
    "bearer",
    "load_accounts",
    "may_find",
    "may_search",
    "new_account",
    "opened",
    "own_class",
    "represented",
    "require_loopback",
    "save_accounts",
]
