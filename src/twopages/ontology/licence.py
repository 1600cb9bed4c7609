"""What is said of licences beside their codes: their types, and where they are shown."""

from dataclasses import dataclass

from twopages.ontology.label import Label


@dataclass(frozen=True, slots=True)
class Scene:
    """An everyday situation in which a licence is shown instead of paper."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class LicenceType:
    """What a code of the list of licence types means: `id` is the code, which has the labels and the parent type.

    `holders` are the classes that may hold one, `department` issues it, `validity` tells people how long it is valid,
    `prints` are the attributes on its face in their order, `scenes` where it is shown, `face` how a page draws it ("card", ...).
    """

    id: str
    holders: tuple[str, ...]
    department: str
    validity: Label
    prints: tuple[str, ...]
    scenes: tuple[str, ...]
    face: str = ""
