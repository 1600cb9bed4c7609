"""The attack: operations made up by the thousand, over every role, purpose, element, path and trick; a seed makes them again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random
from typing import Any

from tests.access.asks import BROKEN, STYLES, Operation, Pick, Root
from tests.access.planted import FIRMS, FIRST, PERSONS, SECOND
from tests.access.reference import Policy
from tests.access.scene import Scene
from tests.access.truth import Truth
from twopages.dossier import directions
from twopages.tags.finds import finding

BETWEEN = "2021-04-15"  # a day between the two deliveries
SOME = frozenset({
    "SPOUSE_OF", "EMPLOYED_BY", "PARENT_OF", "SHAREHOLDER_OF", "LEGAL_REPRESENTATIVE_OF", "HELD_BY", "RESIDES_AT",
    "sex", "birthDate", "age", "deceased", "organisationCode", "enterpriseAge", "industryDivision",
})  # fmt: skip
DAYS = (FIRST, BETWEEN, SECOND)


@dataclass
class Attack:
    """Makes up operations; each trick in turn, under each purpose in turn.

    With `few` ones there are fewer relations and derived values among them: each is a statement of its own, which a store that
    was just started takes long to plan.
    """

    scene: Scene
    truth: Truth
    random: Random
    few: bool = False

    def operations(self, number: int) -> Iterator[Operation]:
        """So many operations."""
        policies = [policy for policy in self.scene.policies if policy.cls in self.scene.book.files]
        others = [policy for policy in self.scene.policies if policy not in policies]
        tricks, turn = cycle(self.tricks), cycle(policies)
        for _ in range(number):
            policy = self.random.choice(others) if self.random.random() < 0.03 else next(turn)
            name, trick = next(tricks)
            yield trick(replace(self.ground(policy), trick=name), policy)
            self.random.random()
            if self.random.random() < 0.1:
                next(tricks)

    @property
    def tricks(self) -> list[tuple[str, Callable[[Operation, Policy], Operation]]]:
        """Every trick by its name."""
        styled = [(style, self.styled(style)) for style in STYLES]
        named = (
            self.alias, self.filter, self.sort, self.count, self.cursor, self.node, self.batch, self.introspect, self.error,
            self.past, self.past, self.lineage, self.lineage, self.key, self.why, self.own,
        )  # fmt: skip
        return [*styled, *((trick.__name__, trick) for trick in named)]

    def ground(self, policy: Policy) -> Operation:
        """Who asks on which ground: mostly as it should be, so that what is asked decides; else not."""
        random = self.random
        fitting = random.random() < 0.92
        viewer = random.choice(self.scene.viewers(policy) if fitting else self.scene.everybody)
        purpose = (
            policy.id
            if random.random() < 0.9
            else random.choice(("", "", "no-such-purpose", random.choice(self.scene.policies).id))
        )
        asks_case = (policy.needs_case and not policy.role.way) or policy.role.way == "receipts"
        case = ""
        if asks_case if random.random() < 0.9 else random.random() < 0.5:
            case = f"{random.choice(('one', 'one', 'one', 'one', 'one', 'two', 'two', 'alien', 'no'))}-{policy.id}"
        return Operation(viewer, purpose, case, (), "")

    def subject(self, operation: Operation, policy: Policy) -> str:
        """Whose file is asked for: mostly one within reach."""
        random, subjects = self.random, self.scene.subjects(policy.cls)
        case = self.scene.standing.cases.get(operation.case)
        viewer = operation.viewer
        if random.random() < 0.85:
            if case:
                return case.subject
            if policy.role.way == "own-file" and viewer.subject:
                return (
                    viewer.subject
                    if policy.cls == "Person" or viewer.role == "operator"
                    else subjects[random.randrange(3)]
                )
        return random.choice(subjects[: random.choice((2, 4, 14))])

    def root(self, operation: Operation, policy: Policy, picks: tuple[Pick, ...], key: str = "a", **other: Any) -> Root:
        """A root field that asks for a file by its id."""
        cls = policy.cls if policy.cls in self.scene.book.files else "Person"
        return Root(key, "id", cls, self.subject(operation, policy), picks, **other)

    def picks(self, policy: Policy, number: int = 4) -> tuple[Pick, ...]:
        """Some fields of a subject: given ones and others."""
        kinds = self.random.choices(
            ("attribute", "relation", "tags", "looks", "caption", "id"), (12, 3, 1, 1, 2, 1), k=number
        )
        return tuple(self.one(policy, kind, f"k{place}") for place, kind in enumerate(kinds))

    def one(self, policy: Policy, kind: str, key: str) -> Pick:
        """One field of a kind."""
        model, random = self.scene.model, self.random
        cls = model.classes[policy.cls if policy.cls in self.scene.book.files else "Person"]
        if kind == "attribute":
            known = sorted(policy.attributes) if random.random() < 0.55 and policy.attributes else list(cls.attributes)
            if policy.masked and random.random() < 0.2:
                known = sorted(policy.masked)
            known = [name for name in known if model.attributes[name].cls == cls.id] or list(cls.attributes)
            known = [name for name in known if self.simple(name)] or list(cls.key)
            return Pick(key, "attribute", random.choice(known), deep=random.random() < 0.4)
        if kind == "relation":
            ways = [way for way in directions(model, cls) if not self.few or way[0].id in SOME]
            given = [way for way in ways if way[0].id in policy.relations]
            relation, forward = random.choice(given if given and random.random() < 0.6 else ways)
            return Pick(key, "relation", relation.id, forward)
        return Pick(key, kind)  # type: ignore[arg-type]  # one of the kinds

    def simple(self, attribute: str) -> bool:
        """Whether a value is asked: of the derived ones a few may do."""
        return not self.few or self.scene.model.attributes[attribute].derivation is None or attribute in SOME

    def styled(self, style: str) -> Callable[[Operation, Policy], Operation]:
        """A trick that is a way to write: what is left out by a directive is chosen, too."""

        def trick(operation: Operation, policy: Policy) -> Operation:
            picks = self.picks(policy)
            if style == "directive":
                picks = tuple(replace(pick, skipped=place % 2 == 1) for place, pick in enumerate(picks))
            return replace(operation, roots=(self.root(operation, policy, picks),), style=style)  # type: ignore[arg-type]  # one of the styles

        return trick

    def alias(self, operation: Operation, policy: Policy) -> Operation:
        """What is denied is called what is given, and the other way round."""
        picks = tuple(pick for pick in self.picks(policy, 6) if pick.kind == "attribute")
        names = list(
            dict.fromkeys([*self.random.sample(sorted(policy.attributes) or ["id"], 1), *(pick.name for pick in picks)])
        )
        renamed = tuple(replace(pick, key=name) for pick, name in zip(picks, names, strict=False))
        return replace(operation, roots=(self.root(operation, policy, renamed),))

    def filter(self, operation: Operation, policy: Policy) -> Operation:
        """Subjects are looked for by what the purpose finds by, or not."""
        return replace(operation, roots=(self.list_root(policy),))

    def count(self, operation: Operation, policy: Policy) -> Operation:
        """Subjects are counted."""
        return replace(
            operation, roots=(replace(self.list_root(policy), counted=True, first=self.random.choice((0, 3))),)
        )

    def sort(self, operation: Operation, policy: Policy) -> Operation:
        """The order of names: by a part of the name, or page after page."""
        root = self.list_root(policy)
        if root.cls == "Enterprise" and self.random.random() < 0.7:
            root = replace(root, where=None, name=self.random.choice(("密", "上海", "密剸", '"', "不存在")))
        return replace(operation, roots=(replace(root, first=self.random.choice((1, 5))),))

    def list_root(self, policy: Policy) -> Root:
        """A list by a question that may be answered, or not."""
        cls = policy.cls if policy.cls in self.scene.book.files else "Person"
        return Root("a", "list", cls, where=self.where(policy, cls))

    def where(self, policy: Policy, cls: str) -> Mapping[str, Any]:
        """By which tags and codes."""
        model, random = self.scene.model, self.random
        tags = [name for name, tag in model.tags.items() if tag.cls == cls]
        known = [name for name in tags if name in policy.finds]
        chosen = random.sample(known, 1) if known and random.random() < 0.7 else random.sample(tags, 2)
        codes = {
            name: [next(iter(model.code_lists[model.attributes[name].codes or ""].codes))]
            for name in finding(model, cls)
        }
        some = [name for name in codes if name in policy.finds] if random.random() < 0.6 else list(codes)
        broad: list[Mapping[str, Any]] = [
            {"tags": {"any": known[:50]}},
            {name: list(model.code_lists[model.attributes[name].codes or ""].codes)[:90] for name in some[:1]},
        ]
        return random.choice((
            *broad, *broad, {}, {"tags": {"none": chosen}}, {"tags": {"all": chosen}}, {"tags": {"any": chosen}}, {"division": ["310104"]},
            {name: codes[name] for name in random.sample(some, min(1, len(some)))}, {"tags": {"all": chosen}, "division": ["310104"]},
        ))  # fmt: skip

    def cursor(self, operation: Operation, policy: Policy) -> Operation:
        """A cursor that was given for another subject, relation or list."""
        random, root = self.random, self.root(operation, policy, ())
        other = random.choice(self.scene.subjects(root.cls)[:3])
        rows = self.truth.records(root.cls, other, True, None)
        row = random.choice(rows)
        linked = self.one(policy, "relation", "l")
        picks = (
            Pick(
                "r",
                "records",
                first=random.choice((2, 20)),
                after=f"{row.observed}|{row.id}",
                history=random.random() < 0.2,
            ),
            replace(linked, after=random.choice((*self.scene.persons[:4], *self.scene.firms[:3]))),
        )
        if random.random() < 0.25:
            return replace(
                operation,
                roots=(replace(self.list_root(policy), first=2, after=random.choice(self.scene.subjects(root.cls))),),
            )
        return replace(operation, roots=(replace(root, picks=picks),))

    def node(self, operation: Operation, policy: Policy) -> Operation:
        """The id of a row, of a thing, of a far end, of the other class, or of nothing."""
        random, root = self.random, self.root(operation, policy, self.picks(policy, 2))
        other = random.choice(self.scene.persons[:3])
        far = random.choice(
            [link.far.id for link in self.truth.links("Person", other, "HELD_BY", False, None)] or [other]
        )
        row = random.choice(self.truth.records("Person", other, False, None)).id
        id = random.choice(
            (
                far,
                row,
                self.scene.firms[0],
                other,
                "0" * 32,
                "",
                "' OR 1=1",
                random.choice(self.scene.subjects(root.cls)),
            )
        )
        return replace(operation, roots=(replace(root, id=id),))

    def batch(self, operation: Operation, policy: Policy) -> Operation:
        """Several root fields, of one subject and of others, in one document."""
        roots = [self.root(operation, policy, self.picks(policy, 2), key) for key in ("a", "b")]
        other = self.random.choice(self.scene.policies)
        roots.append(self.root(operation, other, self.picks(policy if policy.cls == other.cls else other, 1), "c"))
        if self.random.random() < 0.3:
            roots.append(replace(self.list_root(policy), key="d"))
        return replace(operation, roots=tuple(roots))

    def introspect(self, operation: Operation, policy: Policy) -> Operation:
        """The schema beside a file."""
        roots = (
            Root("s", "schema", self.random.choice(("Person", "Enterprise", "SpouseOfEdge"))),
            self.root(operation, policy, self.picks(policy, 2)),
        )
        return replace(operation, roots=roots)

    def error(self, operation: Operation, policy: Policy) -> Operation:
        """What goes wrong: no cursor, a day to come, a code that is none; no error may tell more than that."""
        root, random = self.root(operation, policy, self.picks(policy, 2)), self.random
        wrong = random.choice(("cursor", "day", "code", "two"))
        if wrong == "cursor":
            root = replace(root, picks=(*root.picks, Pick("r", "records", after=BROKEN)))
        elif wrong == "day":
            root = replace(root, day="2999-01-01")
        else:
            where = {"code": {finding(self.scene.model, root.cls)[0]: ["no-code"]}, "two": {}}[wrong]
            root = Root(
                "a", "list", root.cls, where=where, name="密" if wrong == "two" and root.cls == "Enterprise" else None
            )
        return replace(operation, roots=(root,))

    def past(self, operation: Operation, policy: Policy) -> Operation:
        """What was: as of a day, the time line, a difference, former rows and tags."""
        random, known = self.random, [item for item in self.scene.policies if item.role.past]
        if not policy.role.past and random.random() < 0.5:  # else hardly anybody would see it
            policy = random.choice(known)
            operation = replace(self.ground(policy), trick=operation.trick)
        kind = random.choice(("asOf", "asOf", "timeline", "records", "pastTags", self.apart))
        if kind == "asOf":
            return replace(
                operation, roots=(self.root(operation, policy, self.picks(policy, 3), day=random.choice(DAYS)),)
            )
        pick = Pick("p", kind, history=kind == "records", since=BETWEEN, first=100 if kind != "records" else 20)  # type: ignore[arg-type]  # one of the kinds
        return replace(operation, roots=(self.root(operation, policy, (*self.picks(policy, 1), pick)),))

    @property
    def apart(self) -> str:
        """The difference of two days; it reads everything in one statement."""
        return "timeline" if self.few else "difference"

    def lineage(self, operation: Operation, policy: Policy) -> Operation:
        """Where values come from: rows that name others, and the sources of each value."""
        deep = tuple(replace(pick, deep=True) for pick in self.picks(policy, 3) if pick.kind == "attribute")
        picks = (*deep, Pick("r", "records", first=self.random.choice((5, 100))))
        return replace(operation, roots=(self.root(operation, policy, picks),))

    def key(self, operation: Operation, policy: Policy) -> Operation:
        """A file is asked for by its key."""
        root = self.root(operation, policy, self.picks(policy, 2))
        known = FIRMS if root.cls == "Enterprise" else PERSONS
        subjects = self.scene.subjects(root.cls)
        key = known[subjects.index(root.id)] if root.id in subjects else self.random.choice(known)
        if self.random.random() < 0.2:
            key = "310199200001019991"
        return replace(operation, roots=(replace(root, kind="key", id=key),))

    def why(self, operation: Operation, policy: Policy) -> Operation:
        """Why a tag holds, or not."""
        random, root = self.random, self.root(operation, policy, ())
        if random.random() < 0.4:
            return replace(operation, roots=(replace(root, picks=(Pick("w", "why"), *self.picks(policy, 1))),))
        tags = sorted(policy.tags) if policy.tags and random.random() < 0.7 else [*self.scene.model.tags, "no-tag"]
        day = random.choice(DAYS) if random.random() < 0.1 else None
        return replace(operation, roots=(Root("t", "tag", id=random.choice(tags), subject=root.id, day=day),))

    def own(self, operation: Operation, policy: Policy) -> Operation:
        """The own file, whatever the purpose."""
        people = next(item for item in self.scene.policies if item.cls == "Person")
        root = Root("m", "me", "Person", picks=self.picks(policy if policy.cls == "Person" else people, 3))
        return replace(operation, roots=(root,))
