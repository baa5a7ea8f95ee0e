"""Words that people typed are shown as they typed them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.parts.text import plain


JOINER = "\u2060"


def rendered(markdown: str) -> str:
    """What a Markdown reader of the CommonMark family shows for one line of it, as text."""
    tokens = MarkdownIt("commonmark", {"html": True}).parseInline(markdown)
    shown = [child.content if child.type == "text" else f"<{child.type}>" for child in tokens[0].children or []]
    return "".join(shown).replace(JOINER, "")


@pytest.mark.parametrize(
    "typed",
    [
        "**x**",
        "[a](http://b)",
        "<script>alert(1)</script>",
        "![i](http://b/i.png)",
        "# Ward 3",
        "1. first",
        "`code` and _stress_",
        "a\\b",
        "&amp; &#42;",
    ],
)
def test_markdown_is_shown_not_read(typed):
    """What looks like Markdown or HTML stands on the page letter by letter."""
    assert rendered(plain(typed)) == typed


@settings(deadline=None)  # a busy machine is no fault of a text
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc", "Cf"])))
def test_any_line_survives(typed):
    """Whatever somebody types on one line is shown with single spaces and nothing else changed."""
    assert rendered(plain(typed)) == " ".join(typed.split())


@pytest.mark.parametrize(
    ("typed", "read_by_streamlit"),
    [
        (":material/home:", r":material/\w+:"),
        (":smile:", r":\w+:"),
        (":red[x]", r":\w+\["),
        ("http://evil.example", r"https?://"),
        ("www.evil.example", r"www\."),
        ("me@evil.example", r"\w@\w"),
        ("a -> b", r"->"),
        ("a <= b", r"<="),
    ],
)
def test_no_icon_link_or_arrow_is_made(typed, read_by_streamlit):
    """What Streamlit would turn into an icon, a link or an arrow no longer looks like one to it, even unescaped."""
    assert re.search(read_by_streamlit, typed)
    assert not re.search(read_by_streamlit, plain(typed).replace("\\", ""))
