"""The map of a block: where the things are that its relations lead to, unless it is still masked who is there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from twopages.dossier import Dossier, Far, Link, Near
from twopages.ontology.model import Block
from twopages.pages.contexts.map import Marker, Shown, draw_map
from twopages.pages.reader import Whereabouts
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Sketch:
    """The map of a block, and what it says of places that are not drawn; `reveal` names the masks that are over those."""

    drawing: Markup
    masked: str
    reveal: str


def places(showing: Showing, dossier: Dossier) -> tuple[Far, ...]:
    """The things whose places the viewer may see now, each once, in the order of the blocks."""
    links = (link for block in _mapped(showing, dossier) for link in _links(dossier, block))
    return tuple({link.far.id: link.far for link in links if not showing.end_hidden(link)}.values())


def pins(fars: Iterable[Far], found: Whereabouts) -> Mapping[str, int]:
    """The numbers of the markers, by the ids of what they mark."""
    return {far.id: number for number, far in enumerate((far for far in fars if far.id in found.points), 1)}


def sketches(showing: Showing, dossier: Dossier, found: Whereabouts) -> Mapping[str, Sketch]:
    """The maps of a page, by the ids of their blocks."""
    numbers = pins(places(showing, dossier), found)
    drawn = {block.id: _sketch(showing, dossier, block, found, numbers) for block in _mapped(showing, dossier)}
    return {id: sketch for id, sketch in drawn.items() if sketch.drawing or sketch.masked}


def _mapped(showing: Showing, dossier: Dossier) -> Iterator[Block]:
    return (block for block in showing.model.blocks.values() if block.cls == dossier.cls and block.look == "map")


def _links(dossier: Dossier, block: Block) -> list[Link]:
    order = {relation: place for place, relation in enumerate(block.relations)}
    return sorted(
        (link for link in dossier.links if link.forward and link.relation in order),
        key=lambda link: order[link.relation],
    )


def _sketch(showing: Showing, dossier: Dossier, block: Block, found: Whereabouts, numbers: Mapping[str, int]) -> Sketch:
    links = _links(dossier, block)
    seen = {link.far.id: link for link in links if link.far.id in numbers}
    markers = [Marker(found.points[id], showing.end(link), numbers[id]) for id, link in seen.items()]
    title = showing.say("map.of", block=showing.say.label(block.label))
    around = [_shown(showing, near) for near in found.around]
    drawing = draw_map(markers, around, title, showing.say.language, f"map-{block.id}") if markers else Markup("")
    masks = sorted({showing.model.classes[link.far.cls].caption for link in links if showing.end_hidden(link)})
    masked = showing.say("map.left_out" if drawing else "map.masked") if masks else ""
    return Sketch(drawing, masked, " ".join(masks))


def _shown(showing: Showing, near: Near) -> Shown:
    """A feature in the layer of its category."""
    said = (
        showing.model.code_lists[codes].codes.get(str(envelope.values[0]))
        for envelope in near.envelopes.values()
        if (codes := showing.model.attributes[envelope.attribute].codes)
    )
    return Shown(near.shape, near.far.caption, next((code.layer for code in said if code and code.layer), "other"))
