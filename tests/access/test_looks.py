"""Reading looks: by present and former ids, filtered as a plain list would be; and questions with their answers."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from tests.receipts.looks import receipt
from twopages.access import Role, Viewer
from twopages.access.looked.accounts import account_hash
from twopages.access.looked.index import Indexer
from twopages.access.looked.looks import Looks, LooksAsk, LooksPage
from twopages.access.looked.questions import QuestionError, Questions
from twopages.dossier import MomentError
from twopages.feed import reseal as sealing
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.receipts import Folder, Receipt, ReceiptLog
from twopages.settings import Settings

NOW_ID, FORMER_ID, OTHER_ID, NEW_ID = (f"{number:032x}" for number in (1, 2, 3, 4))
OFFICES = (("caseworker", "civil-affairs"), ("caseworker", "health"), ("citizen", None), ("auditor", None))
PURPOSES = ("purpose/newborn", "self-view", "audit")
SHANGHAI = timezone(timedelta(hours=8))
MOMENTS = tuple(f"2026-03-{day:02}T{hour}.000Z" for day in (1, 2, 3) for hour in ("02:00:00", "15:59:59", "16:00:00"))


@dataclass(frozen=True)
class Made:
    """Looks in a graph, and the receipts that they were made of."""

    store: Store
    keys: KeyRing
    model: Model
    receipts: Sequence[Receipt]

    @property
    def looks(self) -> Looks:
        return Looks(self.store, self.keys)

    @property
    def questions(self) -> Questions:
        return Questions(self.store, self.keys, self.model)

    @property
    def mine(self) -> frozenset[str]:
        return frozenset({account_hash(self.keys, "me")})

    def page(self, ask: LooksAsk, id: str = NOW_ID) -> LooksPage:
        page = self.looks.page(id, ask, self.mine)
        assert page is not None
        return page


@pytest.fixture(scope="module")
def made(open_graph: Store, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    home = tmp_path_factory.mktemp("looks")
    ring = KeyRing.create(Settings(home=home))
    forget(open_graph)
    text = """CREATE (e:Entity:Looked {id: $now}), (:Entity:Looked:Alias {id: $former})-[:ALIAS_OF]->(e),
      (:Entity:Looked {id: $other}), (:Entity:Looked {id: $new})"""
    ids = {"now": NOW_ID, "former": FORMER_ID, "other": OTHER_ID, "new": NEW_ID}
    open_graph.write(lambda tx: tx.run(text, ids))
    receipts = list(looked(ring))
    with ReceiptLog(Folder(home / "receipts"), ring) as log:
        log.write(receipts)
    for _ in range(2):
        Indexer(open_graph, Folder(home / "receipts"), lambda: ring.public_keys).run()
    yield Made(open_graph, ring, model, receipts)
    forget(open_graph)


def forget(store: Store) -> None:
    for label in ("Look", "LookPlace", "Question", "Looked"):
        store.write(lambda tx, label=label: tx.run(f"MATCH (n:{label}) DETACH DELETE n"))  # type: ignore[misc]


def looked(ring: KeyRing) -> Iterator[Receipt]:
    """Looks of every kind at every moment, at two files; one of them was two before."""
    kinds = itertools.product(MOMENTS, OFFICES, PURPOSES, ("me", "you"))
    ids = itertools.cycle((NOW_ID, FORMER_ID, OTHER_ID, NOW_ID, FORMER_ID))
    for (at, (role, organisation), purpose, account), subject in zip(kinds, ids, strict=False):
        told = {"at": at, "role": role, "organisation": organisation, "purpose": purpose, "subject": subject}
        yield receipt(0, **told, account=account_hash(ring, account), case="2026-17" if account == "you" else None)


def expected(made: Made, ask: LooksAsk) -> list[str]:
    """What a plain list says."""
    own = made.mine
    found = [
        one
        for one in made.receipts
        if one.subject in (NOW_ID, FORMER_ID)
        and ask.purpose in (None, one.purpose)
        and ask.office in (None, one.organisation or one.role)
        and ask.own in (None, one.account in own)
        and (ask.since or "") <= day(one.at) <= (ask.until or "9")
    ]
    return [one.id for one in sorted(found, key=lambda one: (one.at, one.id), reverse=True)]


def day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).date().isoformat()


DAYS = st.none() | st.sampled_from([f"2026-03-{day:02}" for day in range(1, 6)])
ASKS = st.builds(
    LooksAsk,
    size=st.integers(1, 40),
    purpose=st.none() | st.sampled_from((*PURPOSES, "none")),
    office=st.none() | st.sampled_from([organisation or role for role, organisation in OFFICES]),
    since=DAYS,
    until=DAYS,
    own=st.none() | st.booleans(),
)


@tried(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ask=ASKS, id=st.sampled_from((NOW_ID, FORMER_ID)))
def test_pages_one_after_the_other_are_what_a_plain_list_says(made: Made, ask: LooksAsk, id: str) -> None:
    wanted, found = expected(made, ask), list[str]()
    page = made.page(ask, id)
    assert page.total(ask) == len(wanted)
    while True:
        found += [look.id for look in page.looks]
        if not page.more:
            break
        last = page.looks[-1]
        page = made.page(
            LooksAsk(ask.size, (last.at, last.id), ask.purpose, ask.office, ask.since, ask.until, ask.own), id
        )
    assert found == wanted


def test_a_look_is_what_its_receipt_says_but_for_account_and_case(made: Made) -> None:
    by_id = {one.id: one for one in made.receipts}
    for look in made.page(LooksAsk(200)).looks:
        told = by_id[look.id]
        assert (look.at, look.role, look.organisation, look.purpose) == (
            told.at,
            told.role,
            told.organisation,
            told.purpose,
        )
        assert (look.fields, look.masked, look.basis, look.look) == (told.fields, told.masked, told.basis, told.look)
        assert (look.own, look.case) == (told.account in made.mine, told.case is not None)


def test_a_file_that_nobody_looked_at_has_no_looks_and_one_that_is_not_there_none_to_tell(made: Made) -> None:
    assert made.page(LooksAsk(), NEW_ID) == LooksPage((), False, ())
    assert made.looks.page("f" * 32, LooksAsk()) is None


def test_without_accounts_of_ones_own_nothing_is_own(made: Made) -> None:
    page = made.looks.page(NOW_ID, LooksAsk(200))
    assert page
    assert not any(look.own for look in page.looks)
    assert not any(group.own for group in page.groups)


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused(made: Made, day: str) -> None:
    with pytest.raises(MomentError):
        made.page(LooksAsk(since=day, until=day))


ME, YOU = Viewer("me", "citizen", NOW_ID), Viewer("you", "auditor", None)
AUDITOR = Viewer("auditor", "auditor", None)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(QuestionError) as raised:
        act()
    assert raised.value.said.zh and raised.value.said.en == str(raised.value)
    return raised.value.code


def test_a_question_is_answered_and_stands_beside_its_look(made: Made) -> None:
    questions, look = made.questions, made.page(LooksAsk(own=False)).looks[0]
    for id, at in ((OTHER_ID, look.id), (NOW_ID, "f" * 32)):
        assert refused(lambda id=id, at=at: questions.ask(id, at, ME, "哪一次？")) == "QUESTION_LOOK"  # type: ignore[misc]
    asked = questions.ask(FORMER_ID, look.id, ME, "  为什么查看？\r\n请说明。 ")
    assert (asked.text, asked.answer) == ("为什么查看？\n请说明。", "")
    assert refused(lambda: questions.ask(NOW_ID, look.id, ME, "又问一次")) == "QUESTION_LOOK"
    (waiting,) = questions.open(AUDITOR)
    assert (waiting.asked, waiting.look.id, waiting.look.purpose) == (asked, look.id, look.purpose)
    for involved in (replace(ME, role="auditor"), YOU):  # who asked, and who looked
        assert questions.open(involved) == ()
        assert refused(lambda one=involved: questions.answer(asked.id, one, "我来答")) == "QUESTION_GONE"  # type: ignore[misc]
    in_store = made.store.read("MATCH (q:Question) RETURN q {.*} AS q")
    assert "查看" not in str(in_store)
    answered = questions.answer(asked.id, AUDITOR, "因办理低保。")
    assert (answered.text, answered.answer) == (asked.text, "因办理低保。") and answered.answered
    assert refused(lambda: questions.answer(asked.id, AUDITOR, "另一个回答")) == "QUESTION_GONE"
    assert questions.open(AUDITOR) == ()
    seen = made.page(LooksAsk(own=False)).looks[0]
    assert seen.asked == (answered,)
    others = made.looks.page(NOW_ID, LooksAsk(200))
    assert others
    assert not any(look.asked for look in others.looks)
    assert questions.ask(NOW_ID, look.id, ME, "还有一问")


@pytest.mark.parametrize("role", ["citizen", "caseworker", "steward", "agent", "institution"])
def test_only_auditors_read_questions_and_answer_them(made: Made, role: Role) -> None:
    look, other = made.page(LooksAsk(own=True)).looks[0], Viewer("other", role, None, "civil-affairs")
    asked = made.questions.ask(NOW_ID, look.id, ME, "谁来答？")
    assert made.questions.open(other) == ()
    assert refused(lambda: made.questions.answer(asked.id, other, "我来答")) == "QUESTION_GONE"
    assert made.questions.answer(asked.id, AUDITOR, "审计来答").answer


@pytest.mark.parametrize("text", ["", " \r\n ", "问" * 1001])
def test_no_text_and_too_much_of_it_are_refused(made: Made, text: str) -> None:
    look = made.page(LooksAsk()).looks[0]
    assert refused(lambda: made.questions.ask(NOW_ID, look.id, ME, text)) == "QUESTION_TEXT"
    assert refused(lambda: made.questions.answer("f" * 32, AUDITOR, text)) == "QUESTION_TEXT"


def test_questions_and_answers_come_under_the_newest_key(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    look = made.page(LooksAsk(own=True)).looks[-1]
    asked = made.questions.ask(NOW_ID, look.id, ME, "旧钥匙的问题")
    made.questions.answer(asked.id, AUDITOR, "旧钥匙的回答")
    old, newer = made.keys.newest, made.keys.rotate()
    monkeypatch.setattr(sealing, "KINDS", sealing.KINDS[-2:])  # the store holds what another ring sealed
    sealing.reseal(made.store, newer, lambda kind, number: None)
    assert sealing.counted(made.store)[old] == 0
    seen = next(item for item in made.page(LooksAsk(own=True, size=200)).looks if item.id == look.id).asked
    assert [(one.text, one.answer) for one in seen] == [("旧钥匙的问题", "旧钥匙的回答")]
