"""A reader that answers from made-up dossiers: a person with everything, an enterprise, neighbours, and one with nothing."""

import random
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from tests.access.gates import Standing, gate_of
from tests.pages import made_up_grants, made_up_looks, made_up_rules
from tests.pages.made_up_desk import OFFICE, MadeUpDesk
from tests.pages.made_up_town import HOME, HOME_ADDRESS, PREMISES, batch, neighbourhood, surroundings
from twopages.access import Account, Gate, Open, Representation, Viewer
from twopages.access.agencies import Agencies
from twopages.access.grants import Grants
from twopages.access.looked.looks import LooksAsk, LooksPage
from twopages.access.looked.questions import OpenQuestion
from twopages.access.looked.seen import Asked
from twopages.dossier import (
    NOW,
    Cell,
    Change,
    Changes,
    Delivery,
    Dossier,
    Envelope,
    Far,
    Link,
    LinkPage,
    Moment,
    Near,
    RecordPage,
    RecordView,
    Source,
    Verdict,
)
from twopages.dossier.derive import derive
from twopages.dossier.owners import Ownership
from twopages.dossier.rule_view import scope_of, view_of
from twopages.dossier.tagged import Explanation, Held, TagsOf, WasHeld
from twopages.dossier.told import line
from twopages.keys import KeyRing
from twopages.ontology.model import Attribute, Column, Label, Model, Tag
from twopages.pages import Door, Site
from twopages.pages.reader import BatchRow, QuarantinedRow, Whereabouts
from twopages.settings import Settings
from twopages.tags.explain import by_absence, explain, would_have_to_change
from twopages.tags.trials import Trial
from twopages.values import Point, Value

PERSON, ENTERPRISE, STRANGER, EMPTY = (f"{first}0" * 16 for first in "aedb")
LONG_NAME = "阿卜杜热合曼·买买提依明江·阿卜杜热合曼"
LONG_ENTERPRISE = "上海长三角一体化绿色生态示范区青浦新城智能网联汽车零部件检验检测技术服务有限公司第一分公司"
ENTERPRISE_NAME = "上海云间精密仪器有限公司"
LICENCE_TYPES = (
    "resident-identity-card",
    "business-licence",
    "marriage-certificate",
    "teacher-qualification-certificate",
)
TEXTS = {
    "identityNumber": "310101198503128888",
    "uscc": "91310000MA1K35YQ9X",
    "name": "沈知微",
    "date": "2019-07-01",
    "datetime": "2026-03-01T08:30:00",
    "partialDate": "2026-02",
    "money": "12800",
    "decimal": "1284.5",
    "phone": "13800008888",
    "email": "lianxi@example.com",
    "address": "上海市徐汇区龙华街道龙腾大道1900弄8号1204室",
    "text": "上海市公安局徐汇分局",
    "percentage": "51",
}


@dataclass
class MadeUp:
    """Answers the questions of the pages; `asked` keeps what was looked up."""

    dossiers: dict[tuple[str, str], Dossier]
    things: dict[tuple[str, str], Dossier] = field(default_factory=dict)
    acts_for: tuple[Representation, ...] = ()
    deliveries: tuple[BatchRow, ...] = ()
    aside: tuple[QuarantinedRow, ...] = ()
    found: tuple[Far, ...] = ()
    asked: list[str] = field(default_factory=list)
    owned: dict[str, Ownership] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    moments: list[Moment] = field(default_factory=list)
    points: dict[str, Point] = field(default_factory=dict)
    around: tuple[Near, ...] = ()
    sought: list[str] = field(default_factory=list)
    tagged: dict[str, TagsOf] = field(default_factory=dict)
    counts: dict[str, int | None] = field(default_factory=dict)
    model: Model | None = None
    desk: MadeUpDesk = field(default_factory=MadeUpDesk)
    looked: made_up_looks.Looked = field(default_factory=made_up_looks.Looked)
    allowed: Agencies | None = None

    def represented(self, viewer: Viewer) -> tuple[Representation, ...]:
        return self.acts_for if viewer.subject == PERSON else ()

    @property
    def grants(self) -> Grants:
        return self.agencies.grants

    @property
    def agencies(self) -> Agencies:
        assert self.allowed
        return self.allowed

    def caption(self, cls: str, id: str) -> str:
        found = self.dossiers.get((cls, id))
        return found.caption if found else ""

    def heading(self, opened: Open) -> Dossier | None:
        found = self.ties(opened)
        return found and replace(found, link_pages=())

    def ties(self, opened: Open) -> Dossier | None:
        found = self.dossiers.get((opened.cls, opened.id))
        return found and replace(found, envelopes={}, record_pages=())

    def lineage(self, opened: Open) -> Dossier | None:
        return self.dossiers.get((opened.cls, opened.id))

    def timeline(self, opened: Open) -> Changes | None:
        return Changes(self.changes)

    def difference(self, opened: Open, before: Moment, after: Moment) -> Changes | None:
        self.moments += [before, after]
        return Changes(self.changes[:1])

    def dossier(self, opened: Open, moment: Moment = NOW) -> Dossier | None:
        self.moments.append(moment)
        dossier = self.dossiers.get((opened.cls, opened.id))
        if dossier is None:
            return None
        present, decision = tuple(record for record in dossier.records if record.present), opened.decision
        given = decision.attributes(dossier.envelopes)
        envelopes = {name: item for name, item in dossier.envelopes.items() if name in given}
        links = tuple(link for link in dossier.links if link.relation in decision.purpose.relations)
        records, links_page = (RecordPage(present, False),), (LinkPage(links, False),)
        return replace(dossier, envelopes=envelopes, record_pages=records, link_pages=links_page)

    def surroundings(self, cls: str, id: str) -> Dossier | None:
        return self.things.get((cls, id))

    def ownership(self, id: str) -> Ownership:
        return self.owned.get(id, Ownership((), ()))

    def whereabouts(self, fars: Sequence[Far]) -> Whereabouts:
        self.sought += [far.id for far in fars]
        return Whereabouts({far.id: self.points[far.id] for far in fars if far.id in self.points}, self.around)

    def tags(self, id: str) -> TagsOf | None:
        return self.tagged.get(id)

    def why(self, tag: Tag, id: str, moment: Moment = NOW) -> Explanation | None:
        """As the program reads it, but for what lies behind far ends."""
        whole, scope = self.dossiers.get((tag.cls, id)), scope_of([tag.condition])
        if whole is None or self.model is None:
            return None
        kinds = ([link for link in whole.links if (link.relation, link.forward) == kind] for kind in scope.beyond)
        view = view_of(replace(whole, link_pages=tuple(LinkPage(tuple(links), False) for links in kinds)), scope)
        day = date.fromisoformat(moment.day or TODAY)
        outcome = explain(tag.condition, view, day)
        told, change = line(self.model, outcome, view, day), would_have_to_change(self.model, outcome, day)
        return Explanation(tag.id, outcome.holds, by_absence(outcome), told, change, day)

    def holders(self) -> Mapping[str, int | None]:
        return self.counts

    def rule_text(self, tag: str) -> str:
        return made_up_rules.drafts().text(tag)

    def trial(self, text: str, day: str) -> Trial:
        assert self.model is not None
        return made_up_rules.trial(self.model, text, day)

    def by_key(self, cls: str, text: str, finds: AnySet[str]) -> tuple[Far, ...]:
        self.asked.append(text)
        return tuple(far for far in self.found if far.cls == cls) if text in TEXTS.values() else ()

    def by_name(self, cls: str, text: str) -> tuple[Far, ...]:
        self.asked.append(text)
        return tuple(far for far in self.found if far.cls == cls and text in far.caption)

    def looks(self, id: str, ask: LooksAsk, viewer: Viewer) -> LooksPage | None:
        return self.looked.looks(id, ask)

    def ask(self, id: str, look: str, viewer: Viewer, text: str) -> Asked:
        return self.looked.ask(id, look, text)

    def questions(self, viewer: Viewer) -> tuple[OpenQuestion, ...]:
        return self.looked.questions()

    def answer(self, question: str, viewer: Viewer, text: str) -> Asked:
        return self.looked.answer(question, text)

    def batches(self) -> tuple[BatchRow, ...]:
        return self.deliveries

    def quarantined(self, batch: str) -> tuple[QuarantinedRow, ...]:
        return self.aside


def site(model: Model, reader: MadeUp, door: Door | None = None, gate: Gate | None = None) -> Site:
    """What the pages are made of; receipts are kept in a list."""
    return Site(
        model, reader, door or Door(accounts()), gate or gate_of(model, _ring(), standing=standing(model, reader))
    )


@dataclass
class AgentsStand(Standing):
    """Agents stand as the reader of the pages has them."""

    allowed: Agencies | None = None

    def authorised(self, agent: str, subject: str, purpose: str) -> Representation | None:
        return self.allowed.authorised(agent, subject, purpose) if self.allowed else None


def standing(model: Model, reader: MadeUp) -> Standing:
    """Every purpose is granted to its department."""
    granted = {(purpose.department or "", purpose.id) for purpose in model.purposes.values()}
    return AgentsStand(grants=granted, allowed=reader.allowed)


@lru_cache(1)
def _ring() -> KeyRing:
    return KeyRing.create(replace(Settings(), home=Path(mkdtemp())))


def accounts() -> dict[str, Account]:
    return {
        "citizen": Account("citizen", "citizen", PERSON, Label("沈知微", "Shen Zhiwei"), "t1"),
        "nobody": Account("nobody", "citizen", EMPTY, Label("没有数据的人", "Somebody without data"), "t2"),
        "caseworker": Account(
            "caseworker", "caseworker", None, Label("办事窗口", "Service window"), "t3", OFFICE, ("approver",)
        ),
        "clerk": Account("clerk", "caseworker", None, Label("经办人", "Clerk"), "t5", OFFICE),
        "officer": Account("officer", "steward", None, Label("治理专员", "Officer"), "t7", "big-data-centre"),
        "inspector": Account(
            "inspector", "caseworker", None, Label("监管人员", "Inspector"), "t8", "market-regulation"
        ),
        "guest": Account("guest", "caseworker", None, Label("无部门", "Of no department"), "t6"),
        "steward": Account("steward", "steward", None, Label("数据管理员", "Data steward"), "t4"),
        "auditor": Account("auditor", "auditor", None, Label("审计人员", "Auditor"), "t5"),
    }


def reader(model: Model, name: str = "沈知微", enterprise: str = ENTERPRISE_NAME) -> MadeUp:
    person, firm, stranger = (
        Far(PERSON, "Person", name),
        Far(ENTERPRISE, "Enterprise", enterprise),
        Far(STRANGER, "Person", "陆明远"),
    )
    dossiers = {
        ("Person", PERSON): full(model, person, persons_links(model, firm)),
        ("Enterprise", ENTERPRISE): full(model, firm, enterprise_links(person)),
        ("Person", STRANGER): full(model, stranger, ()),
        ("Person", EMPTY): Dossier(EMPTY, "Person", "没有数据的人", {}, (), ()),
    }
    batches = tuple(batch(dataset, number) for number, dataset in enumerate(model.datasets))
    aside = (
        QuarantinedRow(12, "公民身份号码", "CHECKSUM", "310****8888"),
        QuarantinedRow(204, "出生日期", "NOT_A_DATE", "••••"),
    )
    made = MadeUp(dossiers, surroundings(), (made_up_grants.heads(firm),), batches, aside, (firm, stranger))
    made.model, made.tagged, made.counts = model, tagged(), {"minor": 1230, "centenarian": None}
    made.looked = made_up_looks.looked((PERSON, ENTERPRISE, STRANGER), EMPTY)
    made.allowed = made_up_grants.agencies(model, person, ENTERPRISE, stranger)
    made.points, made.around = {HOME: (121.4560, 31.2290), PREMISES: (121.5890, 31.2070)}, neighbourhood()
    return made


def tagged() -> dict[str, TagsOf]:
    """The tags of the person and the enterprise; those of a pension and a list are sensitive, those of age no longer hold."""
    names = ("minor", "registered-resident", "legal-representative", "retired", "personal-credit-listed")
    person = tuple(Held(name, "2025-11-03", 1, ("r0a",)) for name in names)
    past = (
        WasHeld("young-adult", "2019-01-01", "2024-05-01", 1),
        WasHeld("spouse-lost", "2020-01-01", "2021-06-30", 1),
    )
    return {PERSON: TagsOf(person, past), ENTERPRISE: TagsOf((Held("small-and-micro", "2025-11-03", 2, ()),), ())}


TODAY = "2026-03-15"  # of values that are derived


def full(model: Model, far: Far, links: tuple[Link, ...]) -> Dossier:
    """A dossier with a value for every attribute that any dataset supplies."""
    dice = random.Random(7)
    records = {record.dataset: record for record in records_of(model, far, dice)}
    attributes = (model.attributes[item] for item in model.classes[far.cls].attributes)
    given = {
        item.id: envelope(model, item, records, far) for item in attributes if set(item.authorities) & set(records)
    }
    envelopes = derive(model, model.classes[far.cls].attributes, given, {}, TODAY)
    past = tuple(older(record) for record in list(records.values())[:1])
    newest = tuple(
        replace(record, replaces=past[0].id) if record.id + "-old" == past[0].id else record
        for record in records.values()
    )
    return Dossier(
        far.id, far.cls, far.caption, envelopes, (RecordPage((*newest, *past), False),), (LinkPage(links, False),)
    )


def records_of(model: Model, far: Far, dice: random.Random) -> Iterator[RecordView]:
    for number, dataset in enumerate(model.datasets.values()):
        if any(name in model.classes[far.cls].attributes for column in dataset.columns for name in names(column)):
            file = f"{dataset.id}-20260301.csv"
            delivery = Delivery(
                f"b{number}", file, "9f" * 32, 100 + number * 37, "2026-03-01", "2026-03-02T03:20:00", "full"
            )
            cells = tuple(cell(model, far, column, dice) for column in dataset.columns if column.loaded)
            yield RecordView(
                f"r{number}{far.id[0]}", dataset.id, True, "2026-02-28T09:00:00", delivery, cells, None, None
            )


def names(column: Column) -> list[str]:
    return [target.name for target in column.targets if target.role == "attribute"]


def cell(model: Model, far: Far, column: Column, dice: random.Random) -> Cell:
    own = tuple(name for name in names(column) if model.attributes[name].cls == far.cls)
    if not own:
        others = column.grade > 2 and column.targets[0].role in {"object", "to", "from"}
        return Cell(column.header, "••••" if others else "示例", (), "", ())
    if dice.random() < 0.08:
        return Cell(column.header, "2026-13-40", (), "NOT_A_DATE", ())
    value = value_of(model, model.attributes[own[0]], far)
    return Cell(column.header, f" {value}", (value,), "", own)


def value_of(model: Model, attribute: Attribute, far: Far) -> Value:
    if attribute.id == model.classes[far.cls].caption:
        return far.caption
    if attribute.codes:
        codes = list(model.code_lists[attribute.codes].codes)
        return codes[len(attribute.id) % len(codes)]
    plain: Mapping[str, Value] = {"boolean": True, "integer": 128, "year": 2025, **TEXTS}
    return plain.get(attribute.kind, "示例")


def envelope(model: Model, attribute: Attribute, records: Mapping[str, RecordView], far: Far) -> Envelope:
    suppliers = [records[dataset] for dataset in attribute.authorities if dataset in records]
    value = value_of(model, attribute, far)
    verdicts: tuple[Verdict, ...] = ("winner", "agrees", "agrees", "contradicts", "outdated")
    sources = tuple(
        Source(
            record.id, record.dataset, rank, (value,), f" {value}", header(model, record.dataset, attribute.id),
            "2026-02-28T09:00:00", "", verdicts[min(rank, 5) - 1], True, record.delivery, attribute.id,
        )
        for rank, record in enumerate(suppliers, 1)
    )  # fmt: skip
    return Envelope(attribute.id, (value,), sources)


def header(model: Model, dataset: str, attribute: str) -> str:
    return next(column.header for column in model.datasets[dataset].columns if attribute in names(column))


def older(record: RecordView) -> RecordView:
    delivery = replace(record.delivery, file=record.delivery.file.replace("0301", "0201"), as_of="2026-02-01")
    return replace(record, id=record.id + "-old", present=False, observed="2026-01-31T09:00:00", delivery=delivery)


def persons_links(model: Model, firm: Far) -> tuple[Link, ...]:
    home, household = Far(HOME, "Address", HOME_ADDRESS), Far("h1" * 13, "Household", "户 31010400218")
    return (
        Link("LEGAL_REPRESENTATIVE_OF", True, firm, {}, ("r1",)),
        Link("SHAREHOLDER_OF", True, firm, {"shareRatio": "51", "subscribedCapital": "5100000"}, ()),
        Link("SHAREHOLDER_OF", True, Far("e2" * 13, "Enterprise", LONG_ENTERPRISE), {"shareRatio": "4.5"}, ()),
        Link("EMPLOYED_BY", True, firm, {"since": "2019-07-01"}, ()),
        Link("SPOUSE_OF", True, Far(STRANGER, "Person", "陆明远"), {"since": "2012-05-20"}, ()),
        Link("MEMBER_OF_HOUSEHOLD", True, household, {"since": "2012-06-01"}, ()),
        Link("REGISTERED_RESIDENCE_AT", True, home, {}, ()),
        Link("RESIDES_AT", True, home, {"since": "2016-03-01"}, ()),
        *(licence(model, number) for number in range(4)),
        penalty(model),
    )


def enterprise_links(person: Far) -> tuple[Link, ...]:
    staff = (Far(f"s{number:025}", "Person", f"职工{number}") for number in range(24))
    return (
        Link("LEGAL_REPRESENTATIVE_OF", False, person, {}, ()),
        Link("INVESTS_IN", True, Far("e2" * 13, "Enterprise", LONG_ENTERPRISE), {"shareRatio": "30"}, ()),
        Link("REGISTERED_AT", True, Far(PREMISES, "Address", "上海市浦东新区张江镇博云路2号"), {}, ()),
        *(Link("SENIOR_MANAGER_OF", False, one, {"since": "2021-04-01"}, ()) for one in staff),
    )


def licence(model: Model, number: int) -> Link:
    far = Far(
        f"l{number:025}", "Licence", ("中华人民共和国居民身份证", "上海市居住证", "结婚证", "机动车驾驶证")[number]
    )
    pages = (LinkPage((moved_child(),), False),) if number == 0 else ()
    held = dict(full(model, far, ()).envelopes)
    held["licenceType"] = held["licenceType"]._replace(values=(LICENCE_TYPES[number],))
    return Link("HELD_BY", False, far, {}, (), (), held, pages)


def moved_child() -> Link:
    """A licence under another whose state was moved from valid to revoked."""
    states = {"licenceState": "1", "effectiveLicenceState": "3"}
    envelopes = {name: Envelope(name, (code,), ()) for name, code in states.items()}
    return Link("PART_OF", False, Far("c1" * 13, "Licence", "食品经营许可证"), {}, (), (), envelopes)


def penalty(model: Model) -> Link:
    far = Far("x1" * 13, "Penalty", "沪市监徐处〔2025〕042025000123号")
    return Link("IMPOSED_ON", False, far, {}, (), (), full(model, far, ()).envelopes)
