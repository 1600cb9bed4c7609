"""Checks of what purposes permit and prohibit: known, reached, of its grade, and nothing both at once."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from rdflib import RDFS, URIRef
from rdflib.term import BNode, Node

from twopages.ontology.facts import Mistake, is_own
from twopages.ontology.grants import FIND, READ, READ_MASKED, Granted, Statement, TargetKind, Written
from twopages.ontology.lint_tags import reads
from twopages.ontology.sought import KINDS, PUBLIC
from twopages.ontology.things import ids, optional
from twopages.ontology.view import View
from twopages.ontology.words import TP, local

_PERMITTED = frozenset({READ, READ_MASKED, FIND})
_OVER = "Say over which relation: [ tp:over relation:X ; tp:gives ... ]"
_Found = Iterator[tuple[str, str]]  # what is wrong, and how to mend it


def grant_mistakes(view: View) -> Iterator[Mistake]:
    """Purposes that permit or prohibit what they cannot, or what does not go together."""
    tell_of = {tag: reads(view, term) for tag, term in view.named(TP.Tag).items()} if view.purposes else {}
    for purpose, written in ((term, found) for term, found in view.purposes.items() if found.subject):
        for statement in written.statements:
            for wrong, mend in (*_actions(view, statement), *_targets(view, written, statement)):
                yield view.mistake(statement.node, wrong, mend)
        for wrong, mend in (*_masks(view, written), *_finds(view, written), *_told(written, tell_of)):
            yield view.mistake(purpose, wrong, mend)


def _actions(view: View, statement: Statement) -> _Found:
    verb = "permits" if statement.permits else "prohibits"
    mend = "Permit odrl:read, tp:readMasked or tp:find" if statement.permits else "Prohibit odrl:read, or a use:"
    for action in statement.actions:
        use = not statement.permits and view.is_a(action, TP.Use)
        if action in (_PERMITTED if statement.permits else {READ}):
            if not statement.targets:
                yield f"{verb} {view.name(action)} of nothing", "Add an odrl:target"
        elif not use and _heard_of(view, action):
            yield f"{verb} {view.name(action)}, which is no such action", mend
    if not statement.actions:
        yield f"{verb} something without an odrl:action", "Add odrl:action odrl:read, or another"
    reason = view.facts.bilingual(statement.node, RDFS.comment)
    if statement.permits and statement.says(FIND) and not (reason.zh.strip() and reason.en.strip()):
        yield (
            "does not say in both languages why subjects are looked for",
            'Add rdfs:comment "..."@zh , "..."@en to tp:find',
        )


def _heard_of(view: View, term: Node) -> bool:
    """Whether a term is declared or not of the own words; others are reported as what nothing declares."""
    return not is_own(term) or term in view.declared


def _targets(view: View, written: Written, statement: Statement) -> _Found:
    for target in statement.targets:
        check = _Target(view, written, target)
        misplaced = list(check.misplaced() if statement.permits else check.unheard_of())
        yield from misplaced
        if statement.permits and not misplaced:
            yield from check.taken_out()
        if statement.says(FIND) and target.kind not in ("attribute", "tag", ""):
            yield f"finds by {check.name}, which is no attribute and no tag", "Name attributes and tags of its class"


class _Target:
    """One target of a purpose, as far as it can be wrong."""

    def __init__(self, view: View, written: Written, target: Granted) -> None:
        self.view, self.written, self.target = view, written, target
        self.name = f"what lies behind {target.name}" if target.kind == "far" else self._written()

    def _written(self) -> str:
        if self.target.kind == "tags":
            return f"the tags of {self.target.name}"
        return "something without a name" if isinstance(self.target.node, BNode) else self.view.name(self.target.node)

    @cached_property
    def comes_to(self) -> Mapping[str, frozenset[str]]:
        """How each thing that it names is called, and the elements that it comes to."""
        elements, target = self.written.elements, self.target
        if target.kind == "far":
            return {self.view.name(term): frozenset({local(term)}) for term in target.gives}
        whole: dict[TargetKind, Callable[[], frozenset[str]]] = {
            "group": lambda: elements.in_group(target.name, self.written.subject),
            "tags": lambda: elements.tags_of(target.name),
            "class": lambda: elements.attributes_of(target.name),
        }
        return {self.name: whole.get(target.kind, lambda: frozenset({target.name}))()}

    def misplaced(self) -> _Found:
        """Why it cannot be permitted at all."""
        known: dict[TargetKind, Callable[[], _Found]] = {
            "attribute": self._of_another_class,
            "tag": self._of_another_class,
            "tags": self._tags_of_another,
            "group": self._empty_group,
            "relation": self._leads_nowhere,
            "class": self._not_reached,
            "far": self._not_behind,
        }
        return known.get(self.target.kind, self.unheard_of)()

    def unheard_of(self) -> _Found:
        """Why it is nothing that can be permitted or prohibited; what nothing declares is reported as such."""
        kind = self.target.kind
        if kind == "far":
            yield f"prohibits {self.name}", "Name the attributes and tags themselves"
        elif kind == "group":
            yield from self._empty_group()
        elif kind == "" and _heard_of(self.view, self.target.node):
            mend = "Name an attribute:, tag:, relation:, group: or class:, the tags of a class, or what lies behind a relation"
            yield f"names {self.name}, to which nobody can be let or not", mend

    def _of_another_class(self) -> _Found:
        elements, name = self.written.elements, self.target.name
        cls = elements.attributes.get(name) or elements.tags.get(name, "")
        if cls and cls != self.written.subject:
            yield f"permits {self.name} of {cls}, and is about {self.written.subject}", _OVER

    def _tags_of_another(self) -> _Found:
        if self.target.name != self.written.subject:
            yield f"permits {self.name}, and is about {self.written.subject}", _OVER

    def _empty_group(self) -> _Found:
        if not self.comes_to[self.name]:
            yield f"names {self.name}, in which {self.written.subject} has no attribute", "Name a group of its class"

    def _leads_nowhere(self) -> _Found:
        if not self.written.following.behind(self.target.name):
            yield (
                f"permits {self.name}, which leads nowhere from {self.written.subject}",
                "Name a relation of its class",
            )

    def _not_reached(self) -> _Found:
        if self.target.name in self.written.elements.files:
            yield f"permits {self.name}, of which everybody has a file of their own", _OVER
        elif not self.written.following.leading_to(self.target.name):
            yield (
                f"permits {self.name}, to which no relation that it permits leads",
                "Permit the relation, or take it out",
            )

    def _not_behind(self) -> _Found:
        behind = self.written.following.behind(self.target.name)
        if not behind:
            yield f"permits {self.name}, and not to follow it", f"Permit relation:{self.target.name}, or take it out"
        if not self.target.gives:
            yield f"permits {self.name} without saying what", "Add tp:gives with attributes and tags"
        for term in self.target.gives:
            yield from self._elsewhere(term, behind)

    def _elsewhere(self, term: Node, behind: frozenset[str]) -> _Found:
        elements, name = self.written.elements, local(term)
        cls = elements.attributes.get(name) or elements.tags.get(name)
        if behind and cls not in behind and (cls or term in self.view.declared):
            yield f"gives {self.view.name(term)}, which is not at the far end of {self.target.name}", "Take it out"

    def taken_out(self) -> _Found:
        """Why nothing is left of what it names, although it is named."""
        for name, elements in self.comes_to.items():
            if elements and elements <= self.written.above:
                mend = "Raise its tp:highestGrade, or take it out"
                yield f"permits {name}, which is above its highest grade {self.written.grade}", mend
            if elements and elements <= self.written.never:
                yield f"permits {name}, and prohibits it", "Take it out of one of them"


def _masks(view: View, written: Written) -> _Found:
    """What is to be masked and cannot be, or is to be read plainly as well."""
    masked = written.grant(READ_MASKED).all()
    for name in sorted(masked):
        term = view.attributes.get(name)
        if term is None or not view.facts.all(term, TP.mask):
            yield f"permits to read {name} masked, which has no mask", "Add its tp:mask, or take it out"
    plain = {target.name for target in written.targets(READ)} | {
        local(term) for target in written.targets(READ) for term in target.gives
    }
    for name in sorted(plain & masked):
        yield f"permits to read {name} both plainly and masked", "Leave one of them"


def _finds(view: View, written: Written) -> _Found:
    """What subjects may be found by, although it is not told, not plainly, or cannot be searched."""
    readable, masked = written.kept(written.readable.own), written.grant(READ_MASKED).own
    named = {target.name for target in written.targets(FIND) if target.kind == "attribute"}
    for name in sorted(written.grant(FIND).own):
        if name in masked:
            yield f"finds by {name}, which it gives masked alone: who finds by it knows it", "Take it out of tp:find"
        elif name not in readable:
            yield (
                f"finds by {name}, which it does not permit to read",
                "Permit odrl:read of it, or take it out of tp:find",
            )
        elif name in named & view.attributes.keys() and not _searched(view, written, view.attributes[name]):
            mend = f"Add tp:searchable true to it where it is of kind {', '.join(sorted(KINDS))}; else take it out of tp:find"
            yield f"finds by {name}, which cannot be searched", mend


def _searched(view: View, written: Written, attribute: URIRef) -> bool:
    """Whether subjects can be found by an attribute: by its values, as a key, a public name, a text that leads to them, or a place."""
    name, cls = local(attribute), view.named(TP.EntityClass)[written.subject]
    public = view.facts.text(attribute, TP.grade).endswith(f"/{PUBLIC}")
    ways = (
        view.facts.flag(attribute, TP.searchable) and view.kind(attribute) in KINDS,
        name in (*view.key(cls), *ids(view.facts, cls, TP.linkTexts), *ids(view.facts, cls, TP.locatedBy)),
        public and name == optional(view.facts, cls, TP.caption),
    )
    return any(ways)


def _told(written: Written, tell_of: Mapping[str, frozenset[str]]) -> _Found:
    """Tags that tell what is never given."""
    for tag in sorted(written.permitted & tell_of.keys()):
        for name in sorted(tell_of[tag] & written.never):
            yield f"permits {tag}, whose rule reads {name}, which it prohibits", "Take one of them out"


def tag_users(view: View) -> Iterator[Mistake]:
    """Tags that name a purpose which does not permit them."""
    permitted = {term: written.permitted for term, written in view.purposes.items()}
    for tag in view.facts.of(TP.Tag):
        for user in view.facts.all(tag, TP.usedBy):
            if isinstance(user, URIRef) and local(tag) not in permitted.get(user, {local(tag)}):
                wrong = f"is used by {view.name(user)}, which does not permit it"
                yield view.mistake(tag, wrong, "Permit it there, or take the purpose out of tp:usedBy")


CHECKS = (grant_mistakes, tag_users)
