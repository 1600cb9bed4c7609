"""The small ontology with values that follow from others; shared by the tests of deriving."""

from collections.abc import Mapping
from dataclasses import replace

from tests.access.purposes import with_purposes
from tests.dossier.small import MODEL, attribute
from twopages.ontology.derivation import (
    AllOf,
    Condition,
    Count,
    Derivation,
    Every,
    Extreme,
    FirstMatch,
    FullYears,
    Match,
    Moved,
    Parity,
    Path,
    Presence,
    Slice,
    StateCase,
    StateRule,
)
from twopages.ontology.model import Attribute, EntityClass

HOLDS, HEADED_BY, HEADS, WORKS = (
    Path("HELD_BY", False),
    Path("HEADS", False),
    Path("HEADS", True),
    Path("WORKS_FOR", True),
)
SPOUSE = Path("SPOUSE_OF", True)
RULE = StateRule("schooling", (StateCase(frozenset({"10"}), frozenset({"30"})),))
GIVEN: Mapping[str, Derivation] = {
    "born": Slice("number", 7, 14),
    "sex": Parity("number", 17, "1", "2"),
}
DERIVED = (
    attribute("age", "Human", "integer", [], derivation=FullYears("born")),
    attribute("named", "Human", "boolean", [], derivation=Presence("name")),
    attribute("earns", "Human", "boolean", [], derivation=Presence("wage")),
    attribute("papers", "Human", "integer", [], derivation=Count((HOLDS,))),
    attribute("passports", "Human", "integer", [], derivation=Count((HOLDS,), (Condition("paperKind", frozenset({"护照"})),))),
    attribute("firms", "Human", "integer", [], derivation=Count((HEADS, WORKS))),
    attribute("grown", "Human", "boolean", [], derivation=AllOf((Condition("born", not_after="-P18Y"),))),
    attribute("wellKnown", "Human", "boolean", [], derivation=AllOf((
        Condition("name", present=True), Every(HEADS, (Condition("firmName", present=True), Condition("opened", present=True))),
    ))),
    attribute("stage", "Human", "text", [], codes="levels", derivation=FirstMatch((
        Match((Condition("age", present=False),), "30"), Match((Condition("grown", truth=True),), "20"),
        Match((Condition("grown", truth=False),), "10"),
    ))),
    attribute("taught", "Human", "text", [], codes="levels", derivation=Moved(SPOUSE, RULE)),
    attribute("oldestHead", "Firm", "date", [], derivation=Extreme((HEADED_BY,), "born", False)),
    attribute("youngHeads", "Firm", "integer", [], derivation=Count((HEADED_BY,), (Condition("born", after="-P100Y"),))),
    attribute("short", "Firm", "text", [], derivation=Slice("code", 9, 17)),
)  # fmt: skip


def _attributes() -> dict[str, Attribute]:
    given = {name: replace(item, derivation=GIVEN.get(name)) for name, item in MODEL.attributes.items()}
    return {**given, **{item.id: item for item in DERIVED}}


def _class(cls: EntityClass) -> EntityClass:
    return replace(cls, attributes=(*cls.attributes, *(item.id for item in DERIVED if item.cls == cls.id)))


DERIVING = with_purposes(
    replace(
        MODEL,
        attributes=_attributes(),
        classes={name: _class(cls) for name, cls in MODEL.classes.items()},
        relations={**MODEL.relations, "SPOUSE_OF": replace(MODEL.relations["SPOUSE_OF"], state_rule=RULE)},
    )
)
