"""Government services as the Model holds them: what a form asks for, and the purpose under which it is handled. Pure."""

from dataclasses import dataclass

from twopages.ontology.label import Label


@dataclass(frozen=True, slots=True)
class Service:
    """A government service whose form can be pre-filled.

    `subject` is the class that it is about, `department` who offers it, and `purpose` the one under which whoever handles
    it looks, who may be of another department. `required` and `optional` are the attributes that its form must and may
    have; the purpose gives each of them. `order` is its place among all services.
    """

    id: str
    label: Label
    description: Label
    subject: str
    department: str
    purpose: str
    required: frozenset[str]
    optional: frozenset[str]
    order: int
