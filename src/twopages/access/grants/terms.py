"""What a grant may say: purposes, things, days and numbers that are allowed. Pure; whatever is not is a GrantError."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Final

from twopages.access.grants.faults import GrantError, What
from twopages.access.grants.grant import Authorisation, Consent, Grant
from twopages.ontology.belonging import belongings
from twopages.ontology.model import Model, Purpose
from twopages.ontology.rule import Span, back
from twopages.values import KEY_KINDS

_LONGEST: Final = 100  # characters of the name of an organisation


def consentable(model: Model, cls: str) -> Mapping[str, Purpose]:
    """The purposes to which a file of a class can consent, for itself and for what belongs to it: those that others use; agents
    are authorised instead."""
    roles, own = model.viewer_roles, {cls, *belongings(model, cls)}
    found = (item for item in model.purposes.values() if item.needs_consent and item.subject in own)
    return {item.id: item for item in found if not roles[item.role].way}


def named(model: Model, purpose: Purpose) -> bool:
    """Whether it is set who uses a purpose: the department that is responsible for it."""
    return model.viewer_roles[purpose.role].of_department and purpose.department is not None


def organisation_of(model: Model, purpose: Purpose, name: str) -> str:
    """To whom one consents: the department that is set, else whoever is called so; no institution is called like a department's id."""
    if named(model, purpose):
        return purpose.department or ""
    if name.strip() in model.departments:
        raise GrantError(What.ORGANISATION)
    return name


def entrustable(model: Model, cls: str) -> Mapping[str, Purpose]:
    """The purposes for which an agent can act for a file of a class."""
    found = (item for item in model.purposes.values() if item.subject == cls)
    return {item.id: item for item in found if model.viewer_roles[item.role].way == "authorisation"}


def require_purpose(id: str, among: Mapping[str, Purpose]) -> Purpose:
    """The purpose of an id."""
    if id not in among:
        raise GrantError(What.PURPOSE)
    return among[id]


def things(purpose: Purpose) -> frozenset[str]:
    """All that a purpose gives of its subject: attributes, tags and relations."""
    return purpose.attributes | purpose.tags | purpose.relations


def entrusted(purpose: Purpose, chosen: Set[str]) -> frozenset[str]:
    """What an agent is given of the chosen things: no names at all where they are everything that the purpose gives."""
    if not chosen:
        raise GrantError(What.NOTHING)
    require_items(purpose, chosen)
    return frozenset(chosen) if chosen < things(purpose) else frozenset()


def require_items(purpose: Purpose, items: Set[str]) -> None:
    """Nothing is given that the purpose does not give."""
    if not items <= things(purpose):
        raise GrantError(What.ITEMS)


def require_days(since: str, until: str, today: str, years: int) -> None:
    """From today or later, until a day that is not before, within some years from the first."""
    first, last, now = (_day(text) for text in (since, until, today))
    if not now <= first <= last:
        raise GrantError(What.DAYS)
    if back(last, Span(years, "Y")) > first:
        raise GrantError(What.LONG)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else _none()
    except ValueError as error:
        raise GrantError(What.DAYS) from error


def _none() -> date:
    raise ValueError


def require_name(name: str) -> str:
    """The name of an organisation."""
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise GrantError(What.ORGANISATION)
    return name


def identity(model: Model, cls: str, number: str) -> str:
    """The number of a person, checked; the key of the class of persons."""
    check = KEY_KINDS.get(model.attributes[model.classes[cls].key[-1]].kind)
    if not number or len(number) > _LONGEST or (check is not None and check(number) is None):
        raise GrantError(What.NUMBER)
    return number


def require_room(standing: Iterable[Grant], made: Grant, most: int) -> None:
    """So many may stand at a time, and no two for the same on the same day."""
    found = tuple(standing)
    if any(same(item, made) and item.since <= made.until and made.since <= item.until for item in found):
        raise GrantError(What.TWICE)
    if len(found) >= most:
        raise GrantError(What.MANY)


def same(one: Grant, other: Grant) -> bool:
    """Whether two grants are for the same: one organisation and purpose, or one agent and purpose."""
    if isinstance(one, Consent) and isinstance(other, Consent):
        return (one.organisation, one.purpose) == (other.organisation, other.purpose)
    both = isinstance(one, Authorisation) and isinstance(other, Authorisation)
    return both and (one.agent, one.purpose) == (other.agent, other.purpose)  # type: ignore[union-attr]  # both are
