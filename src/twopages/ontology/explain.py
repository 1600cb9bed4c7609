"""A derivation in words, for the data dictionary and for the pages."""

import re
from collections.abc import Iterable

from twopages.ontology.derivation import (
    AllOf,
    Condition,
    Count,
    Derivation,
    Every,
    Extreme,
    FirstMatch,
    FullYears,
    Match,
    Moved,
    Parity,
    Path,
    Presence,
    Slice,
    Test,
)
from twopages.ontology.model import Language, Model

_WORDS = {
    "slice": ("“{of}”的第 {first} 至 {last} 位", "characters {first} to {last} of “{of}”"),
    "parity": (
        "“{of}”第 {position} 位为奇数：{odd}；为偶数：{even}",
        "digit {position} of “{of}” odd: {odd}; even: {even}",
    ),
    "full-years": ("自“{of}”至所问之日的周年数", "full years from “{of}” to the day of the question"),
    "presence": ("有“{of}”", "whether there is “{of}”"),
    "count": ("{paths}的个数{where}", "how many {paths} there are{where}"),
    "latest": ("{paths}中最晚的“{of}”", "the latest “{of}” of {paths}"),
    "earliest": ("{paths}中最早的“{of}”", "the earliest “{of}” of {paths}"),
    "all-of": ("{where}", "{where}"),
    "case": ("{then}：{where}", "{then}: {where}"),
    "moved": ("“{of}”，但{path}的状态使之变动时随其变动", "“{of}”, moved by the state of {path}"),
    "where": ("，其{where}", " whose {where}"),
    "codes": ("“{of}”为{codes}", "“{of}” is {codes}"),
    "true": ("“{of}”为是", "“{of}” is true"),
    "false": ("“{of}”为否", "“{of}” is false"),
    "present": ("有“{of}”", "“{of}” is there"),
    "absent": ("没有“{of}”", "“{of}” is not there"),
    "after": ("“{of}”晚于{day}", "“{of}” is after {day}"),
    "not_before": ("“{of}”不早于{day}", "“{of}” is not before {day}"),
    "not_after": ("“{of}”不晚于{day}", "“{of}” is not after {day}"),
    "or_absent": ("{text}(没有时也算)", "{text} (or it is not there)"),
    "every": ("每个{path}的{where}", "{where} of every {path}"),
    "day": ("所问之日", "the day of the question"),
    "days_on": ("所问之日之后 {number} {unit}", "{number} {unit} after the day of the question"),
    "days_ago": ("所问之日之前 {number} {unit}", "{number} {unit} before the day of the question"),
    "D": ("天", "days"),
    "M": ("个月", "months"),
    "Y": ("年", "years"),
    "and": ("，且", ", and "),
    "or": ("或", " or "),
    "then": ("；", "; "),
}


def explain(model: Model, attribute: str, language: Language) -> str:
    """How an attribute is derived, in one line; empty where it is not."""
    derivation = model.attributes[attribute].derivation
    return "" if derivation is None else _Writer(model, language, model.attributes[attribute].codes).text(derivation)


class _Writer:
    def __init__(self, model: Model, language: Language, codes: str | None) -> None:
        self.model, self.language, self.codes = model, language, codes

    def say(self, key: str, **words: object) -> str:
        zh, en = _WORDS[key]
        return (zh if self.language == "zh" else en).format(**words)

    def label(self, attribute: str) -> str:
        return self.model.attributes[attribute].label.text(self.language)

    def code(self, codes: str | None, code: str) -> str:
        known = self.model.code_lists[codes].codes.get(code) if codes is not None else None
        return code if known is None else known.label.text(self.language)

    def text(self, derivation: Derivation) -> str:
        """A derivation in words."""
        if isinstance(derivation, Count | Extreme | Moved):
            return self.followed(derivation)
        if isinstance(derivation, AllOf):
            return self.all(derivation.where)
        if isinstance(derivation, FirstMatch):
            return self.say("then").join(map(self.case, derivation.cases))
        return self.taken(derivation)

    def taken(self, derivation: Slice | Parity | FullYears | Presence) -> str:
        """What follows from one value of the same entity."""
        words: dict[str, object] = {"of": self.label(derivation.of)}
        if isinstance(derivation, Slice):
            words |= {"first": derivation.first, "last": derivation.last}
        if isinstance(derivation, Parity):
            words |= {"position": derivation.position}
            words |= {"odd": self.code(self.codes, derivation.odd), "even": self.code(self.codes, derivation.even)}
        return self.say(derivation.operation, **words)

    def followed(self, derivation: Count | Extreme | Moved) -> str:
        """What follows from the far ends of relations."""
        if isinstance(derivation, Count):
            return self.say("count", paths=self.ends(derivation.paths), where=self.where(derivation.where))
        if isinstance(derivation, Moved):
            return self.say("moved", of=self.label(derivation.rule.state), path=self.end(derivation.path))
        end = "latest" if derivation.latest else "earliest"
        return self.say(end, paths=self.ends(derivation.paths), of=self.label(derivation.of))

    def case(self, case: Match) -> str:
        return self.say("case", then=self.code(self.codes, case.then), where=self.all(case.where))

    def ends(self, paths: Iterable[Path]) -> str:
        return self.say("or").join(map(self.end, paths))

    def end(self, path: Path) -> str:
        relation = self.model.relations[path.relation]
        text = (relation.label if path.forward else relation.inverse).text(self.language)
        return f"“{text}”"

    def where(self, conditions: tuple[Condition, ...]) -> str:
        return self.say("where", where=self.all(conditions)) if conditions else ""

    def all(self, tests: Iterable[Test]) -> str:
        return self.say("and").join(map(self.test, tests))

    def test(self, test: Test) -> str:
        if isinstance(test, Every):
            return self.say("every", path=self.end(test.path), where=self.all(test.where))
        told = self.say("and").join(self.demands(test))
        return self.say("or_absent", text=told) if test.or_absent else told

    def demands(self, test: Condition) -> Iterable[str]:
        of = self.label(test.of)
        if test.codes is not None:
            codes = (self.code(self.model.attributes[test.of].codes, code) for code in sorted(test.codes))
            yield self.say("codes", of=of, codes=self.say("or").join(codes))
        if test.truth is not None:
            yield self.say("true" if test.truth else "false", of=of)
        if test.present is not None:
            yield self.say("present" if test.present else "absent", of=of)
        for bound in ("after", "not_before", "not_after"):
            if distance := getattr(test, bound):
                yield self.say(bound, of=of, day=self.day(distance))

    def day(self, distance: str) -> str:
        number, unit = re.sub(r"\D", "", distance), distance[-1]
        if int(number) == 0:
            return self.say("day")
        return self.say("days_ago" if distance[0] == "-" else "days_on", number=number, unit=self.say(unit))
