"""Where addresses are, for a reader who knows every way in which the made-up offices write one."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from twopages.ontology.model import Model

NOWHERE = -1
_CITY = re.compile("^上海市?")
_GLUED = re.compile("(弄[0-9]+)-([0-9]+)$")


@dataclass(slots=True)
class Spots:
    """Registered addresses by their spot; one of another district is another one."""

    districts: dict[str, str] = field(default_factory=dict)  # name -> code
    at: dict[tuple[str, str], dict[int, set[str]]] = field(default_factory=dict)  # class, spot -> number -> districts

    def settle(self, model: Model) -> None:
        """Learn the names of the districts, once."""
        if not self.districts:
            lists = {item.codes for item in model.attributes.values() if item.kind == "division" and item.codes}
            codes = [code for name in lists for code in model.code_lists[name].codes.values() if len(code.id) == 6]
            self.districts = {code.label.zh: code.replaced_by or code.id for code in codes if code.id.startswith("31")}

    def add(self, cls: str, text: str, inside: str, number: int) -> None:
        """A registered address: its text, else its columns, tell the district."""
        district, spot = self.read(text)
        self.at.setdefault((cls, spot), {}).setdefault(number, set()).add(district or inside[:6])

    def find(self, classes: Iterable[str], text: str, one: Callable[[int], int]) -> int:
        """The only address that a text can mean, or NOWHERE; `one` tells whom merged numbers are."""
        district, spot = self.read(text)
        here = [found for cls in classes for found in self.at.get((cls, spot), {}).items()]
        fit = {one(number) for number, districts in here if not district or district in districts}
        return fit.pop() if len(fit) == 1 else NOWHERE

    def read(self, text: str) -> tuple[str, str]:
        """The district that a text names ("" for none) and the spot, spelled in one way."""
        rest = _CITY.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
        name = next((name for name in self.districts if rest.startswith(name)), "")
        spot = rest[len(name) :].replace("号楼", "号").replace("#", "号").replace("衖", "弄").removesuffix("室")
        return self.districts.get(name, ""), _GLUED.sub(r"\1号\2", spot)
