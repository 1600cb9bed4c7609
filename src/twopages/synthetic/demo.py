"""Whom to show: people of whom there is much, little or something particular to see."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twopages.synthetic.answers import Answers
from twopages.synthetic.city import City
from twopages.synthetic.people import ELSEWHERE, OUTSIDE
from twopages.synthetic.work import RETIRED

PERSON, REPRESENTS = "Person", "LEGAL_REPRESENTATIVE_OF"
SPARSE = "sparse"


@dataclass(frozen=True, slots=True)
class Demo:
    """Somebody worth signing in as: the role in a demonstration, the key and name, and an enterprise that he or she represents."""

    role: str
    key: str
    name: str
    enterprise: str = ""
    enterprise_name: str = ""


def choose_demo(city: City, answers: Answers) -> list[Demo]:
    """One person for each role that anybody can play."""
    score, represents = _richness(answers), _represented(city, answers)
    names = dict(zip(city.keys.tolist(), city.names.name.tolist(), strict=True))
    firms = dict(zip(city.firms.key.tolist(), city.firms.name.tolist(), strict=True))
    chosen = []
    for role, keys in _candidates(city, represents).items():
        sign = -1 if role == SPARSE else 1
        best = max(((sign * score[key], key) for key in keys if key in score), default=None)
        if best is not None:
            code = represents.get(best[1], "")
            chosen.append(Demo(role, best[1], names[best[1]], code, firms.get(code, "")))
    return chosen


def _richness(answers: Answers) -> Mapping[str, int]:
    """How much there is to see of every person who is known for certain: values, kinds of relation, relations."""
    score: Counter[int] = Counter()
    for verdicts in answers.values.values():
        score.update(verdicts.owner[~verdicts.unsure].tolist())
    kinds = {(relation, number) for relation, *ends in answers.edges for number in ends}
    for _, number in kinds:
        score[number] += 4
    for _, *ends in answers.edges:
        score.update(ends)
    people = answers.known.ids.get(PERSON, {})
    return {key: score[number] for key, number in people.items() if number not in answers.known.maybe}


def _represented(city: City, answers: Answers) -> Mapping[str, str]:
    """An enterprise in operation for everyone who represents one."""
    active = set(city.firms.key[city.firms.active].tolist())
    entities = answers.known.entities
    pairs = (
        (entities[start][1], entities[finish][1]) for relation, start, finish in answers.edges if relation == REPRESENTS
    )
    return {person: code for person, code in pairs if code in active}


def _candidates(city: City, represents: Mapping[str, str]) -> dict[str, list[str]]:
    people, keys = city.people, city.keys
    length = np.strings.str_len(city.names.name)
    return {
        "legal-representative": list(represents),
        "retired": keys[city.work.state == RETIRED].tolist(),
        "from-elsewhere": keys[(people.group == ELSEWHERE) & (people.age > 20)].tolist(),
        "from-abroad": keys[people.group == OUTSIDE].tolist(),
        "long-name": keys[length == length.max()].tolist(),
        SPARSE: keys[people.living].tolist(),
    }
