"""What an answer shows of a file, as the receipt names it: attributes, relations and tags, and which of them masked. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from twopages.access.gate import Open
from twopages.dossier import Changes, Dossier, Envelope, Link
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.dossier.told import Line


class Shown(NamedTuple):
    """Names of fields that were shown, and of those among them that were masked; far ones as relation:attribute."""

    fields: frozenset[str]
    masked: frozenset[str]


def of_dossier(opened: Open, dossier: Dossier, *, caption: bool = True) -> Shown:
    """What a veiled file shows: values, rows by what they supply, relations and what lies behind them."""
    values = dict(_values(dossier.envelopes.values()))
    for page in dossier.link_pages:
        for link in page.links:
            values[link.relation] = values.get(link.relation, False)
            values |= _behind(link)
    values |= {name: False for record in dossier.records for cell in record.cells for name in cell.attributes}
    if caption and dossier.caption:
        heading = opened.decision.model.classes[dossier.cls].caption
        values.setdefault(heading, opened.decision.caption_masked(dossier.cls, far=False))
    return _shown(values.items())


def of_changes(opened: Open, changes: Changes) -> Shown:
    """What a list of changes shows."""
    hidden = opened.decision.purpose.masked
    names = {change.topic.attribute or change.topic.relation for change in changes.changes}
    return Shown(frozenset(names), frozenset(names & hidden))


def of_tags(tags: TagsOf) -> Shown:
    """What a list of tags shows."""
    return Shown(frozenset(item.tag for item in tags.now).union(item.tag for item in tags.past), frozenset())


def of_explanations(found: Iterable[Explanation]) -> Shown:
    """What explanations show: the tags, and the values that they rest on."""
    told = list(found)
    values = frozenset(name for item in told for name in _looked_at(item.line))
    return Shown(values.union(item.tag for item in told), frozenset())


def _looked_at(line: Line) -> Iterator[str]:
    yield from (shown.relation or shown.of for shown in line.values if not shown.veiled)
    ends = line.ends.named if line.ends else ()
    for below in (*line.children, *(end.line for end in ends if end.line)):
        yield from _looked_at(below)
    if line.ends and line.ends.all:
        yield line.ends.relation


def _values(envelopes: Iterable[Envelope]) -> Iterator[tuple[str, bool]]:
    return ((item.attribute, bool(item.masked)) for item in envelopes)


def _behind(link: Link) -> dict[str, bool]:
    envelopes = (link.envelopes or {}).values()
    found = {f"{link.relation}:{name}": masked for name, masked in _values(envelopes)}
    for page in link.pages:
        for further in page.links:
            found |= {further.relation: False, **_behind(further)}
    return found


def _shown(values: Iterable[tuple[str, bool]]) -> Shown:
    told = list(values)
    return Shown(frozenset(name for name, _ in told), frozenset(name for name, masked in told if masked))
