"""When something goes wrong, the reader gets words and the log gets places; neither gets anybody's data."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def fault_of_ours():
    from pages.parts import states

    try:
        raise ValueError("Anna answered 2")
    except ValueError as fault:
        states.tell(fault)


def refusal():
    from joy.errors import DataProblem, Problem
    from pages.parts import states

    with states.told_plainly():
        raise DataProblem([Problem("“**Never** ” is new.", "Map it.", row=4, column="Q1")])


def shown(page):
    assert not page.exception
    return "\n".join(element.value for element in [*page.error, *page.text])


def test_a_fault_of_ours_shows_no_detail(tmp_path, monkeypatch):
    """An unexpected fault says that nothing was changed; its message, which may hold data, is shown nowhere."""
    monkeypatch.setenv("JOY_HOME", str(tmp_path))
    words = shown(AppTest.from_function(fault_of_ours).run())
    assert "Something went wrong" in words
    assert "Anna" not in words
    assert "Anna" not in (tmp_path / "joy.log").read_text()
    assert "ValueError" in (tmp_path / "joy.log").read_text()


def test_a_refusal_is_shown_in_its_own_words():
    """An error for the reader stands as it is written, with row and column, and reads no Markdown."""
    words = shown(AppTest.from_function(refusal).run())
    assert "Nothing was loaded" in words
    assert "row 4, column “Q1”: “**Never** ” is new. Map it." in words
