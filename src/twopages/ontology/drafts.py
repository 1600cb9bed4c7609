"""The text of one tag, taken out of an ontology and put back as somebody edited it; a text can say nothing but a tag. Nothing is kept.

A text comes from a form: it is held to the words of a tag before the rest of the ontology is read with it, so that it can
neither name files nor shape what is asked of a store beyond its rule.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rdflib import URIRef

from twopages.errors import OntologyError
from twopages.ontology.compile import compile_facts, report
from twopages.ontology.facts import PREFIX, Facts, Mistake, Place, index, read_facts
from twopages.ontology.lint import mistakes
from twopages.ontology.model import Model, Tag
from twopages.ontology.words import BASE, RDF, SKOS, TP, local

MOST_BYTES: Final = 64 * 1024
_DEEPEST: Final = 40  # brackets within brackets; the deepest of our rules have eight
_FILE: Final = "tried-text.ttl"
_TAG: Final = f"{BASE}tag/"
_TERMS: Final = (_TAG, f"{BASE}tag-group/")
_KINDS: Final = frozenset({TP.Tag, TP.TagGroup})
_WORD: Final = re.compile(r"[\w-]+:[\w.-]*\w")
_QUOTED: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*')
_BRACKETS: Final = {"[": 1, "(": 1, "]": -1, ")": -1}

_BLANK: Final = """\
tag:new-tag a skos:Concept , tp:Tag ;
    skos:inScheme tags:catalogue ;
    skos:prefLabel "新标签"@zh , "New tag"@en ;
    skos:definition "……"@zh , "..."@en ;
    tp:tagGroup tag-group:{group} ;
    tp:grade grade:{grade} ;
    tp:legalBasis "……"@zh , "..."@en ;
    tp:usedBy {user} ;
    owl:versionInfo 1 ;
    tp:rule [ a sh:NodeShape ; sh:targetClass class:{cls} ;
        sh:property [ sh:path attribute:{attribute} ; sh:minCount 1 ] ] ."""


class DraftError(OntologyError):
    """A text that cannot be put into the ontology; `found` has every mistake, those in the text itself in no file."""

    def __init__(self, found: list[Mistake]) -> None:
        super().__init__(report(found))
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class Draft:
    """An ontology with an edited or new tag."""

    tag: str
    model: Model


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of a file that say what a tag is."""

    file: str
    first: int
    last: int

    def cut(self, text: str) -> str:
        """The file without them."""
        lines = text.splitlines(keepends=True)
        return "".join([*lines[: self.first - 1], *lines[self.last :]])


class Drafts:
    """The tags of an ontology as they are written; `files` are its texts by their path."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def text(self, tag: str) -> str:
        """How a tag is written, without the prefixes above it; empty where there is none."""
        block = self._block(tag)
        lines = self.files[block.file].splitlines() if block else []
        return "\n".join(lines[block.first - 1 : block.last]) if block else ""

    def drafted(self, text: str) -> Draft:
        """The ontology with a text in place of what it said of that tag; DraftError with every mistake."""
        _refuse(text, list(_spelling(text)))
        with TemporaryDirectory(prefix="twopages-") as name:
            tag = self._alone(Path(name) / "text", text)
            facts = self._whole(Path(name) / "ontology", tag, text)
            _refuse(text, mistakes(facts))
            return Draft(tag, compile_facts(facts))

    def _alone(self, folder: Path, text: str) -> str:
        """The one tag of which a text speaks, if it speaks of nothing else."""
        _write(folder, _FILE, self._with_prefixes(text))
        facts = read_facts(folder)
        _refuse(text, facts.mistakes or list(_beside_a_tag(facts)))
        return local(facts.of(TP.Tag)[0])

    def _whole(self, folder: Path, tag: str, text: str) -> Facts:
        block = self._block(tag)
        for name, content in self.files.items():
            _write(folder, name, block.cut(content) if block and block.file == name else content)
        _write(folder, _FILE, self._with_prefixes(text))
        return read_facts(folder)

    def _with_prefixes(self, text: str) -> str:
        """A text under the prefixes of all files of tags, in one line."""
        files = dict.fromkeys(place.file for term, place in self._said() if term.startswith(_TAG))
        spaces = {prefix: space for file in files for prefix, space in PREFIX.findall(self.files[file])}
        return " ".join(f"@prefix {prefix}: <{space}> ." for prefix, space in spaces.items()) + f"\n{text}\n"

    def _block(self, tag: str) -> _Block | None:
        place = next(iter(self._index.typings.get(f"{_TAG}{tag}", ())), None)
        if place is None:
            return None
        lines = self.files[place.file].splitlines()
        after = (other.line for _, other in self._said() if other.file == place.file and other.line > place.line)
        last = min(after, default=len(lines) + 1) - 1
        while not lines[last - 1].strip() or lines[last - 1].startswith("#"):  # a comment belongs to what follows it
            last -= 1
        return _Block(place.file, place.line, last)

    def _said(self) -> Iterator[tuple[str, Place]]:
        """Each term that begins a statement, and where."""
        return ((term, place) for term, places in self._index.openings.items() for place in places)

    @cached_property
    def _index(self) -> Facts:
        """In which lines statements begin."""
        facts = Facts(Path())
        for name, text in self.files.items():
            if name.endswith(".ttl"):
                index(facts, name, text)
        return facts


def blank(model: Model, cls: str) -> str:
    """A text to begin with, of a new tag of a class that has tags: whoever has a value that others are known by already."""
    like = next(tag for tag in model.tags.values() if tag.cls == cls)
    known = (model.attributes[name] for name in model.classes[cls].attributes)
    asked = next(item for item in known if item.plain and item.grade <= like.grade)
    return _BLANK.format(group=like.group, grade=like.grade, user=_user(model, like), cls=cls, attribute=asked.id)


def _user(model: Model, like: Tag) -> str:
    """A purpose that permits every tag of the class, so a new one too; where there is none, what uses the other tag."""
    tags = {tag.id for tag in model.tags.values() if tag.cls == like.cls}
    open_to_all = (item for item in model.purposes.values() if item.subject == like.cls and tags <= item.tags)
    found = next((f"purpose:{item.id}" for item in open_to_all), None)
    return found or like.used_by[0].replace("/", ":", 1)


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _refuse(text: str, found: list[Mistake]) -> None:
    if found:
        raise DraftError(sorted(_placed(text, mistake) for mistake in found))


def _placed(text: str, mistake: Mistake) -> Mistake:
    """A mistake in the text, which is in no file for whoever wrote it; where it names a word, it is at the line of that."""
    if not mistake.place.file.endswith(f"/{_FILE}"):
        return mistake
    lines = text.splitlines()
    line = min(max(mistake.place.line - 1, 1), len(lines))
    named = (number for word in _WORD.findall(mistake.wrong) for number, said in enumerate(lines, 1) if word in said)
    return replace(mistake, place=Place("", next(named, line)))


def _spelling(text: str) -> Iterator[Mistake]:
    """Texts that would take long to read; blank nodes with names could stand for each other without end."""
    if len(text.encode()) > MOST_BYTES:
        yield Mistake(Place("", 0), "", f"the text is longer than {MOST_BYTES} bytes", "Shorten it")
    bare, depth = _QUOTED.sub("", text), 0
    if "_:" in bare:
        yield Mistake(Place("", 0), "", "a blank node has a name", "Write it in square brackets, where it belongs")
    for character in bare:
        depth += _BRACKETS.get(character, 0)
        if depth > _DEEPEST:
            yield Mistake(Place("", 0), "", f"shapes lie within each other more than {_DEEPEST} deep", "Say it flatter")
            return


def _beside_a_tag(facts: Facts) -> Iterator[Mistake]:
    """What a text says beside one tag and its group."""
    named = [term for term in facts.about if isinstance(term, URIRef)]
    for term in named:
        kinds = set(facts.all(term, RDF.type))
        if not str(term).startswith(_TERMS) or not kinds & _KINDS or kinds - _KINDS - {SKOS.Concept}:
            mend = "Here a text can say a tag: and its tag-group: alone; change the rest in the folder"
            yield Mistake(facts.place(term), facts.name(term), "is no tag and no group of tags", mend)
    found = facts.of(TP.Tag)
    if len(found) != 1:
        told = "tells of no tag" if not found else f"tells of {len(found)} tags"
        yield Mistake(Place("", 0), "", f"the text {told}", "Try one tag at a time")
