"""A small ontology made by hand: persons, enterprises, licences; and rows about them. Shared by the tests of the rooms that read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.access.purposes import with_purposes
from twopages.ontology.model import (
    Attribute,
    Code,
    CodeList,
    Column,
    Dataset,
    Department,
    Digest,
    EntityClass,
    Group,
    Label,
    Library,
    Model,
    Part,
    Relation,
    Target,
)
from twopages.values import Recipe


def label(text: str) -> Label:
    return Label(f"中{text}", text)


def attribute(id: str, cls: str, kind: str, authorities: Sequence[str], **other: object) -> Attribute:
    base = Attribute(
        id, cls, label(id), label(id), kind, None, False, 2, "facts", tuple(authorities), None, False, False, None, False, (), 1
    )  # fmt: skip
    return replace(base, **other)  # type: ignore[arg-type]


def column(header: str, targets: str, kind: str = "text", **other: object) -> Column:
    base = Column(header, 1, tuple(map(target, targets.split(";"))), Recipe(kind), False, False, (), 2)
    return replace(base, **other)  # type: ignore[arg-type]


def target(text: str) -> Target:
    role, _, name = text.partition(":")
    if not name:
        return Target("skip" if role == "skip" else "attribute", role)
    name, _, relation = name.partition("@")
    if role == "role":
        return Target(name, "", relation)  # type: ignore[arg-type]
    return Target(role, name, relation)  # type: ignore[arg-type]


def dataset(id: str, department: str, subject: str | None, columns: Sequence[Column], **other: object) -> Dataset:
    base = Dataset(
        id, label(id), label(id), "library", department, subject, frozenset(), (), "daily", "pull", "csv-utf-8", 3,
        "conditional", tuple(columns), (),
    )  # fmt: skip
    return replace(base, **other)  # type: ignore[arg-type]


def code_list(id: str, codes: Mapping[str, str]) -> CodeList:
    return CodeList(
        id, label(id), "", {key: Code(key, label(text)) for key, text in codes.items()}, {key: key for key in codes}
    )


def entity_class(id: str, key: str, caption: str, attributes: Sequence[str], subject: bool = True) -> EntityClass:
    return EntityClass(id, label(id), label(id), (key,), (), (), (), caption, subject, (), tuple(attributes))


def relation(id: str, start: Sequence[str], end: Sequence[str], inverse: str, **other: object) -> Relation:
    base = Relation(
        id, tuple(start), tuple(end), label(id.lower()), label(inverse), label(id), False, {}, (), 2,
    )  # fmt: skip
    return replace(base, **other)  # type: ignore[arg-type]


ATTRIBUTES = (
    attribute("number", "Human", "identityNumber", ["register", "card"], grade=4),
    attribute("name", "Human", "name", ["register", "card", "work"]),
    attribute("formerNames", "Human", "name", ["register", "card"], many=True, grade=3),
    attribute("sex", "Human", "text", ["register", "card"], codes="sexes"),
    attribute("born", "Human", "date", ["register", "card"], grade=3),
    attribute("schooling", "Human", "text", ["register", "work"], codes="levels", preference="lowest-code"),
    attribute("fields", "Human", "text", ["work"], codes="levels", many=True),
    attribute("wage", "Human", "money", ["work"], grade=4),
    attribute("months", "Human", "integer", ["work"]),
    attribute("retired", "Human", "boolean", ["work"]),
    attribute("code", "Firm", "uscc", ["firms"], grade=1),
    attribute("firmName", "Firm", "name", ["firms", "taxes"], grade=1),
    attribute("opened", "Firm", "partialDate", ["firms"], grade=1),
    attribute("power", "Firm", "decimal", ["meters"], grade=3),
    attribute("paperNumber", "Paper", "text", ["papers"]),
    attribute("paperKind", "Paper", "text", ["papers"]),
)
DATASETS = (
    dataset("register", "police", "Human", [
        column("身份证", "role:subject;number", "identityNumber", grade=4), column("姓名", "name", "name"),
        column("曾用名", "formerNames", "name", grade=3), column("性别", "sex", "code"), column("生日", "born", "date", grade=3),
        column("学历", "schooling", "code"), column("更新", "meta:updatedAt", "datetime"),
    ], registers=frozenset({"Human"})),
    dataset("card", "police", "Human", [
        column("号码", "role:subject;number", "identityNumber", grade=4), column("姓名", "name", "name"),
        column("旧名", "formerNames", "name", grade=3), column("性别", "sex", "code"), column("生日", "born", "date", grade=3),
    ]),
    dataset("work", "labour", "Human", [
        column("身份证", "role:subject", "identityNumber", grade=4), column("名", "name", "name"),
        column("单位", "role:to@WORKS_FOR", "uscc", grade=1), column("学历", "schooling", "code"),
        column("领域", "fields", "code"), column("工资", "wage", "money", grade=4), column("月数", "months", "integer"),
        column("退休", "retired", "boolean"), column("起", "part:since@WORKS_FOR", "date"),
    ], relations=("WORKS_FOR",)),
    dataset("firms", "market", "Firm", [
        column("UNISCID", "role:subject;code", "uscc", grade=1), column("ENTNAME", "firmName", "name", grade=1),
        column("ESTDATE", "opened", "partialDate", grade=1), column("CERNO", "role:from@HEADS", "identityNumber", grade=4),
    ], registers=frozenset({"Firm"}), relations=("HEADS",)),
    dataset("taxes", "treasury", "Firm", [
        column("代码", "role:subject", "uscc", grade=1), column("名称", "firmName", "name", grade=1),
    ]),
    dataset("meters", "grid", "Firm", [
        column("代码", "role:subject", "uscc", grade=1), column("电量", "power", "decimal", adds_up=True, grade=3),
        column("月份", "meta:period", "partialDate"),
    ]),
    dataset("weddings", "civil", None, [
        column("男方", "role:subject", "identityNumber", grade=4), column("女方", "role:object", "identityNumber", grade=4),
        column("日期", "part:since@SPOUSE_OF", "date"),
    ], relations=("SPOUSE_OF",)),
    dataset("papers", "police", "Paper", [
        column("编号", "role:subject;paperNumber"), column("种类", "paperKind"),
        column("持有人", "role:to@HELD_BY", "identityNumber", grade=4),
    ], registers=frozenset({"Paper"}), relations=("HELD_BY",)),
)  # fmt: skip
SINCE = {"since": Part("since", label("since"), "date", None)}
WORK = SINCE | {
    "share": Part("share", label("share"), "percentage", None),
    "kind": Part("kind", label("kind"), "text", "levels"),
}
RELATIONS = (
    relation("HEADS", ["Human"], ["Firm"], "has head", represents=True, sources=("firms",)),
    relation("WORKS_FOR", ["Human"], ["Firm"], "employs full-time", parts=WORK, sources=("work",)),
    relation("SPOUSE_OF", ["Human"], ["Human"], "spouse of", symmetric=True, parts=SINCE, sources=("weddings",)),
    relation("HELD_BY", ["Paper"], ["Human", "Firm"], "holds", sources=("papers",)),
)
CLASSES = (
    entity_class("Human", "number", "name", [item.id for item in ATTRIBUTES if item.cls == "Human"]),
    entity_class("Firm", "code", "firmName", [item.id for item in ATTRIBUTES if item.cls == "Firm"]),
    entity_class("Paper", "paperNumber", "paperKind", ["paperNumber", "paperKind"], subject=False),
)
DEPARTMENTS = ("police", "labour", "market", "treasury", "grid", "civil")

_BARE = Model(
    Digest("small"),
    {item.id: item for item in CLASSES},
    {item.id: item for item in ATTRIBUTES},
    {item.id: item for item in RELATIONS},
    {"facts": Group("facts", label("facts"), 1)},
    {
        "sexes": code_list("sexes", {"1": "male", "2": "female"}),
        "levels": code_list("levels", {"10": "doctor", "20": "bachelor", "30": "school"}),
    },
    {name: Department(name, label(name), "city") for name in DEPARTMENTS},
    {"library": Library("library", label("library"), "composite", None, label("library"))},
    {item.id: item for item in DATASETS},
)
MODEL = with_purposes(_BARE)
