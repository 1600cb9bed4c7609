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
from twopages.api.naming import field_name, plural
from twopages.api.outline import roots
from twopages.dossier import directions
from twopages.tags.districts import divided
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
        tricks, turn = cycle(self.tricks), cycle(self.scene.policies)
        for _ in range(number):
            policy = next(turn)
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
            if case and case.subject:
                return case.subject
            if policy.role.way == "own-file" and viewer.subject and policy.cls not in self.scene.book.files:
                mine = (
                    id
                    for id in subjects
                    if viewer.subject in {owner.id for owner in self.scene.belongs(policy.cls, id)}
                )
                return next(mine, subjects[0])
            if policy.role.way == "own-file" and viewer.subject:
                return (
                    viewer.subject
                    if policy.cls == "Person" or viewer.role == "operator"
                    else subjects[random.randrange(3)]
                )
        return random.choice(subjects[: random.choice((2, 4, 14))])

    def root(self, operation: Operation, policy: Policy, picks: tuple[Pick, ...], key: str = "a", **other: Any) -> Root:
        """A root field that asks for a file by its id."""
        return Root(key, "id", policy.cls, self.subject(operation, policy), picks, **other)

    def picks(self, policy: Policy, number: int = 4) -> tuple[Pick, ...]:
        """Some fields of a subject: given ones and others."""
        kinds = ("attribute", "relation", "caption", "id", "acting", "tags", "looks")
        weights = (12, 3, 2, 1, 1, 1, 1) if policy.cls in self.scene.book.files else (12, 3, 2, 1, 0, 0, 0)
        chosen = self.random.choices(kinds, weights, k=number)
        return tuple(self.one(policy, kind, f"k{place}") for place, kind in enumerate(chosen))

    def one(self, policy: Policy, kind: str, key: str) -> Pick:
        """One field of a kind."""
        model, random = self.scene.model, self.random
        cls = model.classes[policy.cls]
        ways = [way for way in directions(model, cls) if not self.few or way[0].id in SOME]
        if kind == "attribute" or (kind == "relation" and not ways):
            known = sorted(policy.attributes) if random.random() < 0.55 and policy.attributes else list(cls.attributes)
            if policy.masked and random.random() < 0.2:
                known = sorted(policy.masked)
            known = [name for name in known if model.attributes[name].cls == cls.id] or list(cls.attributes)
            known = [name for name in known if self.simple(name)] or list(cls.key)
            return Pick(key, "attribute", random.choice(known), deep=random.random() < 0.4)
        if kind == "relation":
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
        return replace(operation, roots=(self.list_root(operation, policy),))

    def count(self, operation: Operation, policy: Policy) -> Operation:
        """Subjects are counted."""
        root = self.list_root(operation, policy)
        return replace(operation, roots=(replace(root, counted=True, first=self.random.choice((0, 3))),))

    def sort(self, operation: Operation, policy: Policy) -> Operation:
        """The order of names: by a part of the name, or page after page."""
        root = self.list_root(operation, policy)
        if root.kind == "list" and self.named(root.cls) and self.random.random() < 0.7:
            root = replace(root, where=None, name=self.random.choice(("密", "上海", "密剸", '"', "不存在")))
        return replace(operation, roots=(replace(root, first=self.random.choice((1, 5))),))

    def list_root(self, operation: Operation, policy: Policy) -> Root:
        """A list by a question that may be answered, or not; by id where nobody looks for things of a class."""
        if plural(field_name(policy.cls)) not in roots(self.scene.model):
            return self.root(operation, policy, self.picks(policy, 2))
        return Root("a", "list", policy.cls, where=self.where(policy, policy.cls))

    def named(self, cls: str) -> bool:
        """Whether there is a list by a part of the name."""
        found = roots(self.scene.model).get(plural(field_name(cls)))
        return found is not None and "name" in found.kind

    def where(self, policy: Policy, cls: str) -> Mapping[str, Any]:
        """By which tags, values and places."""
        model, random = self.scene.model, self.random
        tags = [name for name, tag in model.tags.items() if tag.cls == cls]
        known = [name for name in tags if name in policy.finds]
        chosen = random.sample(known, 1) if known and random.random() < 0.7 else random.sample(tags, min(2, len(tags)))
        values = {name: self.sought(cls, name) for name in finding(model, cls)}
        some = [name for name in values if name in policy.finds] if random.random() < 0.6 else list(values)
        one = {name: values[name] for name in random.sample(some, min(1, len(some)))}
        listed = [name for name in some if model.attributes[name].codes]
        broad = {name: list(model.code_lists[model.attributes[name].codes or ""].codes)[:90] for name in listed[:1]}
        tagged: list[Mapping[str, Any]] = [
            {"tags": {"any": known[:50]}}, {"tags": {"any": known[:50]}}, {"tags": {"none": chosen}}, {"tags": {"all": chosen}},
            {"tags": {"any": chosen}},
        ] if tags else []  # fmt: skip
        placed: list[Mapping[str, Any]] = [{"division": ["310104"]}] if divided(model, cls) else []
        if tags and placed:
            placed.append({"tags": {"all": chosen}, **placed[0]})
        if cls == "SpatialFeature":
            placed.append({"window": {"west": 121.4, "south": 31.2, "east": 121.5, "north": 31.3}})
        return random.choice([broad, broad, {}, one, one, *tagged, *placed])

    def sought(self, cls: str, name: str) -> Any:
        """A value that something of a class may have."""
        attribute = self.scene.model.attributes[name]
        if attribute.codes is not None:
            return [next(iter(self.scene.model.code_lists[attribute.codes].codes))]
        if attribute.kind == "boolean":
            return self.random.random() < 0.5
        told = self.truth.said(cls, self.random.choice(self.scene.subjects(cls)[:3]), name)
        return [told[:4] if attribute.kind in ("date", "partialDate") else told] if told else ["2020"]

    def cursor(self, operation: Operation, policy: Policy) -> Operation:
        """A cursor that was given for another subject, relation or list."""
        random, root = self.random, self.root(operation, policy, ())
        other = random.choice(self.scene.subjects(root.cls)[:3])
        row = random.choice(self.truth.records(root.cls, other, True, None))
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
                roots=(
                    replace(
                        self.list_root(operation, policy), first=2, after=random.choice(self.scene.subjects(root.cls))
                    ),
                ),
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
            roots.append(replace(self.list_root(operation, policy), key="d"))
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
        elif codes := [name for name in finding(self.scene.model, root.cls) if self.scene.model.attributes[name].codes]:
            where = {"code": {codes[0]: ["no-code"]}, "two": {}}[wrong]
            root = Root(
                "a", "list", root.cls, where=where, name="密" if wrong == "two" and self.named(root.cls) else None
            )
        return replace(operation, roots=(root,))

    def past(self, operation: Operation, policy: Policy) -> Operation:
        """What was: as of a day, the time line, a difference, former rows and tags."""
        random, known = self.random, [item for item in self.scene.policies if item.role.past]
        if not policy.role.past and random.random() < 0.5:  # else hardly anybody would see it
            policy = random.choice(known)
            operation = replace(self.ground(policy), trick=operation.trick)
        kinds = (
            "asOf",
            "asOf",
            "timeline",
            "records",
            self.apart,
            *(["pastTags"] if policy.cls in self.scene.book.files else []),
        )
        kind = random.choice(kinds)
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
        known = {"Enterprise": FIRMS, "Person": PERSONS}.get(root.cls) or self.keys(root.cls)
        subjects = self.scene.subjects(root.cls)
        key = known[subjects.index(root.id)] if root.id in subjects else self.random.choice(known)
        if self.random.random() < 0.2:
            key = "|".join(["310199200001019991"] * len(self.scene.model.classes[root.cls].key))
        return replace(operation, roots=(replace(root, kind="key", id=key),))

    def keys(self, cls: str) -> tuple[str, ...]:
        """The keys of things, or texts in their place; a bar divides the parts."""
        known = self.scene.model.classes[cls]
        names = known.texts[:1] if known.texts and self.random.random() < 0.5 else known.key
        return tuple("|".join(self.truth.said(cls, id, name) for name in names) for id in self.scene.subjects(cls))

    def why(self, operation: Operation, policy: Policy) -> Operation:
        """Why a tag holds, or not."""
        random, root = self.random, self.root(operation, policy, ())
        if random.random() < 0.4 and root.cls in self.scene.book.files:
            return replace(operation, roots=(replace(root, picks=(Pick("w", "why"), *self.picks(policy, 1))),))
        tags = sorted(policy.tags) if policy.tags and random.random() < 0.7 else [*self.scene.model.tags, "no-tag"]
        day = random.choice(DAYS) if random.random() < 0.1 else None
        return replace(operation, roots=(Root("t", "tag", id=random.choice(tags), subject=root.id, day=day),))

    def own(self, operation: Operation, policy: Policy) -> Operation:
        """The own file, whatever the purpose."""
        people = next(item for item in self.scene.policies if item.cls == "Person")
        root = Root("m", "me", "Person", picks=self.picks(policy if policy.cls == "Person" else people, 3))
        return replace(operation, roots=(root,))
