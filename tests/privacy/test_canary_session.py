"""What a session remembers and what a click may do: read from the pages' own code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from joy.settings import ROOT


PAGES = sorted((ROOT / "pages").rglob("*.py"))
ASKS = {"as_data_lead", "open_early", "give_role", "hand_role_over", "end_role"}  # of pages.parts.house: they ask who
ONLY_LOOKS = {  # they change nothing but the page
    "_moved",
    "_flip",
    "_fill_in",
    "_sign_out",
    "_open_team",
    "_reset",
    "login",
    "update",
}  # they change nothing but the page
CLICKS = ("on_click", "on_change", "on_select")
REMEMBERED = re.compile(  # choices, what was asked for, what the last click did, a file being checked: no figure
    r"(chosen|written|moved|box|open|attacked|own)_.*|choice|offered|is_moved_role|has_chosen|name|"
    r".*(kept|refused|told|opened)|checked(_key)?|word_(text|note)|give_person|"  # name: of a table that is open
    r"told_waits|page_uses|place_of_run|consents|"  # teams that wait by name; of this run: choices, place, a hash
    r"_name\(own, end\)"  # an assumption on cost as typed
)


def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PAGES}


def handlers(tree: ast.AST) -> list[str]:
    """The names of the functions that clicks and changes call."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    given = (word for call in calls for word in call.keywords if word.arg in CLICKS)
    return [_last_name(word.value) for word in given if not isinstance(word.value, ast.Constant)]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "?")


def asks_who(name: str, tree: ast.Module) -> bool:
    """Whether a handler of this module calls something that asks who clicks, itself or through what it calls."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    called = {_last_name(call.func) for one in found for call in ast.walk(one) if isinstance(call, ast.Call)}
    return bool(called & ASKS)


def remembered(tree: ast.AST) -> list[str]:
    """Names under which something is put into the session, as far as they are written out."""
    targets = (t for node in ast.walk(tree) if isinstance(node, ast.Assign) for t in node.targets)
    held = (t for t in targets if isinstance(t, ast.Subscript) and "session_state" in ast.unparse(t.value))
    return [re.sub(r"\{[^}]*\}", "x", ast.unparse(t.slice)).lstrip("f").strip("'\"") for t in held]


def test_a14_every_click_that_changes_something_asks_again_who_clicks():
    """A14: a handler that changes the house asks who clicks, at the moment of the click."""
    careless = ast.parse("def _go(): commands.undo(store, 1)\nst.button('x', on_click=_go)")
    assert not asks_who("_go", careless)
    assert handlers(careless) == ["_go"]
    every = {(path, name) for path, tree in trees().items() for name in handlers(tree)}
    where = {name: tree for tree in trees().values() for name in (n.name for n in tree.body if hasattr(n, "name"))}
    assert len(every) > 10
    silent = [name for _, name in every if name not in ONLY_LOOKS and not asks_who(name, where[name])]
    assert silent == []


@pytest.mark.parametrize("name", ["fragment", "dialog"])
def test_a14_no_part_of_a_page_runs_without_the_frame(name):
    """A14: no page has parts that run by themselves, past the frame that settles who looks."""
    careless = "@st.fragment\ndef part(): ...\n@st.dialog('x')\ndef box(): ..."
    assert re.search(rf"st\.{name}\b", careless)
    every = {path: path.read_text(encoding="utf-8") for path in PAGES}
    assert [str(path) for path, code in every.items() if re.search(rf"st\.{name}\b|run_every", code)] == []


def test_a15_a_session_remembers_choices_and_no_figures():
    """A15: only choices, what is open, and what the last click did are kept in a session."""
    careless = ast.parse("st.session_state['frame'] = figures\nst.session_state[f'answers_{x}'] = 1")
    assert [name for name in remembered(careless) if not REMEMBERED.fullmatch(name)] == ["frame", "answers_x"]
    kept = [(path.name, name) for path, tree in trees().items() for name in remembered(tree)]
    assert len(kept) > 10
    assert [one for one in kept if not REMEMBERED.fullmatch(one[1])] == []
