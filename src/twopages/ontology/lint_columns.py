"""Checks of columns: what they are for, and whether their recipe fits their kind of value."""

import re
from collections.abc import Iterator

from rdflib.term import Node

from twopages.ontology.codes import code_list
from twopages.ontology.facts import Mistake
from twopages.ontology.lint_things import NUMBERS
from twopages.ontology.tables import format_of, rewrites, supplied_target
from twopages.ontology.things import ids, optional
from twopages.ontology.view import ColumnView, View
from twopages.ontology.words import CSVW, SKOS, TP, local
from twopages.values import KINDS

PATTERNS = (  # in which days are delivered; any of them is understood in every column of a date
    *("yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy/M/d", "yyyy年M月d日"),
    *("yyyy-MM", "yyyy-MM[-dd]", "yyyyMM", "yyyy/M", "yyyy年M月", "yyyy"),
    *("yyyy-MM-dd HH:mm:ss", "yyyyMMddHHmmss"),
)
_DAYS = frozenset({"date", "partialDate", "datetime"})
_OBJECTS = (
    (TP.identifies, TP.Role),
    (TP.identifiesFrom, TP.Relation),
    (TP.identifiesTo, TP.Relation),
    (TP.names, TP.Role),
    (TP.namesTo, TP.Relation),
    (TP.namedWith, TP.Role),
    (TP.meta, TP.Meta),
    (TP.whose, TP.Role),
)
_TELLING = frozenset({"rowType", "endClass", "headFlag"})  # what a column tells whose values decide how a row is read


def _every(view: View) -> Iterator[ColumnView]:
    for columns in view.columns.values():
        yield from columns


def target_mistakes(view: View) -> Iterator[Mistake]:
    """Columns that are for nothing, for a thing of another type, or both skipped and used."""
    for column in _every(view):
        if not column.targets:
            yield view.mistake(column.node, "is for nothing", "Add tp:supplies or tp:identifies, or tp:skipped true")
        if column.has("skip") and len(column.targets) > 1:
            yield view.mistake(column.node, "is skipped and yet used", "Drop tp:skipped or the other uses")
        for predicate, is_a in _OBJECTS:
            for term in view.facts.all(column.node, predicate):
                if term in view.declared and not view.is_a(term, is_a):
                    wrong = f"{view.name(predicate)} {view.name(term)} is not a {view.name(is_a)}"
                    yield view.mistake(column.node, wrong, f"Name a {view.name(is_a)}")
        for term in view.facts.all(column.node, TP.supplies):
            if term in view.declared and not (view.is_a(term, TP.Attribute) or view.is_a(term, TP.Part)):
                wrong = f"supplies {view.name(term)}, which is neither an attribute nor a part of a relation"
                yield view.mistake(column.node, wrong, "Name one")


def naming_mistakes(view: View) -> Iterator[Mistake]:
    """Columns whose address goes with a name, where no class of the rows tells its names apart by addresses."""
    classes = {local(cls) for cls in view.facts.of(TP.EntityClass) if ids(view.facts, cls, TP.linkAddresses)}
    for column in _every(view):
        if column.has("namedWith") and not classes & view.classes_of(local(column.dataset)):
            wrong = "goes with a name, and no class of its rows has tp:linkAddresses"
            yield view.mistake(column.node, wrong, "Add tp:linkAddresses to the class, or take tp:namedWith away")


def kind_mistakes(view: View) -> Iterator[Mistake]:
    """Columns of no kind, or of another kind than what they supply."""
    for column in _every(view):
        if column.kind not in KINDS:
            wrong = f"its kind {column.kind} does not exist" if column.kind else "has no kind of value"
            yield view.mistake(column.node, wrong, "Add csvw:datatype with a kind")
            continue
        for term in view.facts.all(column.node, TP.supplies):
            kind = view.kind(term)
            if kind and kind != column.kind:
                wrong = f"is of kind {column.kind} and supplies {view.name(term)} of kind {kind}"
                yield view.mistake(column.node, wrong, "Make them the same kind")
        if len(set(_lists(view, column))) > 1:
            yield view.mistake(column.node, "supplies codes of several lists", "Give all that it supplies one list")


def _lists(view: View, column: ColumnView) -> Iterator[str]:
    terms = (column.node, *view.facts.all(column.node, TP.supplies))
    yield from filter(None, (optional(view.facts, term, TP.codes) for term in terms))


def recipe_mistakes(view: View) -> Iterator[Mistake]:
    """Settings that their kind of value does not have."""
    for column in _every(view):
        for predicate, kinds, what in (
            (TP.scale, NUMBERS, "a number"),
            (TP.addsUp, NUMBERS, "a number"),
            (TP.future, _DAYS, "a date"),
            (TP.unpadded, {"text"}, "a text"),
            (TP.monthDay, {"date"}, "a day"),
            (TP.namedWith, {"address"}, "an address"),
        ):
            if view.facts.all(column.node, predicate) and column.kind not in kinds:
                yield view.mistake(column.node, f"has {view.name(predicate)} and is not {what}", "Take it away")
        if view.facts.text(column.node, TP.letterCase) not in ("", "upper", "lower"):
            yield view.mistake(column.node, "its tp:letterCase is neither upper nor lower", 'Write "upper" or "lower"')
        yield from _written(view, column)
        yield from _rewritten(view, column)
        yield from _virtual(view, column)
        yield from _default(view, column)


def _written(view: View, column: ColumnView) -> Iterator[Mistake]:
    written, pattern = view.facts.text(column.node, TP.writtenAs), format_of(view.facts, column.node)
    if written not in ("", "label", "mixed"):
        yield view.mistake(column.node, "its tp:writtenAs is neither label nor mixed", 'Write "label" or "mixed"')
    if written and column.kind not in ("code", "division"):
        yield view.mistake(column.node, "has tp:writtenAs and is not a code", "Take it away")
    if pattern and column.kind not in _DAYS:
        yield view.mistake(column.node, "has a csvw:format and is not a date", "Take it away")
    elif pattern and pattern not in PATTERNS:
        yield view.mistake(column.node, f"its csvw:format {pattern} is unknown", f"Use one of {', '.join(PATTERNS)}")


def _rewritten(view: View, column: ColumnView) -> Iterator[Mistake]:
    for pattern, replacement in rewrites(view.facts, column.node):
        try:
            re.sub(pattern, replacement, "")
        except (re.error, IndexError) as error:
            wrong = f"its tp:rewrite {pattern!r} by {replacement!r} cannot be carried out: {error}"
            yield view.mistake(column.node, wrong, "Correct the pattern, or what stands in its place")
    if view.facts.text(column.node, TP.monthDay) not in ("", "first", "last"):
        yield view.mistake(column.node, "its tp:monthDay is neither first nor last", 'Write "first" or "last"')


def _virtual(view: View, column: ColumnView) -> Iterator[Mistake]:
    virtual, copied = view.facts.flag(column.node, CSVW.virtual), view.facts.text(column.node, TP.copies)
    if copied and not virtual:
        yield view.mistake(column.node, "copies another cell and is delivered itself", "Add csvw:virtual true")
    if copied and copied not in {other.header for other in view.columns[local(column.dataset)]} - {column.header}:
        yield view.mistake(column.node, f"copies {copied}, which is no other header", "Name one of the headers")
    if virtual and not copied and not view.facts.text(column.node, CSVW.default):
        yield view.mistake(column.node, "is virtual and has no value", "Add csvw:default, or tp:copies")


def _default(view: View, column: ColumnView) -> Iterator[Mistake]:
    default, name = view.facts.text(column.node, CSVW.default), next(_lists(view, column), "")
    scheme = view.named(SKOS.ConceptScheme).get(name) if default else None
    if scheme is not None and code_list(view.facts, scheme).find(default) is None:
        yield view.mistake(column.node, f"its default {default} is no code of {name}", "Name a code of the list")


def case_mistakes(view: View) -> Iterator[Mistake]:
    """Cases on columns that tell nothing of the row, that overlap, or that limit what the dataset does not have."""
    for column in _every(view):
        cases = view.facts.all(column.node, TP.case)
        if cases and not _TELLING & set(column.names_of("meta")):
            wrong = "has cases and does not tell how the row is read"
            yield view.mistake(column.node, wrong, "Add tp:meta meta:rowType, or drop the cases")
        yield from _overlaps(view, column, cases)
        for case in cases:
            yield from _limits(view, column, case)


def _overlaps(view: View, column: ColumnView, cases: list[Node]) -> Iterator[Mistake]:
    values = [str(value).lower() for case in cases for value in view.facts.all(case, TP.when)]
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield view.mistake(column.node, f"two of its cases hold for {value}", "Leave the value to one of them")
    if sum(not view.facts.all(case, TP.when) for case in cases) > 1:
        yield view.mistake(column.node, "two of its cases hold for all other values", "Add tp:when to one of them")


def _limits(view: View, column: ColumnView, case: Node) -> Iterator[Mistake]:
    name = local(column.dataset)
    every = {target for other in view.columns[name] for target in other.targets}
    for predicate in (TP.suppliesOnly, TP.withholds):
        for term in view.facts.items(case, predicate):
            if term in view.declared and supplied_target(term) not in every:
                wrong = f"a case limits {view.name(term)}, which no column of the dataset supplies"
                yield view.mistake(column.node, wrong, "Name what a column supplies")
    for relation in view.facts.items(case, TP.asserts):
        if name not in view.sources.get(local(relation), (name,)):
            wrong = f"a case asserts {view.name(relation)}, whose authorities do not name the dataset"
            yield view.mistake(column.node, wrong, "Add it to the tp:authorities of the relation")


CHECKS = (target_mistakes, naming_mistakes, kind_mistakes, recipe_mistakes, case_mistakes)
