"""Finding subjects of a class by their tags and codes: a question becomes one full-text query over their tokens.

The index gives its hits by score, which means nothing here; pages go by id, so that a cursor stays right whatever changes between them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twopages.errors import TwoPagesError
from twopages.graph import Store
from twopages.graph.compiled import Statement, label
from twopages.ontology.model import Attribute, Model
from twopages.tags.counts import HIDDEN_UNDER
from twopages.tags.districts import district, divided
from twopages.tags.finds import TAG, finding, token

INDEX = "subject_finds"
MOST = 200  # names in one question; the index takes 1,024
EVERYBODY = "*:*"  # a query that only rules out finds nothing by itself


class WhereError(TwoPagesError):
    """A question for subjects that names what is not there, or too much."""

    code = "WHERE"


@dataclass(frozen=True, slots=True)
class Where:
    """Which subjects of a class: with all, any and none of some tags, and with any of some codes of each attribute that is named.

    `divisions` may be of any of their attributes that hold one. What is empty asks nothing.
    """

    cls: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    codes: Mapping[str, Sequence[str]] | None = None
    divisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchAsk:
    """A page of subjects after an id, and whether they are counted: in all, and by tag and district."""

    where: Where
    size: int
    after: str = ""
    total: bool = False
    facets: bool = False


class Hit(NamedTuple):
    """A subject with its short name, which is sealed where it is no plain one."""

    id: str
    caption: str | None
    sealed: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the subjects have a tag (`of` is TAG) or lie in a district by an attribute (`of`)."""

    of: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of subjects, `more` where others follow; counts under HIDDEN_UNDER are None, and not among the facets."""

    page: tuple[Hit, ...]
    more: bool
    total: int | None = None
    facets: tuple[Facet, ...] = ()


def findable(model: Model, cls: str) -> bool:
    """Whether there is anything by which subjects of a class are found."""
    return bool(finding(model, cls)) or any(tag.cls == cls for tag in model.tags.values())


def compile_query(model: Model, where: Where) -> str:
    """The question in the language of the index; every token stands in quotes, in which nothing else has a meaning."""
    wanted = [_one_of(names) for names in _wanted(model, where) if names]
    unwanted = [f"-{_quoted(name)}" for name in _tags(model, where.cls, where.none)]
    text = " ".join([*(wanted or [EVERYBODY]), *unwanted])
    if text.count('"') > 2 * MOST:
        raise WhereError(f"A question names at most {MOST} tags and codes.")
    return text


def _wanted(model: Model, where: Where) -> Iterator[Sequence[str]]:
    """Tokens, of each sequence of which the subjects have one."""
    yield from ([name] for name in _tags(model, where.cls, where.all))
    yield _tags(model, where.cls, where.any)
    found = finding(model, where.cls)
    for name, codes in sorted((where.codes or {}).items()):
        if name not in found:
            raise WhereError("The question names an attribute by which nobody is found.")
        yield [token(name, code) for code in _present(model, model.attributes[name], codes)]
    places = [model.attributes[name] for name in divided(model, where.cls)]
    yield [token(item.id, code) for item in places for code in _present(model, item, where.divisions)]


def _tags(model: Model, cls: str, names: Sequence[str]) -> list[str]:
    """The tokens of tags."""
    if any(name not in model.tags or model.tags[name].cls != cls for name in names):
        raise WhereError("The question names a tag that its class does not have.")
    return [token(TAG, name) for name in dict.fromkeys(names)]


def _present(model: Model, attribute: Attribute, codes: Sequence[str]) -> list[str]:
    """Codes as they stand today; one that was replaced leads to the one that took its place."""
    known = model.code_lists[attribute.codes or ""]
    found = [known.find(code) or (code if code in known.codes else None) for code in codes]
    if None in found:
        raise WhereError("The question names a code that its list does not have.")
    return list(dict.fromkeys(filter(None, found)))


def _one_of(tokens: Sequence[str]) -> str:
    quoted = " ".join(map(_quoted, tokens))
    return f"+{quoted}" if len(tokens) == 1 else f"+({quoted})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def compile_search(model: Model, ask: SearchAsk) -> Statement:
    """The statement that answers with everything asked in one row."""
    hits = f"CALL db.index.fulltext.queryNodes('{INDEX}', $query) YIELD node AS e\n  WHERE e:{label(ask.where.cls)}"
    parts = {
        "page": f"""{hits} AND e.id > $after
  WITH e ORDER BY e.id LIMIT $size
  RETURN collect([e.id, e.caption, e.sealedCaption]) AS page"""
    }
    if ask.total:
        parts["total"] = f"{hits}\n  RETURN count(e) AS total"
    if ask.facets:
        parts["facets"] = f"""{hits}
  UNWIND e.finds AS token
  WITH token, count(*) AS count
  WHERE count >= $few
  RETURN collect([token, count]) AS facets"""
    text = "\n".join(f"CALL () {{\n  {part}\n}}" for part in parts.values())
    parameters = {"query": compile_query(model, ask.where), "after": ask.after, "size": ask.size + 1}
    return Statement(f"{text}\nRETURN {', '.join(parts)}", parameters | ({"few": HIDDEN_UNDER} if ask.facets else {}))


def find(store: Store, model: Model, ask: SearchAsk) -> Hits:
    """The subjects that a question finds."""
    compiled = compile_search(model, ask)
    row = store.read(compiled.text, compiled.parameters)[0]
    page = tuple(Hit(*found) for found in row["page"])
    facets = _facets(model, ask.where.cls, row.get("facets", ()))
    return Hits(page[: ask.size], len(page) > ask.size, shown(row.get("total")), facets)


def shown(count: int | None) -> int | None:
    """A number of subjects as it may be told."""
    return None if count is None or count < HIDDEN_UNDER else count


def _facets(model: Model, cls: str, counts: Iterable[tuple[str, int]]) -> tuple[Facet, ...]:
    """The counts by tag, in the order of the ontology, and those by district, most first."""
    by_token = dict(counts)
    tags = (Facet(TAG, name, by_token[token(TAG, name)]) for name in model.tags if token(TAG, name) in by_token)
    places = [facet for name in divided(model, cls) for facet in _districts(model, name, by_token)]
    return (*tags, *places)


def _districts(model: Model, attribute: str, counts: Mapping[str, int]) -> list[Facet]:
    told = ((name.partition(":"), count) for name, count in counts.items())
    found = [Facet(attribute, code, count) for (of, _, code), count in told if of == attribute]
    return sorted(
        (one for one in found if district(model, attribute, one.code) == one.code), key=lambda one: -one.count
    )
