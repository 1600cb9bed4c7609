"""What an erasure concerns: looked for through the graph, and by index among rows that no edge leads to; nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.feed.bind import Read
from twopages.feed.link import Linker
from twopages.feed.payload import open_cells
from twopages.feed.prepare import told_aside
from twopages.feed.records import Rooms, Told
from twopages.feed.tombstones import Binding, Named, Tombstone, named, near_id, said, value_hash
from twopages.graph import statement
from twopages.keys import KeyRing
from twopages.ontology.model import Attribute
from twopages.values import KEY_KINDS

PAGE = 500
EVERYBODY = 10_000  # ids that are tried at a time
_TELLING = frozenset({"name", "phone", "email", *KEY_KINDS})  # kinds of values by which others tell who somebody is


@dataclass
class Found:
    """What goes: entities (`own` are those of the subject, with their classes), records whole or some of their cells, rows put aside;
    the tombstones that it leaves; and by what it was looked for: the ids of all keys that are the subject's, and of the other subjects
    that its rows name.
    """

    own: dict[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    attached: set[str] = field(
        default_factory=set
    )  # records that lead to the subject; they show whom it was related to, and go last
    linked: set[str] = field(default_factory=set)  # records that stay and lose a link to a thing
    aside: dict[str, dict[str, Any]] = field(default_factory=dict)
    stones: dict[str, Tombstone] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)

    @property
    def nothing(self) -> bool:
        """Whether nothing is there to go."""
        return not (self.own or self.things or self.gone or self.cut or self.aside)

    @property
    def records(self) -> list[str]:
        """Every record that goes or loses cells, in the order in which it may: what is cut off then is found again."""
        return sorted(self.gone | self.cut, key=lambda name: (name in self.attached, name))

    def counts(self) -> dict[str, int]:
        """How much of each kind, without saying what."""
        classes = [*self.own.values(), *self.things.values()]
        counts = {cls: classes.count(cls) for cls in sorted(set(classes))}
        return counts | {
            "records": len(self.gone),
            "recordsCut": len(self.cut),
            "rowsPutAside": len(self.aside),
            "tombstones": len(self.stones),
        }


def search(
    read: Read, rooms: Rooms, ids: Iterable[str], stones: Iterable[Tombstone] = (), subjects: Iterable[str] = ()
) -> Found:
    """What the erasure of the subject with these ids concerns; `stones` are known of it already, and `subjects` that it was related to."""
    seeking = _Search(read, rooms, Found(stones={item.id: item for item in stones}, keys={*ids}, subjects={*subjects}))
    seeking.run()
    return seeking.found


def recognised(read: Read, keys: KeyRing, stones: Iterable[Tombstone]) -> set[str]:
    """The subjects that tombstones call near: these do not say which, so everybody in the store is tried."""
    near = {item.id for item in stones if item.kind == "near"}
    everybody = _pages(read, "erase_everybody", EVERYBODY) if near else ()
    return {row["id"] for row in everybody if near_id(keys, row["id"]) in near}


def _pages(read: Read, name: str, size: int) -> Iterator[dict[str, Any]]:
    after = ""
    while page := read(statement(name), {"after": after, "size": size})[0]["found"]:
        yield from page
        after = page[-1]["id"]


@dataclass
class _Search:
    """One search; `texts` are the values that tell who the subject is."""

    read: Read
    rooms: Rooms
    found: Found
    texts: set[str] = field(default_factory=set)
    candidates: set[str] = field(default_factory=set)  # things that its rows make known, or made known until they went

    def __post_init__(self) -> None:
        self.keys, self.stones, self.subjects = self.found.keys, self.found.stones, self.found.subjects
        self.candidates |= {item.id for item in self.stones.values() if item.kind == "own"}
        self.linker = Linker(self.rooms.model, self.rooms.keys)
        self.cls = next((item.cls for item in self.stones.values() if item.cls), "")

    def run(self) -> None:
        """All steps in turn; each leaves tombstones for those after it."""
        self._whom()
        while self._attach():
            pass
        for key in sorted(self.keys):
            self._stone(key, "key")
        for told in self._records(self.found.attached):
            self._judge(told)
        self._things()
        for name in sorted(self.subjects - self.keys):
            self._stone(near_id(self.rooms.keys, name), "near")
        self._near()
        self._hanging_on_nobody()

    def _binding(self) -> Binding:
        return Binding(self.linker, self.stones)

    def _stone(self, name: str, kind: Any) -> None:
        values = frozenset(value_hash(self.rooms.keys, name, text) for text in self.texts)
        self.stones[name] = Tombstone(name, kind, values, self.cls).plus(self.stones.get(name))

    def _whom(self) -> None:
        """The entities that go: the subject, and what was taken for it."""
        for name, labels, aliases in self._ask("erase_whom", ids=sorted(self.keys)):
            cls = next(label for label in labels if label in self.rooms.model.classes)
            self.found.own |= dict.fromkeys((name, *aliases), cls)
            self.cls = cls
        self.keys |= self.found.own.keys()

    def _attach(self) -> bool:
        """Take up records that lead to the subject, and what they tell of it; whether there were more."""
        own = sorted(self.found.own)
        records = {record for _, record in self._ask("erase_attached", ids=own)}
        records |= set(self._ask("erase_naming", ids=sorted(self.keys)))
        more = records - self.found.attached
        self.found.attached |= more
        keys = {key for told in self._records(more) for key in self._tells(told)} - self.keys
        self.keys |= keys - set(self._ask("erase_claimed", ids=sorted(keys), own=own))
        return bool(more)

    def _tells(self, told: Told) -> Iterator[str]:
        """Remember by what values a row tells who the subject is; its further keys."""
        id_of = self.linker.id_of
        for end, attributes in told.claims.supplies:
            if any(id_of(ref) in self.keys for ref in end):
                self.texts |= {text for name in attributes if self._telling(name) for text in _said(told, name)}
        for ref, further in told.claims.registers:
            if id_of(ref) in self.keys:
                yield from (id_of(other) for other in further if other.scheme == "key")

    def _telling(self, name: str) -> bool:
        attribute = self.rooms.model.attributes[name]
        return not attribute.tells_of_another and (attribute.kind in _TELLING or self._is_key(attribute))

    def _is_key(self, attribute: Attribute) -> bool:
        cls = self.rooms.model.classes[attribute.cls]
        return attribute.id in {*cls.key, *cls.other_keys, *cls.names}

    def _judge(self, told: Told) -> None:
        """What becomes of a row of the subject; one that no key leads to is bound by its place in its dataset."""
        whom = named(self.linker, told)
        if whom.ids.isdisjoint(self.keys):
            self.texts |= self._known(told)
            self._stone(told.slot, "own")
        self.subjects |= whom.subjects.keys()
        if self._sort(told, whom) is None:
            found = (ref for ref, _ in told.claims.registers if not self.rooms.model.classes[ref.cls].subject)
            self.candidates |= {self.linker.id_of(ref) for ref in found}

    def _known(self, told: Told) -> set[str]:
        """What the row says that the tombstones of its keys know of the subject, whether or not rows that said so are still there."""
        keys = [item for item in self.stones.values() if item.kind == "key"]
        texts = {text for cell in told.cells.values() for text in said(cell)}
        return {
            text for text in texts if any(value_hash(self.rooms.keys, item.id, text) in item.values for item in keys)
        }

    def _sort(self, told: Told, whom: Named | None = None) -> Told | None:
        left = self._binding().left(told, whom)
        if left is None:
            self.found.gone.add(told.id)
        elif left is not told:
            self.found.cut.add(told.id)
        return left

    def _things(self) -> None:
        """Things that nobody but the subject made known go with it, and the rows that are about them alone."""
        classes = {row[0]: row[1] for row in self._ask("erase_whom", ids=sorted(self.candidates))}
        pairs = self._ask("erase_attached", ids=sorted(classes))
        told = {item.id: item for item in self._records({record for _, record in pairs} - self.found.gone)}
        known = {name for item in told.values() for name, _ in self.linker.registered(item.claims)}
        things = [name for name in sorted(classes) if name not in known]
        for name in things:
            self.found.things[name] = next(label for label in classes[name] if label in self.rooms.model.classes)
            self._stone(name, "own")
        theirs = {record for name, record in pairs if name in self.found.things and record in told}
        for item in (told[record] for record in sorted(theirs)):
            if self._sort(item) is not None:
                self.found.linked.add(item.id)

    def _near(self) -> None:
        """What the files of related subjects say of this one."""
        datasets = sorted(name for name, form in self.rooms.forms.items() if self._may_tell(form.attribute_columns))
        ids = self._ask("erase_about", ids=sorted(self.subjects - self.keys), datasets=datasets)
        for told in self._records(set(ids) - self.found.attached):
            self._sort(told)

    def _may_tell(self, columns: Iterable[tuple[str, bool, str, Any]]) -> bool:
        return any(self.rooms.model.attributes[name].tells_of_another for name, *_ in columns)

    def _hanging_on_nobody(self) -> None:
        """Rows that wait or were put aside."""
        ids = sorted({item.id for item in self.stones.values() if item.kind != "near"} | self.subjects)
        waiting, aside = self._ask("erase_waiting", texts=[" ".join(page) for page in _in_pages(ids)])
        for told in self._records(set(waiting) - self.found.attached):
            self._sort(told)
        for row in self._rows("erase_aside", aside):
            cells = open_cells(self.rooms.keys, row["id"], row["payload"])
            told = told_aside(self.rooms, row["dataset"], cells, row["id"])
            left = self._binding().left(told)
            if left is not told:
                self.found.aside[row["id"]] = {"left": left, "column": row["column"], "shown": row["shown"]}

    def _records(self, ids: Iterable[str]) -> Iterator[Told]:
        """Records by id, opened."""
        return map(self.rooms.told, self._rows("feed_records", ids))

    def _rows(self, name: str, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
        """What a statement says of these ids, a page at a time."""
        for page in _in_pages(sorted(ids)):
            yield from self._ask(name, ids=page)

    def _ask(self, name: str, **parameters: object) -> list[Any]:
        found: list[Any] = self.read(statement(name), parameters)[0]["found"]
        return found


def _in_pages(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))


def _said(told: Told, attribute: str) -> set[str]:
    """The values that a row gives to an attribute, as delivered and as cleaned."""
    supplied = told.values[attribute]
    return {*said(told.cells[supplied.header]), *map(str, supplied.values)}
