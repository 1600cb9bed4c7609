"""What a change of the ontology does to a store that holds records: what is read, won and fused anew, and what cannot be done. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from twopages.ontology.compare import Change, compare
from twopages.ontology.derivation import Moved
from twopages.ontology.model import Attribute, Column, Dataset, EntityClass, Model, Relation, Tag
from twopages.ontology.own_value import own_derivation
from twopages.ontology.purpose_effects import PurposeEffect, purpose_effects
from twopages.ontology.sought import placed, sought
from twopages.values import Recipe


@dataclass(frozen=True)
class Effects:
    """The way from one ontology to another."""

    old: Model
    new: Model

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Everything that is said differently."""
        return compare(self.old, self.new)

    @cached_property
    def read_anew(self) -> tuple[str, ...]:
        """The datasets whose records say something else now: their cells mean, identify or supply other things."""
        kept = (name for name in self.new.datasets if name in self.old.datasets)
        return tuple(name for name in kept if _reading(self.old, name) != _reading(self.new, name))

    @cached_property
    def won_anew(self) -> tuple[str, ...]:
        """The classes whose entities keep other values in plain, win them by other rules, or are found by others."""
        kept = (name for name in self.new.classes if name in self.old.classes)
        return tuple(name for name in kept if _plain(self.old, name) != _plain(self.new, name))

    @cached_property
    def fused_anew(self) -> tuple[str, ...]:
        """The relations whose edges are won by other rules or carry other values."""
        kept = (name for name in self.new.relations if name in self.old.relations)
        return tuple(name for name in kept if _fusing(self.old.relations[name]) != _fusing(self.new.relations[name]))

    @cached_property
    def plain(self) -> tuple[tuple[str, str, str], ...]:
        """(class, attribute or flag, "appears" or "goes") of what stands in plain on nodes."""
        old, new = _all_plain(self.old), _all_plain(self.new)
        came = ((cls, name, "appears") for cls, name in new - old)
        return tuple(sorted([*came, *((cls, name, "goes") for cls, name in old - new)]))

    @cached_property
    def retagged(self) -> tuple[tuple[str, str, str], ...]:
        """(class, tag, "appears", "goes" or "changes") of tags that other subjects hold, or hold under another version."""
        old, new = self.old.tags, self.new.tags
        moved = (name for name in new if name in old and _rule(old[name]) != _rule(new[name]))
        found = [(new[name].cls, name, "changes") for name in moved]
        found += [(new[name].cls, name, "appears") for name in new if name not in old]
        return tuple(sorted([*found, *((old[name].cls, name, "goes") for name in old if name not in new)]))

    @cached_property
    def purposes(self) -> tuple[PurposeEffect, ...]:
        """The purposes that come, go, or let their viewers see more or less."""
        return purpose_effects(self.old, self.new)

    @cached_property
    def pages(self) -> tuple[tuple[str, str, str], ...]:
        """(class, group, attribute) of what a page shows in another place than before, or shows no more (no group) or shows first."""
        moved = (change.thing for change in self.changes if change.area == "attributes" and _moves(change))
        return tuple((*self._place(name), name) for name in dict.fromkeys(moved) if self._has_page(name))

    def _place(self, name: str) -> tuple[str, str]:
        attribute = self.new.attributes.get(name)
        return (attribute.cls, attribute.group) if attribute else (self.old.attributes[name].cls, "")

    def _has_page(self, name: str) -> bool:
        model = self.new if name in self.new.attributes else self.old
        return model.classes[model.attributes[name].cls].subject

    def impossible(self, filled: frozenset[str]) -> Iterator[str]:
        """Why records that are there could not be kept under the new ontology; `filled` are the datasets that have some."""
        for name in sorted(filled):
            old, new = self.old.datasets[name], self.new.datasets.get(name)
            if new is None:
                yield f"The dataset {name} has records in the store. Deliver it empty and confirm that, or keep it."
            elif _slots(old) != _slots(new):
                yield f"The key columns of {name} tell its records apart. Give the new form of the dataset an id of its own."
        for cls in self.old.classes.values():
            if cls.id in self.new.classes and self.new.classes[cls.id].key != cls.key:
                yield f"The key of {cls.id} makes the ids of its entities. Feed a new home, or keep the key."
        yield from self._same_versions()

    def _same_versions(self) -> Iterator[str]:
        """Rules that changed and would pass for those by which subjects were tagged before."""
        for tag in self.old.tags.values():
            other = self.new.tags.get(tag.id, tag)
            if (other.cls, other.condition) != (tag.cls, tag.condition) and other.version == tag.version:
                yield f"The rule of the tag {tag.id} changed, and its version is still {tag.version}. Raise its owl:versionInfo."


def _rule(tag: Tag) -> tuple[object, ...]:
    return tag.cls, tag.version, tag.condition


def _moves(change: Change) -> bool:
    return change.kind != "changed" or change.aspect in {"group", "cls"}


def _reading(model: Model, name: str) -> tuple[object, ...]:
    """Everything that decides what the rows of a dataset claim."""
    dataset = model.datasets[name]
    columns = tuple(_column(model, column) for column in dataset.columns if column.loaded)
    relations = tuple(_ends(model.relations[item]) for item in dataset.relations)
    return dataset.subject, dataset.registers, columns, relations, _keys(model, dataset)


def _column(model: Model, column: Column) -> tuple[object, ...]:
    index = getattr(column.recipe.codes, "index", None)
    many = tuple(target.name in model.attributes and model.attributes[target.name].many for target in column.targets)
    recipe = replace(column.recipe, codes=None)
    return column.header, column.targets, recipe, column.cases, dict(index) if index else None, many


def _ends(relation: Relation) -> tuple[object, ...]:
    return relation.id, relation.from_classes, relation.to_classes, relation.symmetric, relation.far_key


def _keys(model: Model, dataset: Dataset) -> tuple[object, ...]:
    """How the classes that rows of the dataset name are identified."""
    relations = (model.relations[name] for name in dataset.relations)
    ends = {cls for relation in relations for cls in (*relation.from_classes, *relation.to_classes)}
    named = sorted(ends | ({dataset.subject} if dataset.subject else set()))
    return tuple(_key(model.classes[name]) for name in named)


def _key(cls: EntityClass) -> tuple[object, ...]:
    return cls.id, cls.key, cls.other_keys, cls.names, cls.texts, cls.lies_in, cls.addresses


def _plain(model: Model, name: str) -> tuple[object, ...]:
    cls = model.classes[name]
    found = (model.attributes[item] for item in cls.attributes)
    stands = {cls.caption, *cls.located_by}
    won = {item.id: _from(model, item) for item in found if item.plain or item.flag or item.id in stands}
    moved = {item: model.attributes[item].derivation for item in moved_states(model, name)}
    by = (*(item.id for item in sought(model, cls)), *placed(model, cls))
    return cls.caption, cls.located_by, won, moved, by


def moved_states(model: Model, cls: str) -> tuple[str, ...]:
    """The attributes of a class that stand in plain because another entity's state may move them."""
    found = (model.attributes[name] for name in model.classes[cls].attributes)
    return tuple(item.id for item in found if isinstance(item.derivation, Moved))


def _from(model: Model, attribute: Attribute) -> tuple[object, ...]:
    """How a value in plain is won, and how the one is that it follows from where no source gives it."""
    derivation = own_derivation(attribute)
    how = (attribute.plain, attribute.flag, *_winning(attribute))
    return how if derivation is None else (*how, derivation, _from(model, model.attributes[derivation.of]))


def _winning(attribute: Attribute) -> tuple[object, ...]:
    return attribute.kind, attribute.many, attribute.authorities, attribute.preference, attribute.grade == 1


def _fusing(relation: Relation) -> tuple[object, ...]:
    return relation.sources, {part.id: part.kind for part in relation.parts.values()}


def _all_plain(model: Model) -> set[tuple[str, str]]:
    plain = {(item.cls, item.id) for item in model.attributes.values() if item.plain}
    return plain | {(item.cls, item.flag_name) for item in model.attributes.values() if item.flag}


def _slots(dataset: Dataset) -> tuple[object, ...]:
    recipes: Mapping[str, Recipe] = {column.header: column.recipe for column in dataset.columns}
    return tuple((header, replace(recipes[header], codes=None)) for header in dataset.key_columns)
