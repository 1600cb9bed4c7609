"""A table as a perfect reader sees it: which rows stand, about whom they are, what they tie together."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from twopages.ontology.model import Column, Model, Relation, Target
from twopages.synthetic.cells import SEPARATOR, Table
from twopages.synthetic.spots import Spots
from twopages.synthetic.texts import STRING, Days, Flags, Ints, Text, join, same, text

UNKNOWN, SEVERAL = -1, -2
NEVER = -(2**62)
PLAIN_KINDS = ("name", "text")  # whatever such a cell holds is a value
_DOTS = str.maketrans("•・.", "···")


@dataclass(slots=True)
class Register:
    """Whom the accepted rows make known; `maybe` holds those of whom that is not certain."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)  # class -> key -> number
    entities: list[tuple[str, str]] = field(default_factory=list)
    maybe: set[int] = field(default_factory=set)
    aliases: dict[str, dict[str, set[int]]] = field(default_factory=dict)  # class -> other key or text -> numbers
    names: dict[str, dict[str, set[int]]] = field(default_factory=dict)  # class -> name as it is spoken -> numbers
    spots: Spots = field(default_factory=Spots)  # where registered addresses are, however written
    proofs: list[tuple[str, str, int, bool]] = field(default_factory=list)  # class, further key, number, certain
    same: dict[int, int] = field(default_factory=dict)  # number -> that of the entity it is one with
    merged: dict[str, dict[str, str]] = field(default_factory=dict)  # class -> key given up -> key that stays

    def add(self, cls: str, key: str, certain: bool) -> int:
        """Make somebody known; certain once any row is."""
        known = self.ids.setdefault(cls, {})
        number = known.setdefault(key, len(self.entities))
        if number == len(self.entities):
            self.entities.append((cls, key))
            self.maybe.add(number)
        if certain:
            self.maybe.discard(number)
        return number

    def alias(self, cls: str, other: str, number: int) -> None:
        """Another key or text that leads to somebody."""
        self.aliases.setdefault(cls, {}).setdefault(other, set()).add(number)

    def prove(self, cls: str, other: str, number: int, certain: bool) -> None:
        """A row says that somebody also answers to another key."""
        self.proofs.append((cls, other, number, certain))

    def settle(self) -> None:
        """Whoever is known by a further key of somebody else is one with them; the stronger key stays."""
        for cls, other, number, certain in self.proofs:
            weaker = self.ids.get(cls, {}).get(other)
            if weaker is not None and self.one(weaker) != self.one(number):
                self.maybe |= set() if certain else {number, weaker}
                if certain:
                    self.same[self.one(weaker)] = self.one(number)
                    self.merged.setdefault(cls, {})[other] = self.entities[self.one(number)][1]

    def one(self, number: int) -> int:
        """The number of the entity that somebody is one with."""
        while number in self.same:
            number = self.same[number]
        return number

    def find(self, classes: Iterable[str], key: str) -> int:
        """Who answers to a key, alone."""
        found = set()
        for cls in classes:
            own = self.ids.get(cls, {}).get(key)
            found |= {own} if own is not None else self.aliases.get(cls, {}).get(key, set())
        return self._alone(found)

    def named(self, classes: Iterable[str], name: str) -> int:
        """Who bears a name, alone: UNKNOWN where nobody does, SEVERAL where nobody can tell whom of them it means."""
        bearers = set().union(*(self.names.get(cls, {}).get(spoken(name), set()) for cls in classes))
        return SEVERAL if len({self.one(number) for number in bearers}) > 1 else self._alone(bearers)

    def _alone(self, numbers: set[int]) -> int:
        found = {self.one(number) for number in numbers}
        return found.pop() if len(found) == 1 else UNKNOWN


def spoken(name: str) -> str:
    """A name without what is only a matter of writing: widths, blanks, dots, capitals."""
    return "".join(unicodedata.normalize("NFKC", name).split()).translate(_DOTS).upper()


@dataclass(slots=True)
class End:
    """One end of the rows: who it is (-1: nobody known) and of which class, and whether that is uncertain."""

    number: Ints
    cls: Text
    unsure: Flags
    named: Flags  # the cell means something, or may, or a name stands in for it
    spelled: Flags  # found by an address in another spelling than it is registered with


@dataclass(slots=True)
class Sight:
    """One table, seen."""

    model: Model
    table: Table
    failed: Flags
    doubtful: Flags
    column: Text  # of the first failing cell
    codes: Text
    cases: dict[str, Ints]  # by header of a column with cases: the place of the case of each row
    state: Text = field(init=False)
    subject: End = field(init=False)
    object: End | None = None
    period: Ints = field(init=False)  # as a day number
    recency: Ints = field(init=False)  # in seconds

    @property
    def stands(self) -> Flags:
        """Rows that are or may be accepted."""
        stands: Flags = (self.state == "accepted") | (self.state == "uncertain")
        return stands

    def end_column(self, role: str, relation: str = "") -> Column | None:
        """The key column of an end."""
        columns = self.table.dataset.columns
        return next((column for column in columns if Target(role, "", relation) in column.targets), None)  # type: ignore[arg-type]

    def end_columns(self, role: str, relation: str) -> list[Column]:
        """The key columns of an end of a relation."""
        return [column for column in self.table.dataset.columns if Target(role, "", relation) in column.targets]  # type: ignore[arg-type]

    def name_columns(self, column: Column, classes: Iterable[str]) -> list[Column]:
        """The columns that name whom a key column speaks of, the best first: those for it, then those that supply its own name."""
        columns, ends = self.table.dataset.columns, {(target.role, target.relation) for target in column.targets}
        names = {name for cls in classes for name in self.model.classes[cls].names}
        own = [role for role, relation in ends if not relation and role in ("subject", "object")]
        stand_in = [one for one in columns if any(("name", *end) in _name_ends(one) for end in ends)]
        told = [one for one in columns if own and one.whose in ("", own[0]) and names & _attributes(one)]
        return [*stand_in, *told]

    def allows(self, target: Target) -> Flags:
        """The rows that supply a target."""
        allowed = np.ones(len(self.table), dtype=bool)
        for column in self.table.dataset.columns:
            if column.cases:
                given = [case.supplies is None or target in case.supplies for case in column.cases]
                allowed &= np.array([*given, True])[self.cases[column.header]]
        return allowed

    def asserts(self, relation: str) -> Flags:
        """The rows that assert a relation."""
        allowed = np.ones(len(self.table), dtype=bool)
        for column in self.table.dataset.columns:
            if column.cases:
                given = [case.relations is None or relation in case.relations for case in column.cases]
                allowed &= np.array([*given, True])[self.cases[column.header]]
        return allowed


def _name_ends(column: Column) -> set[tuple[str, str, str]]:
    return {("name", target.name, target.relation) for target in column.targets if target.role == "name"}


def _attributes(column: Column) -> set[str]:
    return {target.name for target in column.targets if target.role == "attribute"}


def look(model: Model, table: Table) -> Sight:
    """Which rows fail, and how the others are read."""
    count = len(table)
    failed, doubtful = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    header, codes = same("", count), same("", count)
    for column in table.dataset.columns:
        cells = table.cells[column.header]
        own = Target("subject") in column.targets
        bad = (cells.means == "") & ~cells.unsure & column.required & column.loaded
        bad |= own & (cells.fault != "") & (cells.fault != "MISSING")
        new = bad & ~failed
        header[new] = column.header
        codes[new] = np.where(cells.fault[new] == "", same("MISSING", int(new.sum())), cells.fault[new])
        failed |= bad
        doubtful |= cells.unsure & column.required & (column.recipe.kind not in PLAIN_KINDS)
    cases = {
        column.header: _cases(column, table.cells[column.header].means)
        for column in table.dataset.columns
        if column.cases
    }
    sight = Sight(model, table, failed, doubtful & ~failed, header, codes, cases)
    sight.period, sight.recency = _moments(sight)
    return sight


def _cases(column: Column, means: Text) -> Ints:
    """The place of the case that each row falls under; past the last one where none fits."""
    other = next((place for place, case in enumerate(column.cases) if not case.values), len(column.cases))
    places = {value: place for place, case in enumerate(column.cases) for value in case.values}
    return np.fromiter((places.get(value, other) for value in means.tolist()), np.int64, len(means))


def classes_of(sight: Sight, column: Column, options: tuple[str, ...]) -> tuple[str, ...]:
    """The classes that a key column may speak of: those whose key is of its kind, where that tells them apart."""
    classes, attributes = sight.model.classes, sight.model.attributes
    fit = tuple(cls for cls in options if attributes[classes[cls].key[-1]].kind == column.recipe.kind)
    return fit or options


def keys_of(sight: Sight, column: Column, cls: str, relation: Relation | None = None) -> Text:
    """The canonical keys that a column gives for entities of a class; several parts are joined by SEPARATOR."""
    model, means = sight.model, sight.table.cells[column.header].means
    parts = model.classes[cls].key
    if len(parts) == 1:
        return means
    kind = _attribute_cells(sight, parts[0])
    if relation is not None and relation.far_key == "broader":
        codes = model.code_lists[model.attributes[parts[0]].codes or ""].codes
        kind = text([codes[code].broader or "" if code in codes else "" for code in kind.tolist()])
    joined = join(kind, SEPARATOR, means)
    return np.where((means == "") | (kind == ""), same("", len(means)), joined)


def _attribute_cells(sight: Sight, attribute: str) -> Text:
    columns = sight.table.dataset.columns
    column = next(column for column in columns if Target("attribute", attribute) in column.targets)
    return sight.table.cells[column.header].means


def register(sight: Sight, known: Register) -> None:
    """Make known whom the rows of a registering data set are about."""
    dataset = sight.table.dataset
    for role in ("subject", "object"):
        column = sight.end_column(role)
        for cls in dataset.registers & set(end_classes(sight, role)) if column else ():
            _register(sight, column, cls, known)


def _register(sight: Sight, column: Column | None, cls: str, known: Register) -> None:
    if column is None:
        return
    known.spots.settle(sight.model)
    others = [(name, _attribute_cells(sight, name)) for name in _alias_attributes(sight, cls)]
    entity = sight.model.classes[cls]
    further, names, texts = entity.other_keys, entity.names, entity.texts
    inside = _attribute_cells(sight, entity.lies_in[0]) if entity.lies_in else same("", len(sight.failed))
    unsure = sight.doubtful | sight.table.cells[column.header].unsure
    for row, key in enumerate(keys_of(sight, column, cls).tolist()):
        if key and not sight.failed[row]:
            number = known.add(cls, key, not unsure[row])
            for name, cells in others:
                for value in filter(None, str(cells[row]).split(SEPARATOR)):
                    if name in names:
                        known.names.setdefault(cls, {}).setdefault(spoken(value), set()).add(number)
                        continue
                    known.alias(cls, value, number)
                    if name in texts:
                        known.spots.add(cls, value, str(inside[row]), number)
                    if name in further:
                        known.prove(cls, value, number, not unsure[row])


def _alias_attributes(sight: Sight, cls: str) -> list[str]:
    entity = sight.model.classes[cls]
    supplied = {
        target.name for column in sight.table.dataset.columns for target in column.targets if target.role == "attribute"
    }
    return [name for name in (*entity.other_keys, *entity.texts, *entity.names) if name in supplied]


def end_classes(sight: Sight, role: str) -> tuple[str, ...]:
    """The classes that the subject or object of a data set may be of."""
    dataset = sight.table.dataset
    if dataset.subject is not None:
        return (dataset.subject,) if role == "subject" else ()
    relations = [sight.model.relations[name] for name in dataset.relations]
    sides = [relation.from_classes if role == "subject" else relation.to_classes for relation in relations]
    return tuple(dict.fromkeys(cls for side in sides for cls in side))


def resolve(
    sight: Sight, known: Register, column: Column, classes: tuple[str, ...], relation: Relation | None = None
) -> End:
    """Who stands at an end of every row."""
    cells = sight.table.cells[column.header]
    fit = classes_of(sight, column, classes)
    found = np.full(len(cells), UNKNOWN, dtype=np.int64)
    for cls in fit:
        keys = keys_of(sight, column, cls, relation)
        answers = {key: known.find([cls], key) for key in set(keys.tolist()) - {""}}
        numbers = np.fromiter((answers.get(key, UNKNOWN) for key in keys.tolist()), np.int64, len(keys))
        found = np.where((found == UNKNOWN) | (found == numbers), numbers, np.where(numbers == UNKNOWN, found, UNKNOWN))
    by_name, doubtful = _find_by_name(sight, known, column, classes, found)
    maybe = np.isin(found, np.fromiter(known.maybe, np.int64, len(known.maybe)))
    spelled = _find_respelled(sight, known, column, fit, found)
    found = np.where(found == SEVERAL, UNKNOWN, found)
    named = text([*(cls for cls, _ in known.entities), ""])
    said = (cells.means != "") | cells.unsure | by_name
    return End(found, named[found], cells.unsure | maybe | doubtful, said, spelled)


def _find_respelled(sight: Sight, known: Register, column: Column, classes: tuple[str, ...], found: Ints) -> Flags:
    """Fill in whom an address in another spelling means; which rows have such a one."""
    spelled = np.zeros(len(found), dtype=bool)
    if column.recipe.kind == "address":
        means = sight.table.cells[column.header].means
        for row in np.flatnonzero((found == UNKNOWN) & (means != "")).tolist():
            found[row] = known.spots.find(classes, str(means[row]), known.one)
            spelled[row] = found[row] != UNKNOWN
    return spelled


def _find_by_name(
    sight: Sight, known: Register, column: Column, classes: tuple[str, ...], found: Ints
) -> tuple[Flags, Flags]:
    """Fill in, where the key is empty or masked, who alone bears the name given; which rows give one, and in which that is not certain."""
    cells = sight.table.cells[column.header]
    empty = ((cells.means == "") | (np.strings.find(cells.means, "*") >= 0)) & ~cells.unsure
    told, doubtful = np.zeros(len(cells), dtype=bool), np.zeros(len(cells), dtype=bool)
    for other in sight.name_columns(column, classes) if empty.any() else ():
        names = sight.table.cells[other.header]
        for row in np.flatnonzero(empty & ~told & ((names.means != "") | names.unsure)).tolist():
            told[row] = True
            found[row] = known.named(classes, str(names.means[row]).split(SEPARATOR)[0])
            doubtful[row] = names.unsure[row] or (found[row] == SEVERAL and _placed(sight))
    return told, doubtful


def _placed(sight: Sight) -> bool:
    """Whether an address may decide among several of one name."""
    return any(target.role == "namedWith" for column in sight.table.dataset.columns for target in column.targets)


def settle_states(sight: Sight, known: Register) -> None:
    """The state of every row."""
    dataset = sight.table.dataset
    subject = sight.end_column("subject")
    if subject is None:
        raise ValueError(f"{dataset.id} has no subject column.")
    sight.subject = resolve(sight, known, subject, end_classes(sight, "subject"))
    there = (sight.subject.number >= 0) & ~sight.subject.unsure
    maybe = sight.subject.unsure
    column = sight.end_column("object")
    if column is not None:
        sight.object = resolve(sight, known, column, end_classes(sight, "object"))
        there |= (sight.object.number >= 0) & ~sight.object.unsure
        maybe = maybe | sight.object.unsure
    state = np.where(there, same("accepted", len(there)), same("waiting", len(there)))
    state[maybe & ~there] = "uncertain"
    state[sight.doubtful] = "uncertain"
    state[sight.failed] = "quarantined"
    sight.state = state.astype(STRING)


def _moments(sight: Sight) -> tuple[Ints, Ints]:
    """The period of every row as a day number, and its recency in seconds."""
    period = _meta(sight, "period")
    first = _days(period)
    number = np.where(np.isnat(first), NEVER, first.astype(np.int64))
    recency = _seconds(_meta(sight, "updatedAt"))
    for other in (_days(_meta(sight, "observedOn")), _ends(period, first), sight.table.as_of):
        recency = np.where(np.isnat(recency), other.astype("datetime64[s]"), recency)
    return number, recency.astype(np.int64)


def _meta(sight: Sight, name: str) -> Text:
    columns = sight.table.dataset.columns
    column = next((column for column in columns if Target("meta", name) in column.targets), None)
    return sight.table.cells[column.header].means if column else same("", len(sight.table))


def _days(values: Text) -> Days:
    return _seconds(values).astype("datetime64[D]")


def _seconds(values: Text) -> Days:
    filled = np.where(values == "", same("NaT", len(values)), values)
    return filled.astype("U19").astype("datetime64[s]")


def _ends(period: Text, first: Days) -> Days:
    """The last day of each period: a year, a month or a day."""
    length = np.strings.str_len(period)
    year = (first.astype("datetime64[Y]") + 1).astype("datetime64[D]") - 1
    month = (first.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    return np.where(length == 4, year, np.where(length == 7, month, first))
