"""A made-up graph as the explanation sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.tags.worlds import World
from twopages.ontology.model import Model
from twopages.ontology.rule import Step
from twopages.tags.explain import Edge
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Seen:
    """An entity of a graph; its records are named after what they say."""

    model: Model
    world: World
    id: str

    @property
    def cls(self) -> str:
        return self.world.nodes[self.id].cls

    def values(self, attribute: str) -> Sequence[Value]:
        return self.world.nodes[self.id].values.get(attribute, ())

    def records(self, attribute: str) -> tuple[str, ...]:
        return (f"{self.id}.{attribute}",) if self.values(attribute) else ()

    def far(self, step: Step) -> Sequence[Edge]:
        return [self._edge(far, index) for index, far in self._ends(step) if self.world.nodes[far].cls == step.cls]

    def _ends(self, step: Step) -> list[tuple[int, str]]:
        forward = step.forward or self.model.relations[step.relation].symmetric
        backward = not step.forward or self.model.relations[step.relation].symmetric
        edges = [(index, edge) for index, edge in enumerate(self.world.edges) if edge.relation == step.relation]
        return [
            *((index, edge.end) for index, edge in edges if forward and edge.start == self.id),
            *((index, edge.start) for index, edge in edges if backward and edge.end == self.id),
        ]

    def _edge(self, far: str, index: int) -> Edge:
        return Edge(Seen(self.model, self.world, far), self.world.edges[index].parts, (f"edge-{index}",))
