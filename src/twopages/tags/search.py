"""Finding subjects of a class by their tags and codes: a question becomes one full-text query over their tokens.

The index gives its hits by score, which means nothing here; pages go by id, so that a cursor stays right whatever changes between them.
A page is looked for among the ids that follow the cursor, in a narrow stretch first and in wider ones until it is full: what it costs
depends on its size, not on how many subjects the question finds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from twopages.errors import TwoPagesError
from twopages.graph import Store
from twopages.graph.compiled import Statement, label
from twopages.ontology.model import Attribute, Model
from twopages.ontology.sought import placed
from twopages.tags.counts import HIDDEN_UNDER
from twopages.tags.districts import district, divided
from twopages.tags.finds import CELL, LANE, LANES, LAST_LANE, REGION, TAG, finding, lane, lane_at, reads, said, token
from twopages.values import cells_in

INDEX = "subject_finds"
MOST = 200  # names in one question; the index takes 1,024
NARROW, WIDER = 1, 8  # lanes of the first stretch in which a page is looked for, and how much wider each next one is
_WIDEST = 2.0  # square degrees of a window: the city and the sea before it
EVERYBODY = "*:*"  # a query that only rules out finds nothing by itself


class WhereError(TwoPagesError):
    """A question for subjects that names what is not there, or too much."""

    code = "WHERE"


@dataclass(frozen=True, slots=True)
class Where:
    """Which entities of a class: with all, any and none of some tags, and with any of some values of each attribute that is named.

    `codes` are codes, "true" or "false", days, months or years, or texts. `divisions` may be of any of the attributes `places`,
    of none for all that hold one. `window`: in or near it, in degrees (west, south, east, north). What is empty asks nothing.
    """

    cls: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    codes: Mapping[str, Sequence[str]] | None = None
    divisions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    window: tuple[float, float, float, float] | None = None


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
    """Whether there is anything by which entities of a class are found."""
    return bool(reads(model, cls)) or any(tag.cls == cls for tag in model.tags.values())


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
        yield [token(name, code) for code in _asked(model, model.attributes[name], codes)]
    places = [model.attributes[name] for name in divided(model, where.cls) if name in (where.places or (name,))]
    yield [token(item.id, code) for item in places for code in _asked(model, item, where.divisions)]
    yield _inside(model, where)


def _inside(model: Model, where: Where) -> list[str]:
    """The cells of a window: fine ones with the coarse ones of what is large, or the regions of one that has too many."""
    if where.window is None:
        return []
    west, south, east, north = where.window
    if not placed(model, model.classes[where.cls]) or not (west <= east and south <= north):
        raise WhereError("The question names a window that has no inside, or things that are nowhere.")
    if (east - west) * (north - south) > _WIDEST:
        raise WhereError("The window is too wide.")
    cells = [cell for fine in (True, False) for cell in cells_in(*where.window, fine=fine)]
    if len(cells) <= MOST // 2:
        return [token(CELL, cell) for cell in cells]
    return [token(REGION, cell) for cell in cells_in(*where.window, fine=False)]


def _tags(model: Model, cls: str, names: Sequence[str]) -> list[str]:
    """The tokens of tags."""
    if any(name not in model.tags or model.tags[name].cls != cls for name in names):
        raise WhereError("The question names a tag that its class does not have.")
    return [token(TAG, name) for name in dict.fromkeys(names)]


def _asked(model: Model, attribute: Attribute, told: Sequence[str]) -> list[str]:
    """What is asked of an attribute, as tokens have it."""
    if attribute.codes is not None:
        return _present(model, attribute.codes, told)
    found = [said(attribute, one) for one in told]
    if None in found:
        raise WhereError("The question names something that no value of its attribute is.")
    return list(dict.fromkeys(filter(None, found)))


def _present(model: Model, listed: str, codes: Sequence[str]) -> list[str]:
    """Codes as they stand today; one that was replaced leads to the one that took its place."""
    known = model.code_lists[listed]
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


class Stretch(NamedTuple):
    """Ids from those of a lane to before those of another; those from the beginning, or to the end, without one."""

    first: str = ""
    end: str = ""


ALL = Stretch()


def stretches(after: str) -> Iterator[Stretch]:
    """Where subjects after an id are looked for: all that follow it, one stretch after the other, each wider than the last one."""
    first, place, width = lane(after), _place(lane(after)), NARROW
    while place + width < LANES:
        place, width = place + width, width * WIDER
        yield Stretch(first, lane_at(place))
        first = lane_at(place)
    yield Stretch(first)


def _place(name: str) -> int:
    """Where a lane stands among all; how wide stretches are depends on it, not whom they find."""
    try:
        return int(name, 16)
    except ValueError:  # no beginning of an id as this program makes them, or none
        return 0


def compile_search(model: Model, ask: SearchAsk, stretch: Stretch = ALL) -> Statement:
    """The statement that answers in one row: the page as far as its subjects lie in a stretch, and the counts asked for."""
    parts = {
        "page": f"""{_hits(ask.where.cls, "among")} AND e.id > $after
  WITH e ORDER BY e.id LIMIT $size
  RETURN collect([e.id, e.caption, e.sealedCaption]) AS page"""
    }
    hits = _hits(ask.where.cls, "query")
    if ask.total:
        parts["total"] = f"{hits}\n  RETURN count(e) AS total"
    if ask.facets:
        parts["facets"] = f"""{hits}
  UNWIND [token IN e.finds WHERE any(of IN $of WHERE token STARTS WITH of)] AS token
  WITH token, count(*) AS count
  WHERE count >= $few
  RETURN collect([token, count]) AS facets"""
    text = "\n".join(f"CALL () {{\n  {part}\n}}" for part in parts.values())
    return Statement(f"{text}\nRETURN {', '.join(parts)}", _parameters(model, ask, stretch))


def _hits(cls: str, query: str) -> str:
    return f"CALL db.index.fulltext.queryNodes('{INDEX}', ${query}) YIELD node AS e\n  WHERE e:{label(cls)}"


def _parameters(model: Model, ask: SearchAsk, stretch: Stretch) -> dict[str, object]:
    query = compile_query(model, ask.where)
    told: dict[str, object] = {"among": f"{query}{_among(stretch)}", "after": ask.after, "size": ask.size + 1}
    if ask.total or ask.facets:
        told["query"] = query
    if ask.facets:
        told |= {"few": HIDDEN_UNDER, "of": [token(of, "") for of in (TAG, *divided(model, ask.where.cls))]}
    return told


def _among(stretch: Stretch) -> str:
    """What a query says to find none but those in a stretch."""
    if stretch == ALL:
        return ""
    first, end = _quoted(token(LANE, stretch.first)), _quoted(token(LANE, stretch.end or LAST_LANE))
    return f" +[{first} TO {end}}}"


def find(store: Store, model: Model, ask: SearchAsk) -> Hits:
    """The subjects that a question finds."""
    page: list[Hit] = []
    counts: dict[str, Any] = {}
    for stretch in stretches(ask.after):
        rest = replace(ask, size=ask.size - len(page), total=ask.total and not counts, facets=ask.facets and not counts)
        compiled = compile_search(model, rest, stretch)
        row = store.read(compiled.text, compiled.parameters)[0]
        page += (Hit(*found) for found in row["page"])
        counts = counts or row
        if len(page) > ask.size:
            break
    facets = _facets(model, ask.where.cls, counts.get("facets", ()))
    return Hits(tuple(page[: ask.size]), len(page) > ask.size, shown(counts.get("total")), facets)


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
