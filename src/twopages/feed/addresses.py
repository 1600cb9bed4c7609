"""The keys by which texts of addresses meet: those that a registered address answers to, and those by which a row names one. Pure."""

from collections.abc import Iterable, Iterator

from twopages.ontology.model import Model
from twopages.values import Address, Division, Gazetteer, parse_address, plain_address, vague

_REMEMBERED = 100_000  # texts; a chunk names the same few homes again and again


class AddressKeys:
    """Makes keys out of the texts of addresses, each text parsed once.

    A key is the one spelling of a spot behind the division that it lies in ("310101|南京东路|100弄|3号|301室"), or behind
    nothing. A registered address answers to its spot with and without its division; a row names it as narrowly as its
    text tells. So a text without its district links where the city has one such spot, and waits where it has two, and a
    text with a district never links to the same spot of another one.
    """

    def __init__(self, divisions: Iterable[Division] = ()) -> None:
        self._gazetteer = Gazetteer(divisions)
        self._parsed: dict[str, Address] = {}

    @classmethod
    def of(cls, model: Model) -> "AddressKeys":
        """With the divisions of all code lists that attributes of kind division have."""
        lists = {item.codes for item in model.attributes.values() if item.kind == "division" and item.codes}
        codes = (code for name in sorted(lists) for code in model.code_lists[name].codes.values())
        return cls(
            Division(code.replaced_by or code.id, name) for code in codes for name in (code.label.zh, *code.variants)
        )

    def parsed(self, text: str) -> Address:
        """The parts of an address."""
        found = self._parsed.get(text)
        if found is None:
            if len(self._parsed) >= _REMEMBERED:
                self._parsed.clear()
            found = self._parsed[text] = parse_address(text, self._gazetteer)
        return found

    def named(self, text: str) -> tuple[str, ...]:
        """The keys by which a row names an address; what names no spot, or only somewhere near one, meets only what is written alike."""
        if vague(text):
            return (plain_address(text),)
        found = self.parsed(text)
        area = next(self._areas(found, found.division, found.subdistrict))
        return tuple(f"{area}|{spot}" for spot in found.spots()) or (plain_address(text),)

    def claimed(self, texts: Iterable[str], divisions: Iterable[str] = ()) -> tuple[str, ...]:
        """All keys that a registered address answers to; a text without its district has it from the `divisions` of its columns."""
        inside = max(divisions, key=len, default="")
        return tuple(dict.fromkeys(key for text in texts for key in self._claimed(text, inside)))

    def _claimed(self, text: str, inside: str) -> Iterator[str]:
        found = self.parsed(text)
        division, subdistrict = found.division, found.subdistrict
        if not division or self._gazetteer.wide(division):
            division, subdistrict = inside[:6] or division, subdistrict or (inside[6:] and inside)
        spots = list(found.spots())
        yield from (f"{area}|{spot}" for spot in spots for area in self._areas(found, division, subdistrict))
        if not spots:
            yield plain_address(text)

    def _areas(self, found: Address, division: str, subdistrict: str) -> Iterator[str]:
        """What the spot may stand behind, the narrowest first; a village is one only within its town."""
        if found.rural and subdistrict:
            yield subdistrict
        if division and not self._gazetteer.wide(division):
            yield division
        if not division or self._gazetteer.at_home(division):
            yield ""
