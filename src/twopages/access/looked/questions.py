"""Questions about looks: whoever may open a file as the own one asks, an auditor answers; both texts are sealed in the graph."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from twopages.access.looked.seen import Asked, LookSeen
from twopages.errors import TwoPagesError
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.receipts.receipt import now

MOST: Final = 1_000  # characters of a question or an answer
_LISTED: Final = 100  # open questions that are shown at once


class QuestionError(TwoPagesError):
    """A question or an answer without text, or longer than it may be."""

    code = "QUESTION"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that waits for an answer, and the look that it is about."""

    asked: Asked
    look: LookSeen


class Questions:
    """Asks and answers; who does so stands there as the hash of an account."""

    def __init__(self, store: Store, keys: KeyRing) -> None:
        self._store, self._keys = store, keys

    def ask(self, subject: str, look: str, account: str, text: str) -> bool:
        """Ask about a look at a file; False when there is no such look at it, or a question about it is open already.

        QuestionError where there is no text or too much of it.
        """
        question = {"id": secrets.token_hex(16), "at": now(), "account": account, "state": "open"}
        return self._write("question_ask", {"subject": subject, "look": look}, question, "text", tidied(text))

    def answer(self, question: str, account: str, text: str) -> bool:
        """Answer a question; False when none is open to this account: nobody answers for own looks. QuestionError as for questions."""
        told = {"id": question, "answered": now(), "answeredBy": account, "state": "answered"}
        return self._write("question_answer", {"id": question}, told, "answer", tidied(text))

    def open(self, account: str) -> tuple[OpenQuestion, ...]:
        """The questions that wait for an answer of an account, oldest first, as many as one sees at once."""
        rows = self._store.read(statement("questions_open"), {"size": _LISTED, "account": account})
        return tuple(OpenQuestion(Asked.of(self._keys, row["question"]), LookSeen.of(row["look"], ())) for row in rows)

    def _write(self, name: str, found: Mapping[str, str], told: Mapping[str, str], part: str, text: str) -> bool:
        """Whether a statement found what it changes; the text is sealed under the lock, so that no key retires meanwhile."""

        def work(tx: Transaction) -> bool:
            tx.run(statement("reseal_lock"))
            sealed = {**told, part: self._keys.seal(text.encode(), told["id"])}
            return bool(tx.run(statement(name), {**found, "told": sealed}))

        return self._store.write(work)


def tidied(text: str) -> str:
    """A text as it is kept: one sign a line end, nothing around it; QuestionError where it is empty or too long."""
    found = "\n".join(text.split("\r\n")).strip()
    if not found or len(found) > MOST:
        raise QuestionError(f"A question or an answer has from 1 to {MOST:,} characters.")
    return found
