"""Model -> the data dictionary: what is held, from whom, and what each column becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twopages.ontology.dictionary_purposes import purpose_blocks
from twopages.ontology.dictionary_services import service_blocks
from twopages.ontology.dictionary_writer import Writer, as_code, as_codes
from twopages.ontology.document import Block, Heading, Paragraph, Table, markdown, page
from twopages.ontology.explain import explain
from twopages.ontology.model import (
    Attribute,
    CodeList,
    Column,
    Dataset,
    EntityClass,
    Language,
    Model,
    Relation,
    Tag,
    Target,
)
from twopages.ontology.rule_text import rule_text

_LONGEST_LIST = 200  # codes; longer lists are counted, not printed
_WORDS = {
    "title": ("数据字典", "Data dictionary"),
    "intro": ("由本体生成，请勿手改。版本", "Written from the ontology; do not edit it by hand. Version"),
    "classes": ("类", "Classes"),
    "located": ("位置来自", "located by"),
    "near": ("邻近：经由", "near over"),
    "attributes": ("的属性", "Attributes of"),
    "relations": ("关系", "Relations"),
    "tags": ("标签", "Tags"),
    "datasets": ("数据集", "Datasets"),
    "codes": ("代码表", "Code lists"),
    "id": ("标识", "Id"),
    "label": ("名称", "Label"),
    "meaning": ("含义", "Meaning"),
    "key": ("主键", "Key"),
    "caption": ("简称", "Caption"),
    "group": ("分组", "Group"),
    "kind": ("种类", "Kind"),
    "grade": ("级别", "Grade"),
    "sources": ("来源，按次序", "Sources in order"),
    "derived": ("无来源时的推算", "Derived, where no source gives it"),
    "notes": ("备注", "Notes"),
    "rule": ("规则", "Rule"),
    "basis": ("依据", "Legal basis"),
    "version": ("版本", "version"),
    "timed": ("随日期变化", "changes with the calendar"),
    "between": ("两端", "Between"),
    "parts": ("关系的属性", "Parts"),
    "header": ("列名", "Header"),
    "required": ("必填", "Required"),
    "becomes": ("用途", "What becomes of it"),
    "code": ("代码", "Code"),
    "also": ("也写作", "Also written"),
    "yes": ("是", "yes"),
    "page": ("有页面", "has a page"),
    "many": ("多值", "several values"),
    "prefill": ("可预填", "may prefill"),
    "self": ("可自述", "self-declarable"),
    "plain": ("以明文存储", "stored in plain"),
    "flag": ("只明文存储有无", "only whether there is one stored in plain"),
    "another": ("述及他人", "tells of another"),
    "mask": ("遮蔽", "masked as"),
    "symmetric": ("双向", "symmetric"),
    "moves": ("止端的状态带动起端的状态", "the state of the to end moves that of the from end"),
    "represents": ("起端代表止端", "the from end acts for the to end"),
    "owner_to": ("起端归止端所有", "the from end belongs to the to end"),
    "owner_from": ("止端归起端所有", "the to end belongs to the from end"),
    "while": ("限于符合条件之日", "only while its condition holds"),
    "authorises": (
        "起端为止端的代办人，限于符合条件之日",
        "the from end is an agent of the to end while its condition holds",
    ),
    "broader": ("上位", "under"),
    "replaced": ("现为", "now"),
    "rows": ("行为关系", "rows are relations"),
    "about": ("行的主体", "rows about"),
    "registers": ("登记", "registers"),
    "rowkey": ("行的主键", "rows told apart by"),
    "count": ("个代码", "codes"),
    "scale": ("乘以", "times"),
    "split": ("分隔符", "split at"),
    "default": ("空即", "empty means"),
    "fillers": ("无值", "no value"),
    "rewrites": ("改写", "rewritten"),
    "month_day": ("只有年月时取", "of a month the day"),
    "whose": ("属于", "of the end"),
    "virtual": ("不交付", "not delivered"),
    "copies": ("复制", "copied from"),
    "format": ("格式", "as"),
    "written": ("写法", "codes written as"),
    "titles": ("表头上方的标题行", "title rows above the header"),
    "range": ("范围", "range"),
    "future": ("可晚于今日", "may lie ahead"),
    "adds": ("累加", "added up"),
    "unpadded": ("补零无义", "padding means nothing"),
}


def dictionary(model: Model, form: str = "markdown") -> str:
    """The data dictionary in both languages, as "markdown" or "html"."""
    english, chinese = _blocks(model, "en"), _blocks(model, "zh")
    if form == "html":
        return page("Data dictionary · 数据字典", (("en", english), ("zh-CN", chinese)))
    return markdown([*english, *chinese])


def write_dictionary(model: Model, language: Language) -> str:
    """The data dictionary in one language, as Markdown."""
    return markdown(_blocks(model, language))


def _blocks(model: Model, language: Language) -> list[Block]:
    return list(_Writer(model, language).blocks())


@dataclass(frozen=True, slots=True)
class _Writer(Writer):
    WORDS = _WORDS

    def blocks(self) -> Iterator[Block]:
        yield Heading(1, self.word("title"))
        yield Paragraph(f"{self.word('intro')} `{self.model.digest[:12]}`.")
        yield from self.classes()
        yield from self.relations()
        yield from self.tags()
        yield from purpose_blocks(self.model, self.language)
        yield from service_blocks(self.model, self.language)
        yield from self.datasets()
        yield from self.codes()

    def classes(self) -> Iterator[Block]:
        language = self.language
        yield Heading(2, self.word("classes"))
        rows = (
            (
                as_code(cls.id),
                cls.label.text(language),
                as_codes(cls.key),
                as_code(cls.caption),
                _join((cls.description.text(language), self.word("page") if cls.subject else "", *self.places(cls))),
            )
            for cls in self.model.classes.values()
        )
        yield Table(self.words("id", "label", "key", "caption", "meaning"), tuple(rows))
        for cls in self.model.classes.values():
            title, label = self.word("attributes"), cls.label.text(language)
            yield Heading(3, f"{label}{title}" if language == "zh" else f"{title} {label}")
            found = (self.attribute(self.model.attributes[name]) for name in cls.attributes)
            header = self.words("id", "label", "group", "kind", "grade", "sources", "derived", "meaning", "notes")
            yield Table(header, tuple(found))

    def places(self, cls: EntityClass) -> Iterator[str]:
        """Where things of a class are said to be, and what is near them."""
        if cls.located_by:
            yield f"{self.word('located')} {as_codes(cls.located_by)}"
        if cls.near_over:
            yield f"{self.word('near')} {as_codes(cls.near_over)} ({cls.near_metres} m)"

    def attribute(self, attribute: Attribute) -> tuple[str, ...]:
        flags = {"many": attribute.many, "prefill": attribute.prefill}
        flags |= {"self": attribute.self_declarable, "plain": attribute.plain}
        flags |= {"flag": attribute.flag, "another": attribute.tells_of_another}
        mask = f"{self.word('mask')} `{attribute.mask}`" if attribute.mask else ""
        notes = (*(self.word(name) for name, flag in flags.items() if flag), mask, as_codes(attribute.equivalents))
        return (
            as_code(attribute.id),
            attribute.label.text(self.language),
            self.model.groups[attribute.group].label.text(self.language),
            _kind(attribute.kind, attribute.codes),
            str(attribute.grade),
            as_codes(attribute.authorities),
            explain(self.model, attribute.id, self.language),
            attribute.description.text(self.language),
            _join(notes),
        )

    def relations(self) -> Iterator[Block]:
        yield Heading(2, self.word("relations"))
        header = self.words("id", "label", "between", "parts", "grade", "sources", "meaning")
        yield Table(header, tuple(self.relation(relation) for relation in self.model.relations.values()))

    def relation(self, relation: Relation) -> tuple[str, ...]:
        near, far = as_codes(relation.from_classes), as_codes(relation.to_classes)
        parts = (f"`{part.id}` {part.label.text(self.language)}" for part in relation.parts.values())
        flags = {"symmetric": relation.symmetric, "represents": relation.represents}
        flags |= {"while": relation.represents_while is not None, "moves": relation.state_rule is not None}
        flags |= {"owner_to": relation.owner == "to", "owner_from": relation.owner == "from"}
        flags |= {"authorises": bool(relation.authorises)}
        notes = (self.word(name) for name, flag in flags.items() if flag)
        return (
            as_code(relation.id),
            f"{relation.label.text(self.language)} / {relation.inverse.text(self.language)}",
            f"{near} → {far}",
            _join(parts),
            str(relation.grade),
            as_codes(relation.sources),
            _join((relation.description.text(self.language), *notes)),
        )

    def tags(self) -> Iterator[Block]:
        if self.model.tags:
            yield Heading(2, self.word("tags"))
        header = self.words("id", "label", "grade", "rule", "meaning", "basis", "notes")
        for group in self.model.tag_groups.values():
            cls = self.model.classes[group.cls].label.text(self.language)
            yield Heading(3, f"{cls} · {group.label.text(self.language)} `{group.id}`")
            found = (tag for tag in self.model.tags.values() if tag.group == group.id)
            yield Table(header, tuple(map(self.tag, found)))

    def tag(self, tag: Tag) -> tuple[str, ...]:
        notes = (
            f"{self.word('version')} {tag.version}",
            self.word("timed") if tag.timed else "",
            as_codes(tag.used_by),
        )
        return (
            as_code(tag.id),
            tag.label.text(self.language),
            str(tag.grade),
            rule_text(tag.condition, self.model.attributes),
            tag.explanation.text(self.language),
            tag.legal_basis.text(self.language) or tag.legal_basis.en,
            _join(notes),
        )

    def datasets(self) -> Iterator[Block]:
        yield Heading(2, self.word("datasets"))
        for dataset in self.model.datasets.values():
            yield Heading(3, f"{dataset.label.text(self.language)} `{dataset.id}`")
            yield Paragraph(self.dataset(dataset))
            header = self.words("header", "kind", "required", "becomes", "notes")
            yield Table(header, tuple(self.column(column) for column in dataset.columns))

    def dataset(self, dataset: Dataset) -> str:
        model, language = self.model, self.language
        about = f"{self.word('about')} `{dataset.subject}`" if dataset.subject else self.word("rows")
        facts = (
            dataset.description.text(language),
            model.departments[dataset.department].label.text(language),
            model.libraries[dataset.library].label.text(language),
            about,
            f"{self.word('registers')} {as_codes(sorted(dataset.registers))}" if dataset.registers else "",
            f"{self.word('rowkey')} {as_codes(dataset.key_columns)}",
            as_codes((dataset.update_cycle, dataset.mode, dataset.format, dataset.share_type)),
            f"{self.word('titles')} {dataset.title_rows}" if dataset.title_rows else "",
            f"{self.word('grade')} {dataset.grade}",
        )
        return _join(facts, " · ")

    def column(self, column: Column) -> tuple[str, ...]:
        recipe = column.recipe
        kind = _kind(recipe.kind, getattr(recipe.codes, "id", None))
        uses = map(_target, column.targets)
        return (column.header, kind, self.word("yes") if column.required else "", _join(uses), self.recipe(column))

    def recipe(self, column: Column) -> str:
        recipe = column.recipe
        settings = {
            "scale": recipe.scale if recipe.scale != "1" else "",
            "split": recipe.split,
            "default": recipe.default,
            "format": column.format,
            "written": column.written,
            "fillers": " ".join(sorted(recipe.fillers)),
            "rewrites": " ".join(f"{pattern}→{text}" for pattern, text in recipe.rewrites),
            "month_day": recipe.month_day,
            "whose": column.whose,
            "copies": column.copies,
            "range": f"{recipe.minimum}…{recipe.maximum}" if recipe.minimum or recipe.maximum else "",
        }
        flags = {"future": recipe.future, "adds": column.adds_up, "unpadded": recipe.unpadded}
        flags |= {"virtual": column.virtual}
        told = (f"{self.word(name)} `{value}`" for name, value in settings.items() if value)
        return _join((*told, *(self.word(name) for name, flag in flags.items() if flag)))

    def codes(self) -> Iterator[Block]:
        yield Heading(2, self.word("codes"))
        for codes in self.model.code_lists.values():
            yield Heading(3, f"{codes.label.text(self.language)} `{codes.id}`")
            yield Paragraph(f"{codes.standard}, {len(codes.codes)} {self.word('count')}.")
            if len(codes.codes) <= _LONGEST_LIST:
                yield Table(self.words("code", "label", "also"), tuple(self.code_rows(codes)))

    def code_rows(self, codes: CodeList) -> Iterator[tuple[str, ...]]:
        for code in codes.codes.values():
            links = {"broader": code.broader, "replaced": code.replaced_by}
            notes = (f"{self.word(name)} `{other}`" for name, other in links.items() if other)
            yield as_code(code.id), code.label.text(self.language), _join((*code.variants, *notes))


def _target(target: Target) -> str:
    names = {
        "attribute": f"`{target.name}`",
        "part": f"`{target.relation}.{target.name}`",
        "from": f"`from {target.relation}`",
        "to": f"`to {target.relation}`",
        "name": f"`name of {target.relation or target.name}`",
        "namedWith": f"`address with the name of {target.name}`",
        "meta": f"`meta {target.name}`",
        "skip": "—",
    }
    return names.get(target.role, f"`{target.role}`")


def _kind(kind: str, codes: str | None) -> str:
    return f"`{kind} {codes}`" if codes and codes != kind else f"`{kind}`"


def _join(texts: Iterable[str], by: str = "; ") -> str:
    return by.join(text for text in texts if text)
