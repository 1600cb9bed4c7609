"""Who attacks: viewers of every role, and what stands for them: cases, grants, consents and authorisations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tests.access.gates import Case, Standing
from tests.access.planted import FIRMS, PERSONS
from tests.access.reference import AUTHORISED, OWN, Asker, Book, Policy, Whose
from twopages.access import Viewer
from twopages.keys import KeyRing
from twopages.ontology.model import Model

ELSEWHERE, BANK = "another-office", "bank-of-nowhere"
FEW = frozenset({"fullName", "mobilePhone", "identityNumber", "EMPLOYED_BY", "enterpriseName", "unemployed"})


@dataclass
class Scene:
    """The people of the attack, and the `things` that were planted, by class; `belongs`: to whom each belongs."""

    model: Model
    keys: KeyRing
    book: Book
    things: Mapping[str, tuple[str, ...]]
    belongs: Whose
    standing: Standing = field(default_factory=Standing)
    found: dict[str, set[tuple[str, str]]] = field(default_factory=dict)  # by account: what searches showed

    def __post_init__(self) -> None:
        for place, policy in enumerate(self.policies):
            self._stand(policy, place)
            for viewer in self.viewers(policy) if policy.finds else ():
                half = {(policy.id, id) for id in self.subjects(policy.cls)[::2]}
                self.found.setdefault(viewer.account, set()).update(half)
        agent = self.persons[3]
        for policy in self.policies:
            if policy.role.way == AUTHORISED:
                first, second = self.subjects(policy.cls)[:2]
                given = {first: frozenset[str](), second: FEW}
                self.standing.authorisations |= {(agent, id, policy.id): items for id, items in given.items()}

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """Ids of the people."""
        return tuple(self.keys.hash_id("entity", "Person", key) for key in PERSONS)

    @cached_property
    def firms(self) -> tuple[str, ...]:
        """Ids of the enterprises."""
        return tuple(self.keys.hash_id("entity", "Enterprise", key) for key in FIRMS)

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Every purpose, in the order of the ontology."""
        return tuple(self.book.policies[name] for name in self.model.purposes)

    @property
    def own(self) -> tuple[str, ...]:
        """The purposes for the own file, in their order."""
        return tuple(policy.id for policy in self.policies if policy.role.way in (OWN, AUTHORISED))

    def subjects(self, cls: str) -> tuple[str, ...]:
        """The ids of a class."""
        return {"Person": self.persons, "Enterprise": self.firms}.get(cls) or self.things[cls]

    def office(self, policy: Policy) -> str:
        """For whom a viewer of a purpose looks."""
        return policy.department if policy.role.of_department else BANK

    def desk(self, office: str) -> str:
        """An office as cases have it: a department by its name, any other by a hash."""
        return office if office != BANK else f"organisation:{self.keys.hash_id('organisation', office)}"

    def viewers(self, policy: Policy) -> tuple[Viewer, ...]:
        """Those whom a purpose is for."""
        found = []
        for account in sorted(policy.role.accounts):
            if account in ("citizen", "agent"):
                own = (self.persons[3],) if account == "agent" else self.persons[:3]
                found += [Viewer(f"{account}-{id[:6]}", account, id) for id in own]  # type: ignore[arg-type]  # one of the roles
            elif account == "operator":
                found += [Viewer(f"operator-{id[:6]}", "operator", id) for id in self.firms[:2]]
            else:
                place = (
                    {"department": policy.department}
                    if policy.role.of_department
                    else {"organisation": self.office(policy)}
                )
                found.append(Viewer(f"{account}-{policy.department}", account, None, **place))  # type: ignore[arg-type]  # one of the roles
        return tuple(found)

    @cached_property
    def everybody(self) -> tuple[Viewer, ...]:
        """Viewers of every role, those included that have no file, no department or another one."""
        found = {viewer.account: viewer for policy in self.policies for viewer in self.viewers(policy)}
        strangers = (
            Viewer("nobody", "citizen", None), Viewer("no-firm", "operator", None), Viewer("no-agent", "agent", None),
            Viewer("lost-desk", "caseworker", None), Viewer("lost-bank", "institution", None), Viewer("thin", "citizen", self.persons[9]),
        )  # fmt: skip
        return (*found.values(), *strangers)

    def asker(self, viewer: Viewer, purpose: str, case: str) -> Asker:
        """A viewer on a ground, as the reference has it; who is the legal representative of which firm was planted so."""
        acting = frozenset[str]()
        if viewer.role == "citizen" and viewer.subject in self.persons[:5]:
            acting = frozenset(self.firms[self.persons.index(viewer.subject) :: 5] + self.firms[:0])
        office = self.desk(viewer.department or viewer.organisation)
        known = set(self.found.get(viewer.account, ()))
        return Asker(self.book, self.standing, viewer, purpose, case, acting, self.belongs, office, known)

    def _stand(self, policy: Policy, place: int) -> None:
        office, (first, second) = self.office(policy), self.subjects(policy.cls)[:2]
        subject = "" if policy.finds else first  # a case that is about whatever is found
        for name, of, where in (("one", subject, office), ("two", second, office), ("alien", first, ELSEWHERE)):
            id = f"{name}-{policy.id}"
            self.standing.cases[id] = Case(id, policy.id, of, self.desk(where))
        if place % 9 != 4:
            self.standing.grants.add((policy.department, policy.id))
        if place % 9 != 6:
            whose = [owner.id for owner in self.belongs(policy.cls, first)] or [first]
            self.standing.consents |= {(one, policy.id, office) for one in whose}
