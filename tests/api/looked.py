"""Looks held in memory: the same three at every file, as the engine reads them and as plain dicts."""

from collections.abc import Set as AnySet
from typing import Any

from tests.api.memory import TAGGED
from twopages.access.looked.looks import LookGroup, LooksAsk, LooksPage
from twopages.access.looked.seen import Asked, LookSeen
from twopages.dossier import cursor

OFFICE = next(iter(TAGGED.departments.values()))
MOMENT = "2021-03-0{}T08:00:00.000Z"
QUESTIONS = (
    Asked("q1", MOMENT.format(4), "why", "", None),
    Asked("q2", MOMENT.format(5), "who", "we", MOMENT.format(6)),
)
LOOKS = tuple(
    LookSeen(
        f"{number:032x}", MOMENT.format(number), "caseworker", office, "purpose/x", "law", number > 1,
        ("sex", "wage"), ("wage",), "page", "Human", False, QUESTIONS[number - 1 :],
    )
    for number, office in ((3, OFFICE.id), (2, None), (1, "another"))
)  # fmt: skip
PLACE = cursor(LOOKS[0].at, LOOKS[0].id)


class RoomLooks:
    """Answers questions for looks."""

    def page(self, id: str, ask: LooksAsk, mine: AnySet[str]) -> LooksPage:
        """Everybody was looked at three times."""
        rest = [look for look in LOOKS if ask.after is None or (look.at, look.id) < ask.after]
        return LooksPage(
            tuple(rest[: ask.size]), len(rest) > ask.size, (LookGroup(None, "caseworker", "purpose/x", False, 3),)
        )


def plain_looks(first: int, after: str | None) -> tuple[list[dict[str, Any]], bool]:
    """The edges of a page, and whether more follow."""
    edges = [{"cursor": cursor(look.at, look.id), "node": _plain(look)} for look in LOOKS]
    rest = edges[1:] if after == PLACE else edges
    return rest[:first], len(rest) > first


def _plain(look: LookSeen) -> dict[str, Any]:
    known = look.organisation == OFFICE.id
    label = {"zh": OFFICE.label.zh, "en": OFFICE.label.en} if known else None
    questions = [
        {"id": one.id, "at": one.at, "text": one.text, "answer": one.answer or None, "answered": one.answered}
        for one in look.asked
    ]
    return {
        "id": look.id, "at": look.at, "role": "caseworker", "organisation": look.organisation, "organisationLabel": label,
        "purpose": "purpose/x", "purposeLabel": None, "basis": "law", "case": look.case, "look": "page",
        "fields": ["sex", "wage"], "masked": ["wage"], "own": False, "questions": questions,
    }  # fmt: skip
