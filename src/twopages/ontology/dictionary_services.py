"""Model -> the part of the data dictionary that tells what the forms of services need."""

from collections.abc import Iterator
from dataclasses import dataclass

from twopages.ontology.dictionary_writer import Writer, as_code, as_codes
from twopages.ontology.document import Block, Heading, Table
from twopages.ontology.label import Language
from twopages.ontology.model import Model
from twopages.ontology.service import Service

_WORDS = {
    "services": ("服务", "Services"),
    "id": ("标识", "Id"),
    "label": ("名称", "Label"),
    "about": ("对象", "About"),
    "department": ("部门", "Department"),
    "purpose": ("应用场景", "Purpose"),
    "required": ("必填属性", "Required"),
    "optional": ("选填属性", "Optional"),
    "meaning": ("含义", "Meaning"),
}


def service_blocks(model: Model, language: Language) -> Iterator[Block]:
    """The services: one table of all."""
    return _Writer(model, language).blocks() if model.services else iter(())


@dataclass(frozen=True, slots=True)
class _Writer(Writer):
    WORDS = _WORDS

    def blocks(self) -> Iterator[Block]:
        yield Heading(2, self.word("services"))
        yield Table(self.words(*tuple(_WORDS)[1:]), tuple(map(self.row, self.model.services.values())))

    def row(self, service: Service) -> tuple[str, ...]:
        return (
            as_code(service.id),
            service.label.text(self.language),
            as_code(service.subject),
            self.model.departments[service.department].label.text(self.language),
            as_code(service.purpose),
            self.needs(service.required),
            self.needs(service.optional),
            service.description.text(self.language),
        )

    def needs(self, names: frozenset[str]) -> str:
        """Attributes in the order of the pages."""
        return as_codes(name for name in self.model.attributes if name in names)
