"""Access: who is asking, and the decision what may be opened, made before anything is read."""

from twopages.access.decide import own_class, represented
from twopages.access.decision import Decision, Element
from twopages.access.gate import Gate, Looking, Open, Question
from twopages.access.ground import Ground, Grounds
from twopages.access.reasons import DeniedError
from twopages.access.represent import Representation
from twopages.access.sessions import Pending, Session, Sessions, Work
from twopages.access.viewer import (
    Account,
    Role,
    Signed,
    Viewer,
    bearer,
    bears_token,
    load_accounts,
    new_account,
    require_loopback,
    save_accounts,
)

__all__ = [
    "Account",
    "Decision",
    "DeniedError",
    "Element",
    "Gate",
    "Ground",
    "Grounds",
    "Looking",
    "Open",
    "Pending",
    "Question",
    "Representation",
    "Role",
    "Session",
    "Sessions",
    "Signed",
    "Viewer",
    "Work",
    "bearer",
    "bears_token",
    "load_accounts",
    "new_account",
    "own_class",
    "represented",
    "require_loopback",
    "save_accounts",
]
