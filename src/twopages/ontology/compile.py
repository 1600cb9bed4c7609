"""Facts -> Model: the ontology compiled once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import get_args

import orjson

from twopages.errors import OntologyError
from twopages.ontology import licences, purposes, represents, services, tables, tags, things
from twopages.ontology.bundle import fingerprint
from twopages.ontology.codes import code_lists
from twopages.ontology.facts import Facts, Mistake, read_facts
from twopages.ontology.lint import mistakes
from twopages.ontology.model import CodeList, Digest, Model
from twopages.ontology.rule import Condition, Test
from twopages.values import Recipe

_RULES = (*get_args(Condition), *get_args(Test))


@dataclass(frozen=True, slots=True)
class _Said:
    """What the files of a folder say, by a hash; which folder it is makes no difference."""

    sha256: str
    folder: Path = field(compare=False)


def load_model(folder: Path) -> Model:
    """The Model of an ontology folder; OntologyError with every mistake in it, one a line.

    The last ones are remembered: a release looks at the same two again and again.
    """
    return _load(_Said(fingerprint(folder), folder))


@lru_cache(maxsize=3)
def _load(said: _Said) -> Model:
    facts = read_facts(said.folder)
    found = mistakes(facts)
    if found:
        raise OntologyError(report(found))
    return compile_facts(facts)


def report(found: list[Mistake]) -> str:
    """All mistakes, one a line, under a line that counts them."""
    count = f"{len(found)} mistake{'s' if len(found) > 1 else ''} in the ontology:"
    return "\n".join([count, *map(str, found)])


def compile_facts(facts: Facts) -> Model:
    """The Model that sound facts make."""
    codes, tag_groups = code_lists(facts), tags.tag_groups(facts)
    relations = represents.with_conditions(facts, things.relations(facts))
    found = tags.tags(facts, tag_groups)
    needed = tags.needed(tag.condition for tag in found.values())
    attributes = things.attributes(facts, needed.values, needed.presence)
    classes = things.classes(facts, attributes)
    model = Model(
        digest=Digest(""),
        classes=classes,
        attributes=attributes,
        relations=relations,
        groups=things.groups(facts),
        code_lists=codes,
        departments=tables.departments(facts),
        libraries=tables.libraries(facts),
        blocks=things.blocks(facts),
        datasets=tables.Tables(facts, attributes, classes, relations, codes).datasets(),
        licence_types=licences.licence_types(facts),
        scenes=licences.scenes(facts),
        tag_groups=tag_groups,
        tags=found,
        purposes=purposes.purposes(facts),
        viewer_roles=purposes.viewer_roles(facts),
        approvals=purposes.approvals(facts),
        uses=purposes.uses(facts),
        services=services.services(facts),
    )
    return replace(model, digest=digest(model))


def digest(model: Model) -> Digest:
    """SHA-256 over everything that the Model says: comments and layout of the Turtle do not matter."""
    text = orjson.dumps(model, default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS)
    return Digest(hashlib.sha256(text).hexdigest())


def _plain(value: object) -> object:
    if isinstance(value, CodeList):  # its index follows from the codes
        return [value.id, value.label, value.standard, dict(value.codes)]
    if isinstance(value, Recipe) and isinstance(value.codes, CodeList):
        return _fields(value) | {"codes": value.codes.id}
    if isinstance(value, _RULES):  # conditions of one form may be of several types
        return {"is": type(value).__name__} | _fields(value)
    if isinstance(value, frozenset):
        return sorted(value, key=repr)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return dict(value) if isinstance(value, Mapping) else _fields(value)


def _fields(value: object) -> dict[str, object]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no place in a Model")
    return {item.name: getattr(value, item.name) for item in fields(value)}
