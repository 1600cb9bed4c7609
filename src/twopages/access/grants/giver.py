"""Who may give, accept and end grants: for the own file, and for those of whom one acts for by law."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from twopages.access.decide import own_class
from twopages.access.grants import terms
from twopages.access.grants.faults import GrantError, What
from twopages.access.grants.grant import Authorisation, Consent
from twopages.access.grants.grants import ConsentAsk, Grants, TrustAsk
from twopages.access.viewer import Viewer
from twopages.dossier import Far


@dataclass(frozen=True, slots=True)
class Given:
    """The grants of a file, newest first; `received` is None where nobody asks as an agent."""

    consents: tuple[Consent, ...]
    given: tuple[Authorisation, ...]
    received: tuple[Authorisation, ...] | None


@dataclass(frozen=True, slots=True)
class Giver:
    """A viewer, and the files that he or she acts for by law; whatever is done with another is a GrantError, as if there were none."""

    grants: Grants
    viewer: Viewer
    acts_for: tuple[Far, ...]

    def has(self, cls: str, id: str) -> bool:
        """Whether a file is the viewer's own, or the viewer acts for it: only such a one consents and authorises."""
        return (cls, id) in self._files()

    def of(self, id: str) -> Given:
        """What a file gave; and what it was given, on the own file of a person alone."""
        own, grants = self.is_own(id), self.grants
        return Given(grants.of(id), grants.given(id), grants.received(id) if own else None)

    def is_own(self, id: str) -> bool:
        """Whether a file is the own one of a person, who alone can be an agent; GrantError where it is not one of the giver's at all."""
        return self.class_of(id) == own_class(self.grants.model) and id == self.viewer.subject

    def consent(self, id: str, purpose: str, name: str, until: str) -> Consent:
        """A file consents to a purpose of its department, or of an organisation by its name where none is set."""
        cls, model = self.class_of(id), self.grants.model
        chosen = terms.require_purpose(purpose, terms.consentable(model, cls))
        organisation = terms.organisation_of(model, chosen, name)
        return self.grants.consent(cls, id, ConsentAsk(purpose, organisation, until), self.viewer.account)

    def authorise(
        self, id: str, purpose: str, number: str, days: tuple[str, str], chosen: Set[str] | None
    ) -> Authorisation:
        """A file authorises whoever has a number for the chosen things, from day to day; None: for all that the purpose gives."""
        cls = self.class_of(id)
        known = terms.require_purpose(purpose, terms.entrustable(self.grants.model, cls))
        items = frozenset[str]() if chosen is None else terms.entrusted(known, chosen)
        return self.grants.authorise(cls, id, TrustAsk(purpose, number, *days, items), self.viewer.account)

    def withdraw(self, id: str, consent: str) -> Consent:
        """A file withdraws a consent."""
        self.class_of(id)
        return self.grants.withdraw(id, consent)

    def revoke(self, id: str, authorisation: str) -> Authorisation:
        """A file revokes an authorisation."""
        self.class_of(id)
        return self.grants.revoke(id, authorisation)

    def accept(self, authorisation: str) -> Authorisation:
        """The viewer accepts to act for another: only oneself does, no child, nor its parents in its place."""
        return self.grants.accept(self._agent(), authorisation)

    def decline(self, authorisation: str) -> Authorisation:
        """The viewer declines to act for another, or gives it back."""
        return self.grants.decline(self._agent(), authorisation)

    def _files(self) -> Iterator[tuple[str, str]]:
        """Class and id of each."""
        if self.viewer.subject is not None:
            yield own_class(self.grants.model, self.viewer.role), self.viewer.subject
        yield from ((far.cls, far.id) for far in self.acts_for)

    def class_of(self, id: str) -> str:
        """The class of one of the files; GrantError for any other."""
        found = next((cls for cls, own in self._files() if own == id), None)
        if found is None:
            raise GrantError(What.NO_FILE)
        return found

    def _agent(self) -> str:
        if self.viewer.subject is None:
            raise GrantError(What.GONE)
        return self.viewer.subject
