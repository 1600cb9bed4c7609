"""A few people and an enterprise, one of whom is to be erased: what departments deliver of them, and all that a store says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.feed.conftest import Desk
from tests.feed.rows import (
    ACME,
    ANN,
    BEN,
    COY,
    employment,
    enterprise,
    found_at_home,
    identity,
    insurance,
    marriage,
    resident,
    travel_document,
)
from tests.feed.snapshot import empty
from twopages.feed.payload import open_cells
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Column, Model

NAME, PHONE, OLD_PHONE, PASSPORT = "安阿安", "13912345678", "13811112222", "E12345678"
HOME, HOUSEHOLD, PLATE, CARD, CASE = "上海市徐汇区安福路77号", "310104778899", "沪A12345", "C310104770001", "罚字77号"
STRANGER, CHILD = identity("19700404", 5), COY
VALUES = (ANN, NAME, PHONE, OLD_PHONE, PASSPORT, HOME, HOUSEHOLD, PLATE, CARD, CASE)
FILLERS = {
    "text": "某", "name": "某某", "date": "20200101", "datetime": "2021-05-01 08:00:00", "address": "上海市徐汇区安福路1号",
    "integer": "1", "division": "310104", "boolean": "0",
}  # fmt: skip


def write(desk: Desk, dataset: str, rows: Sequence[dict[str, str]], day: str) -> Path:
    """A delivery whose required cells are all there; a cell that is named and empty stays empty."""
    needed = [column for column in desk.model.datasets[dataset].columns if column.required]
    filled = [{**{column.header: _filler(desk.model, column) for column in needed}, **row} for row in rows]
    return desk.write(dataset, filled, day)


def _filler(model: Model, column: Column) -> str:
    codes = (model.attributes[item.name].codes for item in column.targets if item.role == "attribute")
    lists = [name for name in codes if name and column.recipe.kind == "code"]
    return next(iter(model.code_lists[lists[0]].codes)) if lists else FILLERS.get(column.recipe.kind, "")


def people(desk: Desk, day: str = "2021-06-30") -> Iterator[Path]:
    """Registers of persons: Ann, who has a passport, her husband Ben and their child; two rows of hers are put aside."""
    ann = resident(ANN, NAME, 户籍地址=HOME, 户号=HOUSEHOLD)
    yield write(desk, "household-registration", [ann, resident(BEN, "李本"), resident(CHILD, "李小小")], day)
    members = [{"公民身份号码": ANN, "户号": HOUSEHOLD, "户地址": HOME}, {"公民身份号码": BEN, "户号": "310104000001"}]
    yield write(desk, "household-member", members, day)
    yield write(desk, "real-population", [found_at_home(PASSPORT, "ANNE AN", 居住地址=HOME, 手机号=PHONE)], day)
    papers = [travel_document(ANN, PASSPORT, NAME), travel_document(ANN, "E0", "", 证件号码="P0")]
    yield write(desk, "exit-entry-document", papers, day)
    yield write(desk, "marriage-registration", [marriage(BEN, ANN)], day)
    birth = {"新生儿公民身份号码": CHILD, "新生儿姓名": "李小小", "母亲身份证号": ANN, "父亲身份证号": BEN}
    births = [birth | {"出生证编号": "A310000001", "性别": "1"}, birth | {"出生证编号": "", "性别": "1"}]
    yield write(desk, "birth-certificate", births, day)


def business(desk: Desk, day: str = "2021-06-30") -> Iterator[Path]:
    """What enterprises deliver: Ann represents Acme, owns a part of it and works there, as Ben does."""
    yield write(desk, "enterprise-registration", [enterprise(ACME, NAME=NAME, LEREP_CERNO=ANN)], day)
    yield write(desk, "tax-registration", [{"统一社会信用代码": ACME, "法定代表人姓名": NAME}], day)
    share = {
        "INVID": "1",
        "UNISCID": ACME,
        "INV": NAME,
        "INVTYPE": "自然人",
        "CERNO": ANN,
        "CONPROP": "60%",
        "OPFLAG": "I",
    }
    yield write(desk, "enterprise-shareholder", [share], day)
    yield write(desk, "employment-registration", [employment(ANN, ACME, 姓名=NAME), employment(BEN, ACME)], day)
    insured = [insurance(ANN, ACME, 姓名=NAME, 手机号码=PHONE), insurance(BEN, ACME, 手机号码="13700001111")]
    yield write(desk, "social-insurance-person", insured, day)


def things(desk: Desk, day: str = "2021-06-30") -> Iterator[Path]:
    """What Ann owns and was fined for, whom to call for Ben, and a row that waits: of an unknown person whom she looks after."""
    care = {"服务协议号": "F1", "身份证号": BEN, "姓名": "李本", "紧急联系人": NAME, "紧急联系人电话": PHONE}
    yield write(desk, "home-elderly-care", [care], day)
    cars = [{"号牌号码": PLATE, "所有人证件号": ANN}, {"号牌号码": "沪B54321", "所有人证件号": BEN}]
    yield write(desk, "vehicle-registration", cars, day)
    yield write(desk, "person-licence-index", [{"证照编号": CARD, "持证人证件号": ANN, "持证人姓名": NAME}], day)
    yield write(desk, "administrative-penalty", [{"处罚决定书文号": CASE, "相对人名称": NAME, "相对人代码": ANN}], day)
    disabled = {"残疾人证号": "K1", "身份证号": STRANGER, "姓名": "周无", "监护人身份证号": ANN}
    yield write(desk, "disability-certificate", [disabled], day)


def older(desk: Desk) -> Iterator[Path]:
    """What was said before: another phone, and another owner of what is hers now."""
    yield write(desk, "social-insurance-person", [insurance(ANN, ACME, 姓名=NAME, 手机号码=OLD_PHONE)], "2021-03-31")
    yield write(desk, "marriage-registration", [marriage(BEN, ANN, 登记日期="2005-05-06")], "2021-03-31")
    yield write(desk, "vehicle-registration", [{"号牌号码": "沪B54321", "所有人证件号": ANN}], "2021-03-31")


def deliveries(desk: Desk) -> list[Path]:
    """All of them, in the order in which they are fed."""
    return [*older(desk), *people(desk), *business(desk), *things(desk)]


def texts(store: Store, keys: KeyRing) -> Iterator[str]:
    """Everything that a store says: of each node and edge every property, what is sealed opened."""
    for row in store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told"):
        yield from _said(row["labels"], row["told"], keys)
    for row in store.read("MATCH ()-[e]->() RETURN type(e) AS type, properties(e) AS told"):
        yield from map(str, row["told"].values())


def _said(labels: list[str], told: dict[str, Any], keys: KeyRing) -> Iterator[str]:
    yield from (f"{labels} {name} {value}" for name, value in told.items())
    if "payload" in told:
        cells = open_cells(keys, told["id"], told["payload"])
        yield from (f"{labels} {header} {cell.delivered} {cell.values}" for header, cell in cells.items())
    if "sealedCaption" in told:
        yield f"{labels} {keys.open(told['sealedCaption'], told['id']).decode()}"


@dataclass(frozen=True)
class Backup:
    """A copy of a store: every node with its labels and properties, every edge between two of them."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]

    @classmethod
    def of(cls, store: Store) -> "Backup":
        """Everything but the migrations."""
        nodes = "MATCH (n) WHERE NOT n:Migration RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS told"
        edges = "MATCH (a)-[e]->(b) RETURN elementId(a) AS a, elementId(b) AS b, type(e) AS type, properties(e) AS told"
        return cls(store.read(nodes), store.read(edges))

    def restore(self, store: Store) -> None:
        """Put it in the place of what is there."""
        empty(store)
        nodes = "UNWIND $rows AS row CREATE (n:$(row.labels)) SET n = row.told RETURN collect([row.id, elementId(n)]) AS ids"
        edges = """
        UNWIND $rows AS row MATCH (a) WHERE elementId(a) = $ids[row.a] MATCH (b) WHERE elementId(b) = $ids[row.b]
        CREATE (a)-[e:$(row.type)]->(b) SET e = row.told
        """
        ids = dict(store.write(lambda tx: tx.run(nodes, {"rows": self.nodes}))[0]["ids"])
        store.write(lambda tx: tx.run(edges, {"rows": self.edges, "ids": ids}))
