"""On what ground somebody looks: in which role, for what purpose, in which case; and which grounds a viewer can take. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from twopages.access.reasons import DeniedError
from twopages.access.viewer import Viewer
from twopages.ontology.model import Model, Purpose
from twopages.ontology.purpose import ViewerRole


class OpenCase(Protocol):
    """A case that has neither ended nor timed out."""

    @property
    def id(self) -> str:
        """Its opaque id."""

    @property
    def purpose(self) -> str:
        """The purpose that it is worked on for."""

    @property
    def subject(self) -> str:
        """The id that its subject has now; empty where it is about whatever its purpose finds."""

    @property
    def department(self) -> str:
        """Whose case it is."""


def of_department(model: Model, viewer: Viewer) -> bool:
    """Whether a viewer may look for a department, and has one."""
    roles = model.viewer_roles.values()
    return viewer.department != "" and any(role.of_department and viewer.role in role.accounts for role in roles)


def reads_receipts(model: Model, viewer: Viewer) -> bool:
    """Whether a viewer comes to subjects through the receipts of looks, and answers for these."""
    roles = model.viewer_roles.values()
    return any(role.way == "receipts" and viewer.role in role.accounts for role in roles)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a viewer looks as, what for, and in which case."""

    viewer: Viewer
    role: ViewerRole
    purpose: Purpose
    case: OpenCase | None = None

    @property
    def finding(self) -> bool:
        """Whether subjects are come to by finding them: neither as the own ones nor as that of a case."""
        return self.role.way == "" and not (self.case and self.case.subject)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The grounds that a viewer can take under one Model."""

    model: Model
    viewer: Viewer

    def purposes(self, cls: str | None = None) -> tuple[Purpose, ...]:
        """The purposes that are the viewer's, about a class or any, in their order."""
        mine = (purpose for purpose in self.model.purposes.values() if self.has(purpose))
        return tuple(purpose for purpose in mine if cls in (None, purpose.subject))

    def has(self, purpose: Purpose) -> bool:
        """Whether a purpose is for somebody like the viewer: by role, and by department for whoever is of one."""
        role = self.model.viewer_roles[purpose.role]
        elsewhere = role.of_department and self.viewer.role == "caseworker"
        return self.viewer.role in role.accounts and not (elsewhere and self.viewer.department != purpose.department)

    def named(self, purpose: str) -> Purpose:
        """A purpose by its id; DeniedError where there is none, or it is not the viewer's."""
        found = self.model.purposes.get(purpose)
        if found is None:
            raise DeniedError("PURPOSE_UNKNOWN")
        if not self.has(found):
            raise DeniedError("PURPOSE_NOT_YOURS", tuple(item.id for item in self.purposes(found.subject)))
        return found

    def usual(self, cls: str) -> Purpose:
        """The purpose of who names none: the first for the own file; DeniedError where the viewer has to choose."""
        found = next(self._usual(cls), None)
        if found is None:
            raise DeniedError("PURPOSE_NEEDED", tuple(item.id for item in self.purposes(cls)))
        return found

    def ground(self, purpose: Purpose, case: OpenCase | None) -> Ground:
        """The ground of a purpose and a case."""
        return Ground(self.viewer, self.model.viewer_roles[purpose.role], purpose, case)

    def _usual(self, cls: str) -> Iterator[Purpose]:
        return (item for item in self.purposes(cls) if self.model.viewer_roles[item.role].by_themselves)
