"""Files as the pages read them: what the reader says of one that is open, veiled, with the receipt that it owes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from starlette.exceptions import HTTPException

from twopages.access import Element, Looking, Open
from twopages.access.receipts import Look
from twopages.access.shown import Shown, of_changes, of_dossier, of_explanations, of_tags
from twopages.dossier import NOW, Changes, Dossier, Far, Moment
from twopages.dossier.owners import Ownership
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.ontology.model import Tag
from twopages.pages.reader import Reader, Whereabouts
from twopages.pages.showing import Showing

_NO_TAGS: Final = TagsOf((), ())
_PAST: Final = Element("past")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class File:
    """One file that is open to one request."""

    reader: Reader
    looking: Looking
    opened: Open

    @property
    def cls(self) -> str:
        """The class of its subject."""
        return self.opened.cls

    @property
    def id(self) -> str:
        """The id by which it was asked for."""
        return self.opened.id

    def showing(self, showing: Showing) -> Showing:
        """How its values are shown, and what is left out of it."""
        decision = self.opened.decision
        return replace(showing, given=decision.purpose.attributes, past=decision.role.past)

    def dossier(self, moment: Moment = NOW) -> Dossier:
        """The file as of a moment; 404 where there is none, DeniedError where the past is not shown."""
        if moment != NOW:
            self._require_past()
        return self._told(self.reader.dossier(self.opened, moment), "page")

    def lineage(self) -> Dossier:
        """The values with the records about the subject; 404 where there is none."""
        return self._told(self.reader.lineage(self.opened), "lineage")

    def timeline(self) -> Changes:
        """What changed, newest first."""
        self._require_past()
        return self._changed(self.reader.timeline(self.opened))

    def difference(self, before: Moment, after: Moment) -> Changes:
        """What differs between two moments."""
        self._require_past()
        return self._changed(self.reader.difference(self.opened, before, after))

    def tags(self, moment: Moment = NOW) -> TagsOf:
        """The tags as of a moment."""
        found = self.reader.tags(self.id) or _NO_TAGS
        veiled = self.opened.veil.tags(found.on(moment.day))
        return self._owing("tags", of_tags(veiled), veiled)

    def why(self, tag: Tag, moment: Moment = NOW) -> Explanation | None:
        """Why the subject has a tag or not; None where it is of another class, DeniedError where the tag is not given."""
        if tag.cls != self.cls:
            return None
        self.opened.decision.require(self.looking.viewer, [Element("tag", tag.id), *([] if moment == NOW else [_PAST])])
        found = self.reader.why(tag, self.id, moment)
        veiled = found and self.opened.veil.explanation(found)
        return veiled and self._owing("tags", of_explanations([veiled]), veiled)

    def ownership(self) -> Ownership | None:
        """Who holds shares of the subject, and of those who do; None for whoever does not see the file as its own."""
        decision = self.opened.decision
        names = [relation.id for relation in decision.model.relations.values() if relation.share]
        if not decision.role.rows or any(decision.on(Element("relation", name)).code for name in names):
            return None
        found = self.reader.ownership(self.id)
        return self._owing("page", Shown(frozenset(names if found.holders else ()), frozenset()), found)

    def whereabouts(self, fars: Sequence[Far]) -> Whereabouts:
        """Where things are and what lies around them."""
        return self.reader.whereabouts(fars) if fars else Whereabouts()

    def surroundings(self, far: Far) -> Dossier | None:
        """A thing by its caption and its links to other things, as far as they are given."""
        found = self.reader.surroundings(far.cls, far.id)
        if found is None:
            return None
        given = self.opened.decision.purpose.relations
        pages = (
            replace(page, links=tuple(link for link in page.links if link.relation in given))
            for page in found.link_pages
        )
        kept = replace(found, link_pages=tuple(pages))
        names = frozenset(link.relation for link in kept.links)
        return self._owing("page", Shown(names, frozenset()), kept)

    def _require_past(self) -> None:
        self.opened.decision.require(self.looking.viewer, [_PAST])

    def _told(self, dossier: Dossier | None, look: Look) -> Dossier:
        if dossier is None:
            raise HTTPException(404)
        veiled = self.opened.veil.dossier(dossier)
        return self._owing(look, of_dossier(self.opened, veiled), veiled)

    def _changed(self, found: Changes | None) -> Changes:
        veiled = self.opened.veil.changes(found or Changes(()))
        return self._owing("history", of_changes(self.opened, veiled), veiled)

    def _owing(self, look: Look, shown: Shown, told: T) -> T:
        self.looking.owe(self.opened, look, *shown)
        return told
