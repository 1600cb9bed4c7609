"""The words of rules in both languages, and what labels make of ids, numbers and days. Pure."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from twopages.ontology.model import Attribute, Language, Model, Part
from twopages.ontology.rule import Span, Step
from twopages.values import Value, show

# Said of what is to be met, and of what is not to be met; each in Chinese and in English.
Pair = tuple[str, str]
_SAID: Final[dict[str, tuple[Pair, Pair]]] = {
    "all": (("以下各项全部成立：", "All of the following:"), ("以下各项不同时成立：", "Not all of the following:")),
    "any": (("以下任一项成立：", "Any of the following:"), ("以下各项均不成立：", "None of the following:")),
    "one": (
        ("以下各项恰有一项成立：", "Exactly one of the following:"),
        ("以下各项不是恰有一项成立：", "None, or more than one, of the following:"),
    ),
    "present": (("有记录", "on record"), ("没有记录", "not on record")),
    "is": (("{values}", "{values}"), ("不是“{values}”", "not “{values}”")),
    "includes": (("包括{values}", "includes {values}"), ("不包括{values}", "does not include {values}")),
    "contains": (
        ("含有文字“{text}”", "contains the text “{text}”"),
        ("不含文字“{text}”", "does not contain the text “{text}”"),
    ),
    "at_least": (("至少{number}", "at least {number}"), ("少于{number}", "less than {number}")),
    "at_most": (("至多{number}", "at most {number}"), ("大于{number}", "more than {number}")),
    "over": (("大于{number}", "more than {number}"), ("不大于{number}", "not more than {number}")),
    "under": (("小于{number}", "less than {number}"), ("不小于{number}", "not less than {number}")),
    "between": (("{bounds}", "{bounds}"), ("不在此范围内：{bounds}", "not in the range: {bounds}")),
    "ago": (
        ("在{span}前的今天或更早", "{span} ago or earlier"),
        ("不在{span}前的今天或更早", "not {span} ago or earlier"),
    ),
    "less_than_ago": (
        ("在{span}前的今天之后", "less than {span} ago"),
        ("不在{span}前的今天之后", "not less than {span} ago"),
    ),
    "next": (("在今后{span}内", "within the next {span}"), ("不在今后{span}内", "not within the next {span}")),
    "past": (("在今天之前", "before today"), ("不在今天之前", "not before today")),
    "coming": (("在今天或以后", "today or later"), ("不在今天或以后", "not today or later")),
    "school_years": (
        (
            "在{first}年前的9月1日至{last}年前的8月31日之间",
            "from 1 September {first} years ago to 31 August {last} years ago",
        ),
        (
            "不在{first}年前的9月1日至{last}年前的8月31日之间",
            "not from 1 September {first} years ago to 31 August {last} years ago",
        ),
    ),
    "since_last_year": (("去年或以后", "last year or later"), ("不是去年或以后", "not last year or later")),
    "share_at_least": (
        ("至少为“{base}”的{percent}%", "at least {percent}% of “{base}”"),
        ("不足“{base}”的{percent}%", "not at least {percent}% of “{base}”"),
    ),
    "share_at_most": (
        ("至多为“{base}”的{percent}%", "at most {percent}% of “{base}”"),
        ("不是至多为“{base}”的{percent}%", "not at most {percent}% of “{base}”"),
    ),
    "share_more_than": (
        ("超过“{base}”的{percent}%", "more than {percent}% of “{base}”"),
        ("不超过“{base}”的{percent}%", "not more than {percent}% of “{base}”"),
    ),
    "share_less_than": (
        ("少于“{base}”的{percent}%", "less than {percent}% of “{base}”"),
        ("不少于“{base}”的{percent}%", "not less than {percent}% of “{base}”"),
    ),
    "differs": (
        ("有记录，且与“{other}”不同，后者也有记录", "on record, and other than “{other}”, which is on record too"),
        ("与“{other}”相同，或两者之一没有记录", "the same as “{other}”, or one of them is not on record"),
    ),
    "apart": (
        ("与“{other}”没有相同的", "none of them among “{other}”"),
        ("与“{other}”有相同的", "some of them among “{other}”"),
    ),
    "some": (("有", "at least one"), ("没有", "none")),
    "least": (("至少{least}个", "at least {least}"), ("少于{least}个", "fewer than {least}")),
    "most": (("至多{most}个", "at most {most}"), ("多于{most}个", "more than {most}")),
    "exactly": (("恰有{least}个", "exactly {least}"), ("不是恰有{least}个", "not exactly {least}")),
    "range": (("{least}至{most}个", "{least} to {most}"), ("不是{least}至{most}个", "not {least} to {most}")),
}
_PLAIN: Final[dict[str, Pair]] = {
    "line": ("{of}：{told}", "{of}: {told}"),
    "part": ("该关系的{part}", "{part} (of this relation)"),
    "where": ("{told}符合以下各项的：", "{told} with:"),
    "or missing": ("没有记录也算", "or nothing is on record"),
    "noted": ("{told}（{notes}）", "{told} ({notes})"),
    "notes": ("；", "; "),
    "D": ("{count}天", "{count} {day}"),
    "M": ("{count}个月", "{count} {month}"),
    "Y": ("{count}年", "{count} {year}"),
    "and": ("且", " and "),
    "list": ("、", ", "),
    "or": ("或", " or "),
    "from": ("{first}起", "from {first}"),
    "up to": ("{last}及以前", "up to {last}"),
    "days": ("{first}至{last}", "{first} to {last}"),
    "yuan": ("{number}元", "{number} yuan"),
    "relation": ("“{name}”（{cls}）", "“{name}” ({cls})"),
    "ends": ("{name}（{cls}）", "{name} ({cls})"),
}
_UNITS: Final = {"D": "day", "M": "month", "Y": "year"}


def said(language: Language, key: str, met: bool, **words: object) -> str:
    """The words of a condition, or of its opposite."""
    zh, en = _SAID[key][0 if met else 1]
    return (zh if language == "zh" else en).format(**words)


def plain(language: Language, key: str, **words: object) -> str:
    """Words that have no opposite."""
    zh, en = _PLAIN[key]
    return (zh if language == "zh" else en).format(**words)


def span(language: Language, length: Span) -> str:
    """A length of time."""
    word = _UNITS[length.unit]
    named = {word: word if length.count == 1 else f"{word}s"}
    return plain(language, length.unit, count=length.count, **named)


def alternatives(language: Language, words: Iterable[str]) -> str:
    """Some words of which one is enough."""
    *first, last = words
    listed = plain(language, "list").join(first)
    return plain(language, "or").join((listed, last)) if first else last


def coded(model: Model, language: Language, term: Attribute | Part | None, value: Value) -> str:
    """A code by its label, a truth value in words."""
    if isinstance(value, bool):
        return show("boolean", value, language)
    codes = model.code_lists[term.codes].codes if term is not None and term.codes is not None else {}
    found = codes.get(str(value))
    return str(value) if found is None else found.label.text(language)


def amount(language: Language, term: Attribute | Part | None, number: Decimal) -> str:
    """A number with its unit."""
    kind = "" if term is None else term.kind
    if kind == "percentage":
        return show("percentage", str(number), language)
    text = show("decimal", str(number), language)
    return plain(language, "yuan", number=text) if kind == "money" else text


def far_ends(model: Model, language: Language, step: Step) -> str:
    """What one calls the far ends of a relation; else the relation itself, with their class."""
    relation = model.relations[step.relation]
    cls = _first(model.classes[step.cls].label.text(language), str.lower)
    if relation.ends is None:
        name = relation.label if step.forward else relation.inverse
        return plain(language, "relation", name=name.text(language), cls=cls)
    noun = _first(relation.ends[1 if step.forward else 0].text(language), str.upper)
    several = len(relation.to_classes if step.forward else relation.from_classes) > 1
    return plain(language, "ends", name=noun, cls=cls) if several else noun


def _first(text: str, change: Callable[[str], str]) -> str:
    return change(text[:1]) + text[1:]
