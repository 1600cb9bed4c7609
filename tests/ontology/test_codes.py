"""A code list understands what deliveries write, and never guesses."""

from hypothesis import given
from hypothesis import strategies as st

from twopages.ontology.codes import index, present
from twopages.ontology.model import Code, Label

words = st.sampled_from(["甲", "乙", "丙", "one", "two", "1", "01", "001", "7", "07"])


@st.composite
def lists(draw: st.DrawFn) -> dict[str, Code]:
    ids = draw(st.lists(st.sampled_from(["01", "02", "1", "7", "07", "10", "100", "A"]), min_size=1, unique=True))
    after = st.none() | st.sampled_from(ids)
    codes = (
        Code(name, Label(draw(words), draw(words)), tuple(draw(st.lists(words, max_size=2))), draw(after))
        for name in ids
    )
    return {code.id: code for code in codes}


@given(lists())
def test_a_code_always_means_itself_or_its_successor(codes: dict[str, Code]) -> None:
    found = index(codes)
    assert {name: found[name] for name in codes} == {name: present(codes, name) for name in codes}


@given(lists())
def test_a_spelling_means_a_code_that_it_is_written_for(codes: dict[str, Code]) -> None:
    for text, meant in index(codes).items():
        spelled = [
            code.id
            for code in codes.values()
            if text in (code.id, code.label.zh, code.label.en, *code.variants, code.id.lstrip("0"))
        ]
        assert meant in {present(codes, name) for name in spelled}


@given(lists())
def test_a_label_of_two_codes_means_neither(codes: dict[str, Code]) -> None:
    found = index(codes)
    for text in ("甲", "乙", "丙", "one", "two"):
        meant = {
            present(codes, code.id) for code in codes.values() if text in (code.label.zh, code.label.en, *code.variants)
        }
        assert found.get(text) == (meant.pop() if len(meant) == 1 else None)
