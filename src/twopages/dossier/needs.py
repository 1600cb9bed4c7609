"""What derived attributes need: a plan that asks them also asks what they follow from. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from twopages.dossier.derive import Links
from twopages.dossier.plan import LinksAsk, Plan
from twopages.dossier.types import Envelope, Link, LinkPage
from twopages.ontology.derivation import Path, far_inputs, own_inputs
from twopages.ontology.model import Model

_Wanted = tuple[frozenset[str], tuple[LinksAsk, ...]]  # attributes, and questions for all far ends of relations


class Needs:
    """Widens plans under one Model; what a set of attributes needs is worked out once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._known: dict[frozenset[str], _Wanted] = {}

    def of(self, plan: Plan) -> Plan:
        """The plan with what its derived attributes follow from; its own questions stay first, in their order."""
        attributes, links = self._wanted(plan.attributes)
        own = tuple(map(self._widened, plan.links))
        if attributes == plan.attributes and not links and own == plan.links:
            return plan
        return replace(plan, attributes=attributes, links=(*own, *links))

    def _widened(self, ask: LinksAsk) -> LinksAsk:
        """A question for a relation with what the derived attributes of its far ends need."""
        if not ask.far and not ask.beyond:
            return ask
        far, links = self._wanted(ask.far)
        return replace(ask, far=far, beyond=(*map(self._widened, ask.beyond), *links))

    def _wanted(self, attributes: frozenset[str]) -> _Wanted:
        if attributes not in self._known:
            self._known[attributes] = self._work_out(attributes)
        return self._known[attributes]

    def _work_out(self, attributes: frozenset[str]) -> _Wanted:
        closed, far = set(attributes), dict[Path, set[str]]()
        todo = sorted(attributes)
        while todo:
            derivation = self.model.attributes[todo.pop()].derivation
            if derivation is None:
                continue
            for path, names in far_inputs(derivation):
                far.setdefault(path, set()).update(names)
            new = [name for name in own_inputs(derivation) if name not in closed]
            closed.update(new)
            todo += new
        return frozenset(closed), tuple(self._all(far))

    def _all(self, far: Mapping[Path, Iterable[str]]) -> Iterable[LinksAsk]:
        """Questions for all far ends, and for what derived attributes of these need in turn."""
        for path, names in far.items():
            attributes, links = self._wanted(frozenset(names))
            yield LinksAsk(path.relation, path.forward, None, sources=True, far=attributes, beyond=links)


def needs(model: Model, plan: Plan) -> Plan:
    """The plan with what its derived attributes follow from; who widens many keeps a `Needs`."""
    return Needs(model).of(plan)


def all_ends(asks: Sequence[LinksAsk], pages: Sequence[LinkPage]) -> Links:
    """The far ends of the relations that derivations follow: of the questions that ask for all."""
    return {
        Path(ask.relation, ask.forward): page.links for ask, page in zip(asks, pages, strict=True) if ask.size is None
    }


def only(envelopes: Mapping[str, Envelope], names: frozenset[str]) -> dict[str, Envelope]:
    """The envelopes of these attributes."""
    return {name: envelope for name, envelope in envelopes.items() if name in names}


def asked(pages: Sequence[LinkPage], asks: Sequence[LinksAsk]) -> tuple[LinkPage, ...]:
    """What was asked, without what derivations needed beside it: their questions stand behind those of the plan."""
    return tuple(_asked_page(page, ask) for page, ask in zip(pages, asks, strict=False))


def _asked_page(page: LinkPage, ask: LinksAsk) -> LinkPage:
    if not ask.far and not ask.beyond:
        return page
    return replace(page, links=tuple(_asked_link(link, ask) for link in page.links))


def _asked_link(link: Link, ask: LinksAsk) -> Link:
    envelopes = None if link.envelopes is None else only(link.envelopes, ask.far)
    return replace(link, envelopes=envelopes, pages=asked(link.pages, ask.beyond))
