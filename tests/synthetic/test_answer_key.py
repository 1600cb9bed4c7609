"""The answer key covers everybody, adds up, and agrees with rows read by hand."""

import duckdb

from tests.synthetic.conftest import Written, rows_of
from twopages.ontology.model import Model
from twopages.synthetic.answer_key import STATES
from twopages.synthetic.city import City
from twopages.values import enterprise_key, person_key


def test_every_person_and_enterprise_is_in_the_key(written: Written, database: duckdb.DuckDBPyConnection) -> None:
    for cls, table in (("Person", "person"), ("Enterprise", "enterprise")):
        known, absent = written.key["entities"][cls], written.key["absent"][cls]
        keys = {key for (key,) in database.execute(f"select key from {table}").fetchall()}
        assert keys <= set(known) | set(absent) and not set(known) & set(absent)
        assert len(absent) < len(known) / 10


def test_values_are_of_attributes_of_the_class_and_in_their_type(model: Model, written: Written) -> None:
    types = {"integer": int, "year": int, "boolean": bool}
    for cls, entities in written.key["entities"].items():
        for facts in entities.values():
            assert not set(facts["values"]) & set(facts["ambiguous"])
            for name, value in facts["values"].items():
                attribute = model.attributes[name]
                assert attribute.cls == cls and isinstance(value, list) == attribute.many
                one = value[0] if attribute.many else value
                assert isinstance(one, types.get(attribute.kind, str)) and one != ""


def test_counts_add_up_to_the_rows_delivered(written: Written) -> None:
    for facts in written.key["datasets"].values():
        assert sum(facts[state] for state in STATES) == facts["rows"]
        assert len(facts["marked"]) == facts["rows"] - facts["accepted"] - facts["unchanged"]
        assert facts["unchanged"] == facts["retired"] == 0
        for state, *why in facts["marked"].values():
            assert state in STATES and (len(why) == 2) == (state == "quarantined")


def test_most_values_and_relations_are_certain(written: Written) -> None:
    entities = [facts for found in written.key["entities"].values() for facts in found.values()]
    values, doubts = sum(len(facts["values"]) for facts in entities), sum(len(facts["ambiguous"]) for facts in entities)
    assert doubts < values / 50 and doubts > 0
    assert len(written.key["doubtful"]) < len(written.key["relations"]) / 8


def test_relations_lead_from_class_to_class(model: Model, written: Written) -> None:
    entities = written.key["entities"]
    for name, start, start_key, finish, finish_key, parts in written.key["relations"]:
        relation = model.relations[name]
        assert start in relation.from_classes and finish in relation.to_classes
        assert start_key in entities[start] and finish_key in entities[finish]
        assert set(parts) <= set(relation.parts)


def test_the_newest_report_wins(written: Written) -> None:
    """Read by hand: total liabilities of the newest year that gives any."""
    marked = written.key["datasets"]["enterprise-annual-report"]["marked"]
    newest: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows_of(written, "enterprise-annual-report"), 1):
        plain = row["LIAGRO"].replace(".", "").isdigit()
        if plain and str(number) not in marked:
            newest[row["UNISCID"]] = max(newest.get(row["UNISCID"], ("", "")), (row["ANCHEYEAR"], row["LIAGRO"]))
    checked = 0
    for code, (year, amount) in newest.items():
        values = written.key["entities"]["Enterprise"].get(code, {"values": {}})["values"]
        if values.get("annualReportYear") == int(year):
            assert values["totalLiabilities"] == str(round(float(amount) * 10_000))
            checked += 1
    assert checked > 20


def test_a_quarantined_row_says_where_it_fails(written: Written) -> None:
    found = 0
    for dataset, facts in written.key["datasets"].items():
        if not facts["file"].endswith(".csv"):
            continue
        rows = rows_of(written, dataset)
        for number, (state, *why) in facts["marked"].items():
            if state == "quarantined" and why[1] == ["MISSING"]:
                assert rows[int(number) - 1][why[0]] in ("", "/", "无", "-", "00000000", "1900-01-01")
                found += 1
    assert found > 3


def test_rows_about_somebody_unknown_are_never_accepted(written: Written, made_up: City) -> None:
    """Read by hand: a valid number that is nobody's."""
    known = {*made_up.keys.tolist(), *made_up.firms.key.tolist()}
    found = 0
    for dataset, header in (("tax-credit", "统一社会信用代码"), ("social-insurance-person", "公民身份号码")):
        marked = written.key["datasets"][dataset]["marked"]
        for number, row in enumerate(rows_of(written, dataset), 1):
            key = enterprise_key(row[header]) or person_key(row[header])
            if key and key not in known:
                assert marked[str(number)][0] in ("waiting", "quarantined", "uncertain")
                found += 1
    assert found
