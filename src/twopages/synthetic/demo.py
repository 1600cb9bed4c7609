"""Whom to show: people of whom there is much, little or something particular to see."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from twopages.synthetic.answers import Answers

PERSON, REPRESENTS = "Person", "LEGAL_REPRESENTATIVE_OF"
SPARSE = "sparse"
ROLES: Mapping[str, str] = {  # role -> who can play it, in SQL over the table of persons
    "retired": "state = 'retired'",
    "from-elsewhere": "grp = 'elsewhere' and age > 20",
    "from-abroad": "grp = 'outside'",
    "long-name": "len(name) = (select max(len(name)) from person)",
    SPARSE: "living",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """Somebody worth signing in as: the role in a demonstration, the key and name, and an enterprise that he or she represents."""

    role: str
    key: str
    name: str
    enterprise: str = ""
    enterprise_name: str = ""


def choose_demo(database: duckdb.DuckDBPyConnection, answers: Answers) -> list[Demo]:
    """One person for each role that anybody can play."""
    score, represents = _richness(answers), _represented(database, answers)
    chosen = []
    for role, keys in _candidates(database, represents).items():
        sign = -1 if role == SPARSE else 1
        best = max(((sign * score[key], key) for key in keys if key in score), default=None)
        if best is not None:
            code = represents.get(best[1], "")
            name = _one(database, "select name from person where key = ?", best[1])
            chosen.append(
                Demo(role, best[1], name, code, _one(database, "select name from enterprise where key = ?", code))
            )
    return chosen


def _one(database: duckdb.DuckDBPyConnection, query: str, key: str) -> str:
    found = database.execute(query, [key]).fetchall()
    return str(found[0][0]) if found else ""


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
    sure = (item for item in people.items() if item[1] not in answers.known.maybe)
    return {key: score[number] for key, number in sure if answers.known.one(number) == number}


def _represented(database: duckdb.DuckDBPyConnection, answers: Answers) -> Mapping[str, str]:
    """An enterprise in operation for everyone who represents one."""
    active = {key for (key,) in database.execute("select key from firm where active").fetchall()}
    entities = answers.known.entities
    pairs = (
        (entities[start][1], entities[finish][1]) for relation, start, finish in answers.edges if relation == REPRESENTS
    )
    return {person: code for person, code in pairs if code in active}


def _candidates(database: duckdb.DuckDBPyConnection, represents: Mapping[str, str]) -> dict[str, list[str]]:
    found = {"legal-representative": list(represents)}
    for role, condition in ROLES.items():
        rows = database.execute(f"select key from person where {condition} order by id").fetchall()
        found[role] = [key for (key,) in rows]
    return found
