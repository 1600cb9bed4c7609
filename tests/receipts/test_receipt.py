"""A receipt holds ids and names and nothing else."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.receipts.looks import receipt
from twopages.errors import ReceiptError
from twopages.receipts import Receipt, query_digest, trace_id


def test_the_canonical_form_has_sorted_names_and_comes_back() -> None:
    one = receipt(7, organisation="civil-affairs", case="case-1")
    told = orjson.loads(one.canonical())
    assert list(told) == sorted(told)
    assert orjson.dumps(told, option=orjson.OPT_SORT_KEYS) == one.canonical()
    assert Receipt.of(told) == one


def test_every_receipt_has_an_id_and_a_moment_of_its_own() -> None:
    first, second = receipt(), receipt()
    assert first.id != second.id
    assert first.at.endswith("Z")
    assert len(first.at) == len("2021-06-30T01:02:03.004Z")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("account", "张三"),
        ("account", "wang"),
        ("subject", "11010519491231002X"),
        ("subject", "a" * 31),
        ("query", "query { me }"),
        ("trace", ""),
        ("at", "2021-06-30"),
        ("role", "the king"),
        ("organisation", "民政局"),
        ("purpose", ""),
        ("purpose", None),
        ("cls", "A" * 129),
        ("look", "glance"),
        ("fields", ("fullName", "张三")),
        ("fields", ("13800000000",)),
        ("masked", ("a b",)),
        ("basis", "x" * 201),
        ("case", "one\ntwo"),
    ],
)
def test_what_has_not_the_shape_of_an_id_or_a_name_is_refused_and_not_repeated(name: str, value: object) -> None:
    with pytest.raises(ReceiptError, match=name) as caught:
        receipt(0, **{name: value})
    assert not value or str(value) not in str(caught.value)


@pytest.mark.parametrize("told", [{}, {"id": "a"}, {"more": 1}])
def test_a_line_that_holds_no_receipt_says_so(told: dict[str, object]) -> None:
    with pytest.raises(ReceiptError, match="no receipt"):
        Receipt.of(told)


def test_the_digest_is_that_of_the_text() -> None:
    assert query_digest("{ me }") == query_digest(b"{ me }") != query_digest("{me}")
    assert len(query_digest("")) == 64


TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.mark.parametrize(
    "header", [f"00-{TRACE}-{PARENT}-01", f" 00-{TRACE}-{PARENT}-00 ", f"01-{TRACE}-{PARENT}-01-more"]
)
def test_the_trace_of_the_caller_is_kept(header: str) -> None:
    assert trace_id(header) == TRACE


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}-01-more",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}",
    ],
)
def test_a_malformed_trace_is_replaced(header: str | None) -> None:
    made = trace_id(header)
    assert made != TRACE
    assert receipt(trace=made).trace == made


@given(st.text())
def test_whatever_the_header_says_a_trace_can_be_kept(header: str) -> None:
    assert receipt(trace=trace_id(header))
