"""How the editor divides a window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from noteui.checks import FIELDS
from noteui.screens.editor_layout import LONGEST_LINE, lay_out


@given(columns=st.integers(40, 400), rows=st.integers(7, 200), focused=st.sampled_from(FIELDS))
def test_every_row_and_column_has_one_place(columns: int, rows: int, focused: str) -> None:
    layout = lay_out(columns, rows, focused)
    titles_and_text = len(FIELDS) + sum(layout.heights.values())
    if layout.wide:
        assert titles_and_text == layout.fields_rows == layout.panel_rows == rows
        assert layout.fields_width + layout.panel_width <= columns
        assert layout.fields_width <= LONGEST_LINE
        assert min(layout.heights.values()) >= 3
    else:
        assert titles_and_text == layout.fields_rows == rows - layout.panel_rows
        assert [name for name in FIELDS if layout.heights[name]] == [focused]
    assert layout.heights[focused] == max(layout.heights.values()) >= 1


def test_at_80_by_24_the_focused_field_has_room_and_the_finding_is_explained() -> None:
    layout = lay_out(80, 21, "voice")
    assert (layout.heights["voice"], layout.panel_rows) == (12, 4)


def test_at_120_by_40_all_fields_are_open_and_the_findings_beside() -> None:
    layout = lay_out(120, 37, "facts")
    assert layout.wide
    assert layout.panel_width >= 36
    assert layout.fields_width >= 72
