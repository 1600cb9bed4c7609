"""Requests that somebody sends to harm: documents, variables and bodies, each with a name that says what it tries."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

JSON = "application/json"
ROOM = 250 * 1024  # almost as much as a request may hold


@dataclass(frozen=True)
class Blow:
    """One request: how it is sent, and the bytes of its body or the parameters of its address."""

    name: str
    body: bytes = b""
    kind: str = JSON
    parameters: Mapping[str, str] = field(default_factory=dict)
    role: str = ""  # who sends it, where not everybody gets as far


def asked(name: str, query: str, **variables: Any) -> Blow:
    return Blow(name, json.dumps({"query": query, "variables": variables}).encode())


def blows(model_fields: str, person: str) -> Iterator[Blow]:
    """All of them; `model_fields` are fields of a person that have selections of their own."""
    yield from nested()
    yield from bombs(model_fields, person)
    yield from texts(person)
    yield from numbers(person)
    yield from bodies()
    yield from cursors(person)
    yield from acts(person)


def nested() -> Iterator[Blow]:
    deep = 20_000
    yield asked("braces", "{" * ROOM)
    yield asked("selections", "{ me " * deep + "{ id }" + " }" * deep)
    yield asked("selections within the tokens", "{ me " * 3_900 + "}" * 3_900)
    yield asked("lists of lists", "{ tag(id: " + "[" * ROOM)
    yield asked("closed lists of lists", "{ tag(id: " + "[" * 5_000 + "]" * 5_000 + ") { id } }")
    yield asked("objects of objects", "{ me(asOf: " + "{recorded: " * 3_000 + "1" + "}" * 3_000 + ") { id } }")
    yield asked("types of types", "query Q($a: " + "[" * 5_000 + "Int" + "]" * 5_000 + ") { __typename }")
    yield asked("inline fragments", "{ " + "... on Query { " * 3_900 + "__typename" + " }" * 3_900 + " }")
    yield asked("bare inline fragments", "{ " + "... { " * 190 + "__typename" + " }" * 190 + " }")
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(58))
    yield asked("a chain of fragments", f"{{ ...F0 }} {chain} fragment F58 on Query {{ __typename }}")
    value: Any = "x"
    for _ in range(900):
        value = [value]
    yield asked("a variable of lists", "query Q($id: ID!) { person(id: $id) { id } }", id=value)
    yield Blow("a body of lists", b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * ROOM)
    yield Blow("a body of objects", b'{"a":' * (ROOM // 5))


def bombs(fields: str, person: str) -> Iterator[Blow]:
    doubling = " ".join(
        f"fragment F{n} on Person {{ a{n}: caption ...F{n + 1} b{n}: caption ...F{n + 1} }}" for n in range(58)
    )
    yield asked("fragments that double", f"{{ me {{ ...F0 }} }} {doubling} fragment F58 on Person {{ id }}")
    yield asked("a fragment of itself", "{ me { ...A } } fragment A on Person { ...A }")
    ring = " ".join(f"fragment R{n} on Person {{ ...R{(n + 1) % 60} }}" for n in range(60))
    yield asked("a ring of fragments", f"{{ me {{ ...R0 }} }} {ring}")
    tens = " ".join(f"fragment T{n} on Person {{ {f'...T{n + 1} ' * 10} }}" for n in range(59))
    yield asked("ten times ten fragments", f"{{ me {{ ...T0 }} }} {tens} fragment T59 on Person {{ id }}")
    yield asked("aliases", "{ " + " ".join(f"a{n}: __typename" for n in range(3_900)) + " }")
    whole = " ".join(f"p{n}: person(id: $id) {{ {fields} }}" for n in range(10))
    yield asked("ten whole files", f"query Q($id: ID!) {{ {whole} }}", id=person)
    yield asked("one name again", "{ " + "me { id } " * 2_900 + "}")
    yield asked("directives", "{ __typename " + "@skip(if: false) " * 1_700 + "}")
    yield asked("unknown directives", "{ __typename " + "@nothing " * 5_000 + "}")
    yield asked("directives of the query", "query " + "@a " * 5_900 + "{ __typename }")
    conditions = " ".join(f"$v{n}: Boolean! = true" for n in range(1_200))
    uses = " ".join(f"__typename @include(if: $v{n})" for n in range(10))
    yield asked("conditions", f"query Q({conditions}) {{ {uses} }}")
    yield asked("unknown fields", "{ " + " ".join(f"nothing{n}" for n in range(590)) + " }")
    yield asked("unknown fields of a person", "{ me { " + " ".join(f"residenceAddres{n}" for n in range(590)) + " } }")
    yield asked("unknown arguments", "{ me(" + " ".join(f"a{n}: 1" for n in range(3_900)) + ") { id } }")
    yield asked("unused fragments", "{ __typename } " + " ".join(f"fragment F{n} on Query {{ x }}" for n in range(60)))
    yield asked("operations", " ".join(f"query Q{n} {{ __typename }}" for n in range(2_300)))
    yield asked("operations of one name", "query Q { __typename } " * 2_300)
    yield asked("differing arguments", "{ " + " ".join(f'a: tag(id: "{n}") {{ id }}' for n in range(10)) + " }")
    for name, inner in (("fields", "fields"), ("interfaces", "interfaces"), ("possible types", "possibleTypes")):
        step = f"{inner} {{ name {'type {' if inner == 'fields' else ''} "
        closing = " } }" if inner == "fields" else " }"
        for depth in (2, 3, 6):
            yield asked(
                f"introspection of {name}, {depth}",
                "{ __schema { types { " + step * depth + "name" + closing * depth + " } } }",
            )
    yield asked(
        "introspection of one type",
        '{ __type(name: "Person") { ' + "fields { type { " * 3 + "name" + " } }" * 3 + " } }",
    )
    wide = " ".join(
        f"s{n}: __schema {{ types {{ fields {{ name description type {{ name }} args {{ name }} }} }} }}"
        for n in range(10)
    )
    yield asked("introspection again and again", f"{{ {wide} }}")


def texts(person: str) -> Iterator[Blow]:
    yield asked("a long name", "{ " + "a" * ROOM + " }")
    yield asked("long names", "{ " + " ".join("x" * 400 + str(n) for n in range(500)) + " }")
    yield asked("a long type", f"fragment A on {'B' * ROOM} {{ id }}")
    yield asked("a long operation", f"query {'B' * ROOM} {{ __typename }}")
    yield asked("a long text", f'{{ tag(id: "{"x" * ROOM}") {{ id }} }}')
    yield asked("a long block of text", f'{{ tag(id: """{"x" * 1000}\n{"  y" * 60_000}""") {{ id }} }}')
    yield asked("lines of a block", '{ tag(id: """' + "\n" * 200_000 + '""") { id } }')
    yield asked("comments", "#\n" * (ROOM // 3) + "{ __typename }")
    yield asked("commas", "," * ROOM + "{ __typename }")
    yield asked("blanks", " \t" * (ROOM // 3) + "{ __typename }")
    yield asked("marks of byte order", "\ufeff" * 30_000 + "{ __typename }")
    yield asked("a long variable", "query Q($id: ID!) { person(id: $id) { id } }", id="x" * ROOM)
    yield asked("a long key", "query Q($key: String!) { personByKey(key: $key) { id } }", key="1" * ROOM)
    yield asked(
        "a long part of a name", "query Q($n: String!) { enterprises(name: $n) { totalCount } }", n="有限" * 20_000
    )
    for name, text in ODD.items():
        yield asked(f"{name} in an id", "query Q($id: ID!) { person(id: $id) { id } }", id=text)
        yield asked(f"{name} in a key", "query Q($key: String!) { personByKey(key: $key) { id } }", key=text)
        yield asked(
            f"{name} in a part of a name",
            "query Q($n: String!) { enterprises(name: $n) { edges { node { id } } } }",
            n=text,
        )
        yield asked(f"{name} in a tag", f"{{ tag(id: {json.dumps(text)}) {{ id }} }}")
        yield asked(
            f"{name} in a search", "query Q($t: String!) { persons(where: {tags: {all: [$t]}}) { totalCount } }", t=text
        )
        yield asked(f"{name} in a day", "query Q($d: Date) { me(asOf: {recorded: $d}) { id } }", d=text)
        yield asked(f"{name} in a document", f"{{ {text} }}")
        yield Blow(f"{name} as the operation", json.dumps({"query": "{ __typename }", "operationName": text}).encode())
    for name, escape in (
        ("half a pair", r"\ud800"),
        ("no sign", r"\u{110000}"),
        ("broken", r"\u12"),
        ("nothing", r"\u0000"),
    ):
        yield asked(f"an escape of {name}", f'{{ tag(id: "{escape}") {{ id }} }}')


ODD = {
    "null bytes": "a\x00b",
    "control signs": "".join(map(chr, range(1, 32))),
    "turned text": "\u202eabc\u202c\u2066\u2069",
    "invisible signs": "\u200b\u200d\ufeff\u2060",
    "a heap of accents": "e" + "\u0301" * 5_000,
    "wide digits": "\uff11\uff10" * 9,
    "a name of Cypher": "x') MATCH (n) DETACH DELETE n //",
    "a query of Lucene": "*:* OR caption:/.*/ AND (((~~^^^[* TO *]",
    "wild cards": "*?" * 400,
    "a template": "{{7*7}}${7*7}<script>alert(1)</script>",
    "paths": "../../../../etc/passwd",
    "signs beyond": "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0010fffd",
    "nothing": "",
}


def numbers(person: str) -> Iterator[Blow]:
    page = "query Q($id: ID!, $n: Int!) { person(id: $id) { records(first: $n) { pageInfo { endCursor } } } }"
    for n in (-1, 0, 2**31 - 1, 2**31, 2**63, 2**64, 10**300, 1.5, 1e308, "5", True, None, [5], {"a": 5}):
        yield asked(f"a page of {str(n)[:12]}", page, id=person, n=n)
    for text in ("9" * 5_000, "-" + "9" * 300, "1e999999", "0x10", "00", "1" * ROOM, "NaN", "-0"):
        yield asked(f"{text[:12]} in a document", f'{{ enterprises(name: "a", first: {text}) {{ totalCount }} }}')
    yield Blow(
        "a number of many digits in a body", b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * ROOM + b"}}"
    )
    yield Blow("no number in a body", b'{"query": "{ __typename }", "variables": {"a": NaN}}')
    many = {f"v{n}": n for n in range(18_000)}
    yield Blow("many variables", json.dumps({"query": "{ __typename }", "variables": many}).encode())
    yield Blow(
        "too many variables",
        json.dumps({"query": "{ __typename }", "variables": {f"v{n}": n for n in range(100_000)}}).encode(),
    )
    known = " ".join(f"$v{n}: Int" for n in range(2_900))
    yield Blow(
        "many known variables", json.dumps({"query": f"query Q({known}) {{ __typename }}", "variables": many}).encode()
    )
    wrong = json.dumps(
        {"query": f"query Q({known}) {{ __typename }}", "variables": dict.fromkeys(list(many)[:2_900], "x")}
    )
    yield Blow("many variables of a wrong kind", wrong.encode())
    tags = {"all": ["minor"] * 10_000}
    yield asked("many tags", "query Q($w: PersonWhere!) { persons(where: $w) { totalCount } }", w={"tags": tags})


def bodies() -> Iterator[Blow]:
    good = b'{"query": "{ __typename }"}'
    yield Blow("keys twice", b'{"query": "{ nothing }", "query": "{ __typename }", "variables": 1, "variables": {}}')
    yield Blow("a key many times", b"{" + b'"query": "{ __typename }",' * 9_000 + b'"query": "{ __typename }"}')
    yield Blow("many keys", json.dumps({f"k{n}": 1 for n in range(15_000)}).encode())
    yield Blow("many requests", b"[" + b",".join([good] * 9_000) + b"]")
    for name, body in {
        "nothing": b"", "blanks": b" " * ROOM, "no text": b"\xff\xfe" * 9_000, "half a sign": b'{"query": "\xe4\xb8"}',
        "half a pair": rb'{"query": "{ tag(id: \"\ud800\") { id } }"}', "two values": good + good, "a mark": b"\xef\xbb\xbf" + good,
        "a query that is a list": b'{"query": ["{ __typename }"]}', "a query that is null": b'{"query": null}',
        "variables that are text": b'{"query": "{ __typename }", "variables": "{}"}', "a null byte": good + b"\x00",
    }.items():  # fmt: skip
        yield Blow(f"a body of {name}", body)
    for kind in (
        "",
        "text/html",
        "application/xml",
        "application/json; charset=utf-16",
        "application/graphql",
        "x" * 9_000,
        "application/json;" * 900,
    ):
        yield Blow(f"the content type {kind[:20]!r}", good, kind)
    yield Blow("a long address", parameters={"query": "{ " + "a" * 40_000 + " }"})
    yield Blow("many fields in an address", parameters={"query": "{ " + "me { id } " * 4_000 + "}"})
    yield Blow("a deep variable in an address", parameters={"query": "{ __typename }", "variables": "[" * 20_000})
    yield Blow("a number as variables", parameters={"query": "{ __typename }", "variables": "9" * 30_000})
    yield Blow("many parameters", parameters={"query": "{ __typename }", **{f"p{n}": "x" for n in range(5_000)}})


def cursors(person: str) -> Iterator[Blow]:
    def made(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    deep = base64.urlsafe_b64encode(b"[" * 3_000).decode()
    shapes: list[Any] = [
        "", "x", "=", "====", "%00", "\x00", "中", "a" * 100_000, deep, made(None), made({}), made([]), made([1]), made(["a"]),
        made([None, None]),
        made(["a", "b"]), made(["a", "b", "c"]), made(["\x00", "\x00"]), made(["9" * 3_000, "x"]), made([["a"], ["b"]]), made("a"), made(1),
        made(["2020-01-01", person]), made(["\ud800", "x"]), 5, 1.5, True, ["a"], {"a": "b"},
    ]  # fmt: skip
    lists = "records(first: 2, after: $c) { edges { cursor } } changes(first: 2, after: $c) { edges { cursor } }"
    for number, shape in enumerate(shapes):
        yield asked(
            f"cursor {number} in a file",
            f"query Q($id: ID!, $c: String) {{ person(id: $id) {{ {lists} }} }}",
            id=person,
            c=shape,
        )
        yield asked(
            f"cursor {number} in names",
            'query Q($c: String) { enterprises(name: "a", after: $c) { edges { cursor } } }',
            c=shape,
        )
        yield asked(
            f"cursor {number} in tags",
            'query Q($c: String) { persons(where: {tags: {all: ["minor"]}}, after: $c) { edges { cursor } } }',
            c=shape,
        )


OPEN = "mutation Q($s: ID!, $k: String!, $n: String!) { openCase(service: $s, key: $k, number: $n) { id } }"
REQUEST = "mutation Q($p: ID!, $w: String!, $u: [ID!]) { requestScenario(purpose: $p, why: $w, uses: $u) { id } }"
CONSENT = (
    "mutation Q($s: ID!, $p: ID!, $u: Date!, $o: String) "
    "{ giveConsent(subject: $s, purpose: $p, until: $u, organisation: $o) { id } }"
)
TRUST = (
    "mutation Q($s: ID!, $p: ID!, $k: String!, $d: Date!, $i: [ID!]) "
    "{ authorise(subject: $s, purpose: $p, key: $k, since: $d, until: $d, items: $i) { id } }"
)
QUESTION = "mutation Q($s: ID!, $l: ID!, $t: String!) { questionLook(subject: $s, look: $l, text: $t) { id } }"
ANSWER = "mutation Q($q: ID!, $t: String!) { answerQuestion(question: $q, text: $t) { id } }"


def acts(person: str) -> Iterator[Blow]:
    """Mutations: everything that can be written into them, again and again, and where they do not belong."""
    service, purpose, day = "marriage-registration-booking", "elderly-visit-list", "2999-01-01"
    agent = {"s": person, "p": "agent-for-person", "d": day}
    for name, text in {**ODD, "a long text": "x" * ROOM}.items():
        yield asked(f"{name} in the key of a case", OPEN, s=service, k=text, n="1")
        yield asked(f"{name} in the number of a case", OPEN, s=service, k="1", n=text)
        yield asked(f"{name} as a service", OPEN, s=text, k="1", n="1")
        yield asked(f"{name} as a case", "mutation Q($c: ID!) { closeCase(case: $c) { id } }", c=text)
        yield asked(f"{name} as a reason", REQUEST, p=purpose, w=text)
        yield asked(f"{name} as a use", REQUEST, p=purpose, w="why", u=[text])
        yield by("citizen", f"{name} as an organisation", CONSENT, s=person, p="personal-loan-check", u=day, o=text)
        yield by("citizen", f"{name} as a day", CONSENT, s=person, p="social-assistance-review", u=text)
        yield by("citizen", f"{name} as an agent", TRUST, **agent, k=text)
        yield by("citizen", f"{name} as a question", QUESTION, s=person, l="f" * 32, t=text)
        yield by("citizen", f"{name} as a look", QUESTION, s=person, l=text, t="why")
        yield by("auditor", f"{name} as an answer", ANSWER, q="f" * 32, t=text)
        yield by("auditor", f"{name} as what is answered", ANSWER, q=text, t="so")
    yield asked("many uses", REQUEST, p=purpose, w="why", u=[str(n) for n in range(20_000)])
    yield by("citizen", "many items", TRUST, **agent, k="1", i=[str(n) for n in range(20_000)])
    values: tuple[Any, ...] = (5, 1e300, True, None, [], {}, ["2999-01-01"], {"day": 1}, [[[[]]]])
    for number, value in enumerate(values):
        yield by("citizen", f"day {number}", CONSENT, s=person, p="social-assistance-review", u=value)
    many = " ".join(f"a{n}: openCase(service: $s, key: $k, number: $n) {{ id }}" for n in range(190))
    yield asked(
        "a case again and again",
        OPEN.replace("openCase(service: $s, key: $k, number: $n) { id }", many),
        s=service,
        k="1",
        n="1",
    )
    ring = " ".join(f"fragment M{n} on Mutation {{ ...M{(n + 1) % 60} }}" for n in range(60))
    yield asked("a ring of fragments of acts", f"mutation {{ ...M0 }} {ring}")
    yield asked("a mutation of a query", "mutation { me { id } }")
    yield asked("a query of a mutation", "query Q($c: ID!) { closeCase(case: $c) { id } }", c="x")
    yield asked("a mutation of introspection", "mutation { __schema { types { name } } }")
    yield asked("a subscription", "subscription { openCase { id } }")
    yield asked(
        "a key in a mutation",
        OPEN.replace("key: $k", f'key: "{"1" * 18}"').replace("$k: String!, ", ""),
        s=service,
        n="1",
    )
    for name, query in (("mutation", OPEN), ("mutation by name", f"query A {{ __typename }} {OPEN}")):
        told = json.dumps({"s": service, "k": "1", "n": "1"})
        yield Blow(f"a {name} in an address", parameters={"query": query, "operationName": "Q", "variables": told})
    batch = [{"query": OPEN, "variables": {"s": service, "k": str(n), "n": "1"}} for n in range(900)]
    yield Blow("a batch of mutations", json.dumps(batch).encode())


def by(role: str, name: str, query: str, **variables: Any) -> Blow:
    return replace(asked(name, query, **variables), role=role)
