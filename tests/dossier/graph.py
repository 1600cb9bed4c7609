"""A small graph made by hand, as the feed would leave it: written into a real store, or answered from memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.dossier.small import MODEL
from twopages.dossier import Dossier, Dossiers, Plan, RecordsAsk
from twopages.graph import Store, Transaction
from twopages.keys import KeyRing

Cells = Mapping[str, tuple[str, list[Any], str]]

ADA, BEN, ACME, ZETA, PASS = "ada", "ben", "acme", "zeta", "pass"
ADA_NUMBER, BEN_NUMBER = "11010519491231002X", "440524188001010014"


@dataclass
class Row:
    """A record: its dataset, cells, and whom it is about with which attributes."""

    id: str
    dataset: str
    cells: Cells
    about: Mapping[str, Sequence[str]]
    recency: str = "2021-01-01"
    period: str = ""
    past: bool = False
    retired: str | None = None
    replaces: str | None = None
    row: int = 1
    as_of: str = "2021-06-01"
    until: str | None = None


def cell(*values: Any, delivered: str | None = None, fault: str = "") -> tuple[str, list[Any], str]:
    return (delivered if delivered is not None else str(values[0]), list(values), fault)


ROWS = [
    Row("r1", "register", {
        "身份证": cell(ADA_NUMBER, delivered=ADA_NUMBER.lower()), "姓名": cell("王阿达", delivered=" 王阿达"),
        "曾用名": cell("王小达", "王阿大", delivered="王小达；王阿大"), "性别": cell("2", delivered="女"),
        "生日": cell(delivered="19491331", fault="NOT_A_DATE"), "学历": cell("30"), "更新": cell("2021-03-01 10:00:00"),
    }, {ADA: ["number", "name", "formerNames", "sex", "schooling"]}, "2021-03-01 10:00:00", row=7),
    Row("r2", "card", {
        "号码": cell(ADA_NUMBER), "姓名": cell("王阿达"), "旧名": cell("王大达"), "性别": cell("1", delivered="男"),
        "生日": cell("1949-12-31", delivered="19491231"),
    }, {ADA: ["number", "name", "formerNames", "sex", "born"]}, "2020-05-01"),
    Row("r3", "work", {
        "身份证": cell(ADA_NUMBER), "名": cell("王亚达"), "单位": cell("91310000MA1FL0000X"), "学历": cell("10"),
        "领域": cell("20", "10"),
        "工资": cell("12345.6", delivered="1.23456万"), "月数": cell(120), "退休": cell(False, delivered="0"), "起": cell("2015-07-01"),
    }, {ADA: ["name", "schooling", "fields", "wage", "months", "retired"]}, "2021-04-01"),
    Row("r0", "register", {
        "身份证": cell(ADA_NUMBER), "姓名": cell("王阿旧"), "性别": cell("2"), "更新": cell("2019-03-01 10:00:00"),
    }, {ADA: ["number", "name", "sex"]}, "2019-03-01 10:00:00", past=True, as_of="2021-05-01", until="2021-06-01"),
    Row("r9", "card", {"号码": cell(ADA_NUMBER), "姓名": cell("王旧卡")}, {ADA: ["number", "name"]}, "2010-01-01", past=True,
        retired="2018-01-01", as_of="2017-01-01", until="2018-01-01"),
    Row("m1", "weddings", {"男方": cell(BEN_NUMBER), "女方": cell(ADA_NUMBER), "日期": cell("1975-05-01")},
        {ADA: [], BEN: []}, "2021-01-02"),
    Row("b1", "register", {"身份证": cell(BEN_NUMBER), "姓名": cell("李本")}, {BEN: ["number", "name"]}, "2021-02-01"),
    Row("f1", "firms", {
        "UNISCID": cell("91310000MA1FL0000X"), "ENTNAME": cell("上海爱可美科技有限公司"), "ESTDATE": cell("2015-06", delivered="201506"),
        "CERNO": cell(ADA_NUMBER),
    }, {ACME: ["code", "firmName", "opened"]}, "2021-01-05"),
    Row("t1", "taxes", {"代码": cell("91310000MA1FL0000X"), "名称": cell("上海爱可美科技公司")}, {ACME: ["firmName"]}, "2020-01-05"),
    Row("k1", "meters", {"代码": cell("91310000MA1FL0000X"), "电量": cell("10.5"), "月份": cell("2021-05")}, {ACME: ["power"]},
        "2021-05-31", "2021-05"),
    Row("k2", "meters", {"代码": cell("91310000MA1FL0000X"), "电量": cell("2.25"), "月份": cell("2021-05")}, {ACME: ["power"]},
        "2021-05-31", "2021-05", row=2),
    Row("k3", "meters", {"代码": cell("91310000MA1FL0000X"), "电量": cell("99"), "月份": cell("2021-04")}, {ACME: ["power"]},
        "2021-04-30", "2021-04", row=3),
    Row("z1", "firms", {"UNISCID": cell("91310000MA1FL0001Y"), "ENTNAME": cell("上海泽塔有限公司"), "CERNO": cell(BEN_NUMBER)},
        {ZETA: ["code", "firmName"]}, "2021-01-06", row=2),
    Row("p1", "papers", {"编号": cell("P1"), "种类": cell("护照"), "持有人": cell(ADA_NUMBER)},
        {PASS: ["paperNumber", "paperKind"]}, "2021-01-07"),
]  # fmt: skip
ENTITIES: list[dict[str, Any]] = [
    {"id": ADA, "cls": "Human", "sealed": "王阿达"},
    {"id": BEN, "cls": "Human", "sealed": "李本"},
    {"id": ACME, "cls": "Firm", "caption": "上海爱可美科技有限公司"},
    {"id": ZETA, "cls": "Firm", "caption": "上海泽塔有限公司"},
    {"id": PASS, "cls": "Paper", "sealed": "护照"},
]
EDGES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("HEADS", ADA, ACME, {"records": ["f1"]}),
    ("HEADS", BEN, ZETA, {"records": ["z1"]}),
    ("WORKS_FOR", ADA, ACME, {"records": ["r3"], "since": "2015-07-01", "share": 12.5, "kind": "10"}),
    ("WORKS_FOR", ADA, ZETA, {"records": ["r3"]}),
    ("SPOUSE_OF", ADA, BEN, {"records": ["m1"], "since": "1975-05-01"}),
    ("HELD_BY", PASS, ADA, {"records": ["p1"]}),
]


@dataclass
class Small:
    """The small graph with the ids that a key ring gives it; `names` leads from the short names above to them."""

    keys: KeyRing
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = {ADA: ADA_NUMBER, BEN: BEN_NUMBER}
        self.names = {item["id"]: self._id(item, numbers) for item in ENTITIES}

    def _id(self, item: Mapping[str, Any], numbers: Mapping[str, str]) -> str:
        return self.keys.hash_id("entity", item["cls"], numbers.get(item["id"], item["id"]))

    def write(self, store: Store) -> None:
        """Write the graph."""
        store.write(self._write)

    def remove(self, store: Store) -> None:
        """Take it out again."""
        store.write(lambda tx: tx.run("MATCH (n:Small) DETACH DELETE n"))

    def _write(self, tx: Transaction) -> None:
        for item in ENTITIES:
            id = self.names[item["id"]]
            sealed = self.keys.seal(item["sealed"].encode(), id) if "sealed" in item else None
            tx.run(
                f"CREATE (:Entity:Small:{item['cls']} {{id: $id, caption: $caption, sealedCaption: $sealed}})",
                {"id": id, "caption": item.get("caption"), "sealed": sealed},
            )
        for row in ROWS:
            self._write_row(tx, row)
        for row in ROWS:
            link = "MATCH (a:Record {id: $a}), (b:Record {id: $b}) CREATE (a)-[:REPLACES]->(b)"
            tx.run(link, {"a": row.id, "b": {"r1": "r0"}.get(row.id)})
        for kind, start, end, properties in EDGES:
            text = f"MATCH (a:Entity {{id: $a}}), (b:Entity {{id: $b}}) CREATE (a)-[e:{kind}]->(b) SET e = $properties"
            tx.run(text, {"a": self.names[start], "b": self.names[end], "properties": properties})

    def _write_row(self, tx: Transaction, row: Row) -> None:
        tx.run(
            "MERGE (b:Small:Batch {id: $id}) "
            "SET b.file = $file, b.sha256 = 'ab12', b.recordedAt = '2021-06-02T08:00:00', b.mode = 'full'",
            {"id": f"batch-{row.dataset}", "file": f"{row.dataset}.csv"},
        )
        payload = self.keys.seal(orjson.dumps({"c": row.cells}), row.id)
        tx.run(
            f"MATCH (b:Batch {{id: $batch}}) CREATE (r:Small:Record:{'Past' if row.past else 'Present'}) "
            "SET r = $properties CREATE (r)-[:IN]->(b)",
            {"batch": f"batch-{row.dataset}", "properties": {
                "id": row.id, "slot": f"slot-{row.id}", "dataset": row.dataset, "recency": row.recency, "period": row.period,
                "row": row.row, "asOf": row.as_of, "payload": payload, "retired": row.retired,
                "until": row.until,
            }},
        )  # fmt: skip
        for entity, supplies in row.about.items():
            tx.run(
                f"MATCH (r:Record {{id: $r}}), (e:Entity {{id: $e}}) "
                f"CREATE (r)-[:{'WAS_ABOUT' if row.past else 'ABOUT'} {{supplies: $s}}]->(e)",
                {"r": row.id, "e": self.names[entity], "s": list(supplies)},
            )


class Reading:
    """Reads rows as if a statement had returned them."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring, self.names = ring, Small(ring).names
        self.dossiers = Dossiers(None, ring, MODEL)  # type: ignore[arg-type]  # no statement is run

    def read(self, cls: str, entity: str, rows: Sequence[Row], attributes: set[str], size: int = 0) -> Dossier:
        listed = [self.row(row, row.about[entity]) for row in rows if entity in row.about]
        present = [item for item, row in zip(listed, rows, strict=False) if not row.past]
        plan = Plan(cls, frozenset(attributes), records=(RecordsAsk(size),) if size else ())
        answer = {"caption": None, "sealedCaption": None, "supplied": present, "records0": listed}
        return self.dossiers.dossier(plan, self.names[entity], answer)

    def row(self, row: Row, supplies: Sequence[str]) -> list[Any]:
        payload = self.ring.seal(orjson.dumps({"c": row.cells}), row.id)
        told = [
            row.id,
            f"slot-{row.id}",
            row.dataset,
            row.recency,
            row.period,
            row.row,
            "2021-06-01",
            payload,
            list(supplies),
            None,
        ]
        return [*told, f"batch-{row.dataset}", f"{row.dataset}.csv", "ab12", "2021-06-02T08:00:00", "full"]
