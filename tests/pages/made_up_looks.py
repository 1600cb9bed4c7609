"""Looks that are made up: of offices and of the subject itself, with questions that are asked and answered in memory."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from twopages.access.looked.looks import LookGroup, LooksAsk, LooksPage
from twopages.access.looked.questions import OpenQuestion, QuestionError, tidied
from twopages.access.looked.seen import Asked, LookSeen
from twopages.dossier import MomentError

KINDS = (  # role, organisation, purpose, basis, case, fields, masked, look
    ("caseworker", "civil-affairs", "social-assistance-review", "《社会救助暂行办法》", True,
     ("fullName", "identityNumber", "residenceAddress", "pensionMonthly", "low-income-family", "MEMBER_OF_HOUSEHOLD"),
     ("identityNumber", "pensionMonthly"), "page"),
    ("caseworker", "health", "purpose/newborn-one-thing", "newborn-one-thing/1", True,
     ("fullName", "birthDate", "PARENT_OF:fullName"), (), "graphql"),
    ("institution", "organisation:9f", "inclusive-finance-loan", "《征信业管理条例》", False, ("fullName", "tags"), (), "export"),
    ("caseworker", "a-former-office", "a-former-purpose", "A former law", False, ("formerField",), ("formerField",), "search"),
    ("citizen", None, "self-view-person", "《个人信息保护法》第四十四条、第四十五条", False,
     ("fullName", "birthDate", "identityNumber"), (), "page"),
)  # fmt: skip


@dataclass
class Looked:
    """The looks at each file, newest first."""

    of: dict[str, list[LookSeen]] = field(default_factory=dict)

    def looks(self, id: str, ask: LooksAsk) -> LooksPage | None:
        if id not in self.of:
            return None
        seen = list(self.of[id])
        for day in filter(None, (ask.since, ask.until)):
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                raise MomentError("no day")
        seen = [look for look in seen if (ask.since or "") <= look.at[:10] <= (ask.until or "9")]
        kinds = Counter((look.organisation, look.role, look.purpose, look.own) for look in seen)
        groups = tuple(LookGroup(*kind, number) for kind, number in kinds.most_common())
        fitting = [
            look for look in seen if LookGroup(look.organisation, look.role, look.purpose, look.own, 1).fits(ask)
        ]
        rest = [look for look in fitting if ask.after is None or (look.at, look.id) < ask.after]
        return LooksPage(tuple(rest[: ask.size]), len(rest) > ask.size, groups)

    def ask(self, id: str, look: str, text: str) -> Asked:
        place = next((number for number, one in enumerate(self.of.get(id, ())) if one.id == look), None)
        question = Asked(f"q{look}", "2026-03-15T01:30:00.000Z", tidied(text), "", None)
        if place is None or not all(asked.answer for asked in self.of[id][place].asked):
            raise QuestionError("QUESTION_LOOK")
        one = self.of[id][place]
        self.of[id][place] = replace(one, asked=(*one.asked, question))
        return question

    def questions(self) -> tuple[OpenQuestion, ...]:
        looks = [look for seen in self.of.values() for look in seen]
        return tuple(
            OpenQuestion(asked, replace(look, asked=())) for look in looks for asked in look.asked if not asked.answer
        )

    def answer(self, question: str, text: str) -> Asked:
        told = {"answer": tidied(text), "answered": "2026-03-16T02:00:00.000Z"}
        found = next((item.asked for item in self.questions() if item.asked.id == question), None)
        if found is None:
            raise QuestionError("QUESTION_GONE")
        for seen in self.of.values():
            seen[:] = [
                replace(look, asked=tuple(replace(one, **told) if one == found else one for one in look.asked))
                for look in seen
            ]
        return replace(found, **told)


def looked(ids: Sequence[str], nobodys: str) -> Looked:
    """Looks at some files, and a file that nobody looked at."""
    made = Looked({id: [look(id, number) for number in range(60, 0, -1)] for id in ids} | {nobodys: []})
    answered, waiting = made.of[ids[0]][0], made.of[ids[0]][2]
    made.ask(ids[0], answered.id, "我没有申请过救助。\n为什么查看？")
    made.answer(f"q{answered.id}", "您的家庭成员申请了低保，审核时须核对同住家庭成员。")
    made.ask(ids[0], waiting.id, "我没有申请贷款。")
    return made


def look(id: str, number: int) -> LookSeen:
    role, organisation, purpose, basis, case, fields, masked, way = KINDS[number % len(KINDS)]
    at = f"2026-{1 + number // 25:02}-{1 + number % 25:02}T0{number % 10}:15:00.000Z"
    cls = "Enterprise" if id.startswith("e") else "Person"
    return LookSeen(
        f"{number:031x}{id[0] if id[0] in 'abcdef' else '0'}", at, role, organisation, purpose, basis, case, fields, masked, way, cls,
        role == "citizen",
    )  # fmt: skip
