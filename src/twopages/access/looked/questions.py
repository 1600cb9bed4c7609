"""Questions about looks: whoever may open a file as the own one asks, an auditor answers; both texts are sealed in the graph."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from twopages.access.ground import reads_receipts
from twopages.access.looked.accounts import account_hash
from twopages.access.looked.seen import Asked, LookSeen
from twopages.access.reasons import ActError
from twopages.access.viewer import Viewer
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Model
from twopages.receipts.receipt import now

MOST: Final = 1_000  # characters of a question or an answer
_LISTED: Final = 100  # open questions that are shown at once
Refusal = Literal["QUESTION_TEXT", "QUESTION_LOOK", "QUESTION_GONE"]

_SAID: Final[Mapping[Refusal, Label]] = {
    "QUESTION_TEXT": Label(
        f"没有填写内容，或者超过了 {MOST:,} 字。", f"There was no text, or more than {MOST:,} characters of it."
    ),
    "QUESTION_LOOK": Label(
        "这份档案没有这次查看，或者对它的疑问还在等待答复。",
        "There is no such look at this file, or a question about it waits for its answer already.",
    ),
    "QUESTION_GONE": Label("没有等待您答复的这一疑问。", "No such question waits for an answer of yours."),
}


class QuestionError(ActError):
    """A question cannot be asked or answered.

    QUESTION_TEXT: it has no text, or more than it may; QUESTION_LOOK: there is no such look at the file, or a question about it
    is open; QUESTION_GONE: none of this id is open to this auditor.
    """

    def __init__(self, code: Refusal) -> None:
        super().__init__(code, _SAID[code])


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that waits for an answer, and the look that it is about."""

    asked: Asked
    look: LookSeen


class Questions:
    """Asks and answers; who does so stands there as the hash of an account."""

    def __init__(self, store: Store, keys: KeyRing, model: Model) -> None:
        self._store, self._keys, self._model = store, keys, model

    def ask(self, subject: str, look: str, viewer: Viewer, text: str) -> Asked:
        """Ask about a look at a file that is open to the viewer as the own one; QuestionError where that cannot be."""
        told = {"id": secrets.token_hex(16), "at": now(), "account": self._account(viewer), "state": "open"}
        found = self._write("question_ask", {"subject": subject, "look": look}, told, "text", tidied(text))
        if not found:
            raise QuestionError("QUESTION_LOOK")
        return Asked.of(self._keys, found[0]["question"])

    def answer(self, question: str, viewer: Viewer, text: str) -> Asked:
        """Answer a question as an auditor; nobody answers for own looks. QuestionError where that cannot be."""
        told = {"id": question, "answered": now(), "answeredBy": self._account(viewer), "state": "answered"}
        answer, found = tidied(text), list[dict[str, Any]]()
        if reads_receipts(self._model, viewer):
            found = self._write("question_answer", {"id": question}, told, "answer", answer)
        if not found:
            raise QuestionError("QUESTION_GONE")
        return Asked.of(self._keys, found[0]["question"])

    def open(self, viewer: Viewer) -> tuple[OpenQuestion, ...]:
        """The questions that wait for an answer of an auditor, oldest first, as many as one sees at once; none for anybody else."""
        if not reads_receipts(self._model, viewer):
            return ()
        rows = self._store.read(statement("questions_open"), {"size": _LISTED, "account": self._account(viewer)})
        return tuple(OpenQuestion(Asked.of(self._keys, row["question"]), LookSeen.of(row["look"], ())) for row in rows)

    def _account(self, viewer: Viewer) -> str:
        return account_hash(self._keys, viewer.account)

    def _write(
        self, name: str, found: Mapping[str, str], told: Mapping[str, str], part: str, text: str
    ) -> list[dict[str, Any]]:
        """What a statement changed; the text is sealed under the lock, so that no key retires meanwhile."""

        def work(tx: Transaction) -> list[dict[str, Any]]:
            tx.run(statement("reseal_lock"))
            sealed = {**told, part: self._keys.seal(text.encode(), told["id"])}
            return tx.run(statement(name), {**found, "told": sealed})

        return self._store.write(work)


def tidied(text: str) -> str:
    """A text as it is kept: one sign a line end, nothing around it; QuestionError where it is empty or too long."""
    found = "\n".join(text.split("\r\n")).strip()
    if not found or len(found) > MOST:
        raise QuestionError("QUESTION_TEXT")
    return found
