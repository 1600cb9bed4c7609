"""Cursors: opaque, exact, and refused where they come from elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twopages.dossier import CursorError, cursor, place


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_a_cursor_leads_back_to_its_place(parts: list[str]) -> None:
    assert place(cursor(*parts), len(parts)) == tuple(parts)


@given(st.text(max_size=80))
def test_any_other_text_is_refused_or_a_place(text: str) -> None:
    try:
        found = place(text, 2)
    except CursorError as error:
        assert text not in str(error) or len(text) < 3
    else:
        assert found is not None and len(found) == 2


@pytest.mark.parametrize("text", [cursor("one"), cursor("a", "b", "c"), "WzEsMl0", "bnVsbA", "A" * 501, "ä", "=", ""])
def test_a_cursor_of_another_list_is_refused(text: str) -> None:
    with pytest.raises(CursorError):
        place(text, 2)


def test_no_cursor_is_the_beginning() -> None:
    assert place(None, 2) is None
