"""Looking for entities by a part of their caption, shortest first; only captions that are no secret stand in the index."""

from dataclasses import dataclass

from twopages.dossier.types import Far
from twopages.graph import Store
from twopages.graph.compiled import Statement, label

_INDEX = "caption_text"
LONGEST = 200  # characters of a text that is looked for: no caption is longer, and the index would take seconds for tens of thousands


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entities; `more` when others follow."""

    entities: tuple[Far, ...]
    more: bool


def compile_search(cls: str, text: str, size: int, after: tuple[str, str] | None = None) -> Statement:
    """The statement that finds entities of a class; `after` is the caption and id of the last one of the page before."""
    where, parameters = "", {"text": _phrase(text), "size": size + 1}
    if after is not None:
        parameters |= {"caption": after[0], "last": after[1]}
        where = (
            " AND (size(e.caption) > size($caption) OR size(e.caption) = size($caption)"
            " AND (e.caption > $caption OR e.caption = $caption AND e.id > $last))"
        )
    lines = (
        f"CALL db.index.fulltext.queryNodes('{_INDEX}', $text) YIELD node AS e",
        f"WHERE e:{label(cls)}{where}",
        "RETURN e.id AS id, e.caption AS caption",
        "ORDER BY size(e.caption), e.caption, e.id LIMIT $size",
    )
    return Statement("\n".join(lines), parameters)


def search(store: Store, cls: str, text: str, size: int, after: tuple[str, str] | None = None) -> Found:
    """A page of the entities of a class whose caption holds a text."""
    if not text.strip() or len(text) > LONGEST:
        return Found((), False)
    statement = compile_search(cls, text, size, after)
    rows = store.read(statement.text, statement.parameters)
    return Found(tuple(Far(row["id"], cls, row["caption"]) for row in rows[:size]), len(rows) > size)


def _phrase(text: str) -> str:
    """A text as a phrase of the index's query language, in which nothing else has a meaning."""
    escaped = text.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
