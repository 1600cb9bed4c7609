"""Model -> the part of the data dictionary that tells who may see what, for which purpose."""

from collections.abc import Iterator
from dataclasses import dataclass

from twopages.ontology.dictionary_writer import Writer, as_codes
from twopages.ontology.document import Block, Heading, Table
from twopages.ontology.label import Language
from twopages.ontology.model import Model
from twopages.ontology.purpose import Purpose

_WORDS = {
    "purposes": ("应用场景", "Purposes"),
    "id": ("标识", "Id"),
    "label": ("名称", "Label"),
    "viewer": ("查看者", "Viewer"),
    "about": ("对象", "About"),
    "grade": ("最高级别", "Highest grade"),
    "conditions": ("条件", "Conditions"),
    "basis": ("法律依据", "Legal basis"),
    "meaning": ("含义", "Meaning"),
    "case": ("须有办件", "needs a case"),
    "consent": ("须经同意", "needs consent"),
    "kept": ("保存期限", "kept for"),
    "what": ("内容", "What"),
    "which": ("具体", "Which"),
    "attributes": ("属性", "Attributes"),
    "masked": ("只提供遮蔽后的值", "Given masked alone"),
    "tags": ("标签", "Tags"),
    "relations": ("可沿的关系", "Relations that may be followed"),
    "far": ("关系另一端", "Behind relations"),
    "finds": ("可据以查找", "Subjects are found by"),
    "never": ("绝不提供", "Never given"),
    "uses": ("禁止用于", "Must not be used for"),
    "D": ("天", "days"),
    "M": ("个月", "months"),
    "Y": ("年", "years"),
}


def purpose_blocks(model: Model, language: Language) -> Iterator[Block]:
    """The purposes: one table of all, and one of each."""
    return _Writer(model, language).blocks() if model.purposes else iter(())


@dataclass(frozen=True, slots=True)
class _Writer(Writer):
    WORDS = _WORDS

    def blocks(self) -> Iterator[Block]:
        found = self.model.purposes.values()
        yield Heading(2, self.word("purposes"))
        header = self.words("id", "label", "viewer", "about", "grade", "conditions", "basis", "meaning")
        yield Table(header, tuple(map(self.row, found)))
        for purpose in found:
            yield Heading(3, f"{purpose.label.text(self.language)} `{purpose.id}`")
            rows = ((self.word(name), told) for name, told in self.lists(purpose) if told)
            yield Table(self.words("what", "which"), tuple(rows))

    def row(self, purpose: Purpose) -> tuple[str, ...]:
        language = self.language
        return (
            f"`{purpose.id}`",
            purpose.label.text(language),
            self.viewer(purpose),
            f"`{purpose.subject}`",
            str(purpose.max_grade),
            self.conditions(purpose),
            purpose.legal_basis.text(language),
            purpose.description.text(language),
        )

    def viewer(self, purpose: Purpose) -> str:
        role = self.model.viewer_roles[purpose.role].label.text(self.language)
        office = self.model.departments[purpose.department].label.text(self.language) if purpose.department else ""
        return "; ".join(filter(None, (role, office)))

    def conditions(self, purpose: Purpose) -> str:
        needs = (("case", purpose.needs_case), ("consent", purpose.needs_consent))
        approval = self.model.approvals[purpose.approval].label.text(self.language)
        kept = f"{self.word('kept')} {purpose.kept_for.count} {self.word(purpose.kept_for.unit)}"
        return "; ".join([*(self.word(name) for name, needed in needs if needed), approval, kept])

    def lists(self, purpose: Purpose) -> Iterator[tuple[str, str]]:
        model = self.model
        yield "attributes", as_codes(name for name in model.attributes if name in purpose.attributes)
        yield "masked", as_codes(name for name in model.attributes if name in purpose.masked)
        yield "tags", as_codes(name for name in model.tags if name in purpose.tags)
        yield "relations", as_codes(name for name in model.relations if name in purpose.relations)
        yield "far", self.far(purpose)
        found = as_codes(name for name in (*model.attributes, *model.tags) if name in purpose.finds)
        yield "finds", ": ".join(filter(None, (found, purpose.finds_why.text(self.language))))
        elements = (*model.attributes, *model.tags, *model.relations)
        yield "never", as_codes(name for name in elements if name in purpose.never)
        uses = (use.label.text(self.language) for use in model.uses.values() if use.id in purpose.never_uses)
        yield "uses", ", ".join(uses)

    def far(self, purpose: Purpose) -> str:
        """What is given behind each relation; relations that give the same stand together."""
        together: dict[str, list[str]] = {}
        for relation, elements in purpose.far.items():
            given = elements.attributes | elements.tags
            told = as_codes(name for name in (*self.model.attributes, *self.model.tags) if name in given)
            together.setdefault(told, []).append(relation)
        return "; ".join(f"{as_codes(relations)}: {told}" for told, relations in together.items())
