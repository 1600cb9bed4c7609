"""Files as the pages read them: what the reader says of one that is open, veiled, with the receipt that it owes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from starlette.exceptions import HTTPException

from twopages.access import Element, Looking, Open, Representation
from twopages.access.shown import Shown, of_changes, of_dossier, of_explanations, of_tags
from twopages.dossier import NOW, Changes, Dossier, Envelope, Far, Link, Moment, RecordPage, RecordView
from twopages.dossier.owners import Ownership
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.ontology.model import Tag
from twopages.pages.reader import Reader, Whereabouts
from twopages.pages.showing import Showing
from twopages.receipts import Look

_NO_TAGS: Final = TagsOf((), ())
_PAST: Final = Element("past")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class File:
    """One file that is open to one request, as `view` shows its values now.

    What is owed a receipt is what a page shows of it, not what was read for that.
    """

    reader: Reader
    looking: Looking
    opened: Open
    view: Showing

    @property
    def cls(self) -> str:
        """The class of its subject."""
        return self.opened.cls

    @property
    def id(self) -> str:
        """The id by which it was asked for."""
        return self.opened.id

    def showing(self) -> Showing:
        """How its values are shown, and what is left out of it."""
        purpose, role = self.opened.decision.purpose, self.opened.decision.role
        return replace(self.view, given=purpose.attributes | purpose.tags, past=role.past)

    def dossier(self, moment: Moment = NOW) -> Dossier:
        """The file as of a moment; 404 where there is none, DeniedError where the past is not shown."""
        if moment != NOW:
            self._require_past()
        dossier = self._held(self.reader.dossier(self.opened, moment))
        return self._shown("page", dossier, dossier)

    def heading(self) -> Dossier:
        """The file for a page that shows its name alone; 404 where there is none."""
        dossier = self._held(self.reader.heading(self.opened))
        return self._shown("page", dossier, dossier)

    def ties(self) -> Dossier:
        """The file for a page that shows its name, and leads on over its links; 404 where there is none."""
        dossier = self._held(self.reader.ties(self.opened))
        return self._shown("page", _bare(dossier), dossier)

    def acting(self) -> Representation | None:
        """By what the viewer acts for it, if he or she does; a relation leaves a receipt."""
        by = self.opened.by
        names = frozenset({by.relation} if by and by.relation else ())
        return self._owing("page", Shown(names, frozenset()), by)

    def passed(self, bonds: Sequence[Link]) -> None:
        """Owe the receipt of relations that were followed from it."""
        names = frozenset(bond.relation for bond in bonds)
        self._owing("page", Shown(names, frozenset()), None)

    def records(self) -> Dossier:
        """The values with the records about the subject, for a page that shows neither by itself; 404 where there is none."""
        dossier = self._held(self.reader.lineage(self.opened))
        return self._shown("lineage", _bare(dossier), dossier)

    def value(self, attribute: str) -> tuple[Dossier, Envelope]:
        """The same for the page of one value; 404 where there is none."""
        dossier = self._held(self.reader.lineage(self.opened))
        envelope = dossier.envelopes.get(attribute)
        if envelope is None:
            raise HTTPException(404)
        shown = replace(_bare(dossier), envelopes={attribute: envelope})
        return self._shown("lineage", shown, dossier), envelope

    def record(self, id: str) -> tuple[Dossier, RecordView]:
        """The same for the page of one record; 404 where there is none."""
        dossier = self._held(self.reader.lineage(self.opened))
        found = next((item for item in dossier.records if item.id == id), None)
        if found is None:
            raise HTTPException(404)
        shown = replace(_bare(dossier), record_pages=(RecordPage((found,), False),))
        return self._shown("lineage", shown, dossier), found

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

    def _held(self, dossier: Dossier | None) -> Dossier:
        if dossier is None:
            raise HTTPException(404)
        return self._titled(self.opened.veil.dossier(dossier))

    def _titled(self, dossier: Dossier) -> Dossier:
        """A thing is called what its short name shows now; the name of a file is never masked by itself."""
        if not dossier.caption or self.opened.decision.caption_masked(dossier.cls, far=False):
            return dossier
        return replace(dossier, caption=self.view.name(Far(dossier.id, dossier.cls, dossier.caption), veiled=True))

    def _shown(self, look: Look, part: Dossier, dossier: Dossier) -> Dossier:
        """The file, of which a page shows a part."""
        return self._owing(look, of_dossier(self.opened, part), dossier)

    def _changed(self, found: Changes | None) -> Changes:
        veiled = self.opened.veil.changes(found or Changes(()))
        return self._owing("history", of_changes(self.opened, veiled), veiled)

    def _owing(self, look: Look, shown: Shown, told: T) -> T:
        masked = frozenset(name for name in shown.fields if self.view.masks(name.rpartition(":")[2]))
        self.looking.owe(self.opened, look, shown.fields, shown.masked | masked)
        return told


def _bare(dossier: Dossier) -> Dossier:
    """A file of which only the name is shown."""
    return replace(dossier, envelopes={}, record_pages=(), link_pages=())
