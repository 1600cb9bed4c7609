"""From the claims of an issuer to the viewer: numbers are hashed here, at the door, and go no further."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast, get_args

from twopages.access.decide import own_class
from twopages.access.oidc.client import Names
from twopages.access.oidc.faults import ClaimError
from twopages.access.viewer import Role, Viewer
from twopages.dossier import entity_id
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import KEY_KINDS

LONGEST: Final = 255  # characters of a claim
MOST: Final = 50  # posts of one caseworker
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Registrar:
    """Knows which claims mean what, and makes a viewer of them."""

    names: Names
    model: Model
    keys: KeyRing

    def viewer(self, claims: Claims) -> Viewer:
        """The viewer that the claims describe; ClaimError names the claim that does not do."""
        account = self.keys.hash_id("viewer", _text(claims, "iss"), _text(claims, "sub"))
        role = _role(claims, self.names.role)
        return _MAKERS[role](self, claims, Viewer(account, role, None))

    def person(self, claims: Claims, viewer: Viewer) -> Viewer:
        """Somebody with a file of the own, by identity number."""
        return self._with_file(claims, viewer, self.names.number, own_class(self.model))

    def operator(self, claims: Claims, viewer: Viewer) -> Viewer:
        """Somebody who acts for one enterprise, by its credit code."""
        return self._with_file(claims, viewer, self.names.code, own_class(self.model, "operator"))

    def official(self, claims: Claims, viewer: Viewer) -> Viewer:
        """Somebody of a department, with the posts that the issuer names."""
        department = _text(claims, self.names.department)
        if department not in self.model.departments:
            raise ClaimError(self.names.department, "the id of a department")
        return Viewer(viewer.account, viewer.role, None, department, _posts(claims, self.names.posts))

    def member(self, claims: Claims, viewer: Viewer) -> Viewer:
        """Somebody, or a program, that asks for an organisation."""
        organisation = _text(claims, self.names.organisation)
        return Viewer(viewer.account, viewer.role, None, organisation=organisation)

    def staff(self, claims: Claims, viewer: Viewer) -> Viewer:
        """Somebody who works on the store itself, for a department or none."""
        named = _value(claims, self.names.department)
        return viewer if named in (None, "", []) else self.official(claims, viewer)

    def _with_file(self, claims: Claims, viewer: Viewer, name: str, cls: str) -> Viewer:
        number = _text(claims, name)
        check = KEY_KINDS.get(self.model.attributes[self.model.classes[cls].key[-1]].kind)
        if check is not None and check(number) is None:
            raise ClaimError(name, "a valid number")
        return Viewer(viewer.account, viewer.role, entity_id(self.keys, self.model, cls, number))


_MAKERS: Final[dict[Role, Callable[[Registrar, Claims, Viewer], Viewer]]] = {
    "citizen": Registrar.person,
    "agent": Registrar.person,
    "operator": Registrar.operator,
    "caseworker": Registrar.official,
    "institution": Registrar.member,
    "neighbour": Registrar.member,
    "researcher": Registrar.member,
    "steward": Registrar.staff,
    "auditor": Registrar.staff,
}


def _role(claims: Claims, name: str) -> Role:
    """The one role of ours that a claim names; what else a list holds is the issuer's own."""
    told = _value(claims, name)
    ours = {role for role in (told if isinstance(told, list) else [told]) if role in ROLES}
    if len(ours) != 1:
        raise ClaimError(name, f"one of {', '.join(ROLES)}")
    return cast(Role, ours.pop())


def _posts(claims: Claims, name: str) -> tuple[str, ...]:
    told = _value(claims, name)
    posts = told if isinstance(told, list) else [] if told is None else [told]
    if len(posts) > MOST or not all(map(_plain, posts)):
        raise ClaimError(name, "a list of short texts")
    return tuple(sorted(set(posts)))


def _text(claims: Claims, name: str) -> str:
    told = _value(claims, name)
    if isinstance(told, list) and len(told) == 1:  # some issuers give every attribute as a list
        told = told[0]
    if not _plain(told):
        raise ClaimError(name, "a short text")
    return str(told)


def _plain(told: object) -> bool:
    return isinstance(told, str) and 0 < len(told.strip()) <= len(told) <= LONGEST and told.isprintable()


def _value(claims: Claims, name: str) -> Any:
    """A claim by its name; a dot leads into a claim that is an object (`realm_access.roles`)."""
    if name in claims or "." not in name:
        return claims.get(name)
    first, _, rest = name.partition(".")
    inner = claims.get(first)
    return _value(inner, rest) if isinstance(inner, Mapping) else None
