"""The picture of relations: where every shape, line and word of it stands. Geometry only; the template draws it.

Two forms are drawn and the style sheet shows one: the wide one has the subject in the middle and its relations on both
sides, the narrow one is a stem with branches, for a phone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final
from unicodedata import east_asian_width

from twopages.dossier import Dossier, Far, Link
from twopages.pages.contexts.ties import PathTo, kinds_of, kinship_title
from twopages.pages.hints import shape_of
from twopages.pages.showing import Showing

_NODES_AT_ONCE: Final = 8
_LINES_AT_ONCE: Final = 3
_LINE: Final = 17  # height of a line of words
_HEADING: Final = 38
_LETTER: Final = 14  # width of a Chinese character
_LATIN: Final = 0.56  # the width of a Latin letter beside a Chinese character


@dataclass(frozen=True, slots=True)
class Form:
    """Measures of one form of the picture; `columns` are the x of the shapes, and words go outwards from them."""

    name: str
    width: int
    columns: tuple[int, ...]
    words: int  # how many Chinese characters fit into a line
    margin: int  # height beside that of the branches


WIDE: Final = Form("wide", 960, (330, 630), 20, 20)
NARROW: Final = Form("narrow", 350, (62,), 18, 78)


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of text at a place; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A far end: shape, name, what ties it to the middle, the line that does, and the box that can be pressed."""

    x: float
    y: float
    shape: str
    href: str
    name: Lettering
    ties: Lettering
    line: str
    box: tuple[float, float, float, float]  # x, y, width, height


@dataclass(frozen=True, slots=True)
class Branch:
    """The nodes of one class under its name."""

    title: Lettering
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One form of the picture; the middle is the subject."""

    form: str
    width: int
    height: float
    x: float
    y: float
    shape: str
    name: Lettering
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A far end before it has a place."""

    shape: str
    href: str
    lines: tuple[str, ...]
    ties: tuple[str, ...]

    @property
    def height(self) -> float:
        return 20 + _LINE * (len(self.lines) + len(self.ties))

    @property
    def width(self) -> float:
        return 44 + _LETTER * max(map(_width, (*self.lines, *self.ties)))


@dataclass(frozen=True, slots=True)
class _Twig:
    """A class of far ends before it has a place."""

    title: str
    leaves: tuple[_Leaf, ...]

    @property
    def height(self) -> float:
        return _HEADING + sum(leaf.height for leaf in self.leaves)


def draw(showing: Showing, dossier: Dossier, path_to: PathTo, form: Form) -> Picture:
    """The picture of a dossier's relations in one form."""
    sides = _shared(_twigs(showing, dossier, path_to, form), len(form.columns))
    height = max(sum(twig.height for twig in side) for side in sides) + form.margin
    x, y = (form.width / 2, height / 2) if form is WIDE else (26.0, 34.0)
    branches = [branch for number, side in enumerate(sides) for branch in _side(side, form, number, (x, y), height)]
    shape = shape_of(showing.model, dossier.cls)
    return Picture(
        form.name,
        form.width,
        height,
        x,
        y,
        shape,
        _subject(dossier.caption, form, x, y),
        tuple(branches),
    )


def _twigs(showing: Showing, dossier: Dossier, path_to: PathTo, form: Form) -> list[_Twig]:
    """Far ends by class, subjects first; one that several relations lead to stands there once."""
    ends: dict[str, dict[Far, list[Link]]] = {}
    for links in kinds_of(showing.model, dossier).values():
        for link in links:
            ends.setdefault(link.far.cls, {}).setdefault(link.far, []).append(link)
    classes = sorted(ends, key=lambda cls: not showing.model.classes[cls].subject)
    return [_twig(showing, cls, ends[cls], path_to, form) for cls in classes]


def _twig(showing: Showing, cls: str, ends: Mapping[Far, Sequence[Link]], path_to: PathTo, form: Form) -> _Twig:
    leaves = [_leaf(showing, far, links, path_to, form) for far, links in list(ends.items())[:_NODES_AT_ONCE]]
    if len(ends) > _NODES_AT_ONCE:
        rest = showing.say.count("picture.more", len(ends) - _NODES_AT_ONCE)
        leaves.append(_Leaf("more", "#relations", (rest,), ()))
    return _Twig(showing.say.label(showing.model.classes[cls].label), tuple(leaves))


def _leaf(showing: Showing, far: Far, links: Sequence[Link], path_to: PathTo, form: Form) -> _Leaf:
    titles = showing.say("list.join").join(kinship_title(showing, (link.relation, link.forward)) for link in links)
    name = showing.end(next(filter(showing.end_hidden, links), links[0]))
    return _Leaf(shape_of(showing.model, far.cls), path_to(far), wrapped(name, form.words), wrapped(titles, form.words))


def _shared(twigs: Sequence[_Twig], columns: int) -> list[list[_Twig]]:
    """Twigs over the columns so that these end at about the same height."""
    sides: list[list[_Twig]] = [[] for _ in range(columns)]
    for twig in twigs if len(twigs) > 1 else ():
        min(sides, key=lambda side: sum(item.height for item in side)).append(twig)
    return sides if len(twigs) > 1 else [*sides[1:], list(twigs)]


def _subject(caption: str, form: Form, x: float, y: float) -> Lettering:
    lines = wrapped(caption, 9 if form is WIDE else form.words)
    if form is WIDE:
        return Lettering(x, y + 46, "middle", lines)
    return Lettering(x + 32, y + 5 - (len(lines) - 1) * _LINE / 2, "start", lines)


def _side(
    side: Sequence[_Twig], form: Form, number: int, middle: tuple[float, float], height: float
) -> Iterator[Branch]:
    top = (height - sum(twig.height for twig in side)) / 2 if form is WIDE else form.margin - 10.0
    for twig in side:
        yield _branch(twig, form, number, middle, top)
        top += twig.height


def _branch(twig: _Twig, form: Form, number: int, middle: tuple[float, float], top: float) -> Branch:
    x, outward = form.columns[number], -1 if number == 0 and form is WIDE else 1
    title = Lettering(x + outward * 20, top + 20, _anchor(outward), (twig.title,))
    nodes, y = [], top + _HEADING - 6
    for leaf in twig.leaves:
        nodes.append(
            _node(leaf, x, y + leaf.height / 2, outward, _line(form, middle, x - outward * 12, y + leaf.height / 2))
        )
        y += leaf.height
    return Branch(title, tuple(nodes))


def _node(leaf: _Leaf, x: float, y: float, outward: int, line: str) -> Node:
    first = y + 5 - (len(leaf.lines) + len(leaf.ties) - 1) * _LINE / 2
    name = Lettering(x + outward * 20, first, _anchor(outward), leaf.lines)
    ties = Lettering(x + outward * 20, first + _LINE * len(leaf.lines), _anchor(outward), leaf.ties)
    left = x - 14 if outward > 0 else x + 14 - leaf.width
    return Node(
        x,
        y,
        leaf.shape,
        leaf.href,
        name,
        ties,
        line,
        (left, y - leaf.height / 2 + 3, leaf.width, leaf.height - 6),
    )


def _anchor(outward: int) -> str:
    return "end" if outward < 0 else "start"


def _line(form: Form, middle: tuple[float, float], x: float, y: float) -> str:
    if form is WIDE:
        start = middle[0] + (26 if x > middle[0] else -26)
        half = (start + x) / 2
        return f"M{start:g} {middle[1]:g}C{half:g} {middle[1]:g} {half:g} {y:g} {x:g} {y:g}"
    return f"M{middle[0]:g} {middle[1] + 20:g}V{y - 12:g}Q{middle[0]:g} {y:g} {middle[0] + 12:g} {y:g}H{x:g}"


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A text in at most three lines of a width in Chinese characters, about equally long; what does not fit ends in an ellipsis."""
    lines = _lines(text, width)
    if len(lines) > 1 and not lines[-1].endswith("…"):
        even = _lines(text, min(width, ceil(_width(text) / len(lines)) + 1))
        return even if len(even) == len(lines) and not even[-1].endswith("…") else lines
    return lines


def _lines(text: str, width: int) -> tuple[str, ...]:
    lines: list[str] = []
    rest = text
    while rest and len(lines) < _LINES_AT_ONCE - 1:
        line, rest = _cut(rest, width)
        lines.append(line)
    last, over = _cut(rest, width - 1) if _width(rest) > width else (rest, "")
    return (*lines, f"{last}…" if over else last) if rest else tuple(lines) or ("",)


def _cut(text: str, width: float) -> tuple[str, str]:
    """As much of a text as fits, and the rest; words and numbers stay whole where they can."""
    room = float(width)
    for place, letter in enumerate(text):
        room -= _width(letter)
        if room < 0:
            end = place
            while end > place / 2 and _inside_word(text, end):
                end -= 1
            end = end if end > place / 2 else place
            return text[:end].rstrip(), text[end:].lstrip()
    return text, ""


def _inside_word(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return before.isascii() and after.isascii() and not before.isspace()


def _width(text: str) -> float:
    return sum(1 if east_asian_width(letter) in "WF" else _LATIN for letter in text)
