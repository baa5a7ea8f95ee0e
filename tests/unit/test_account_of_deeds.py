"""Whatever the account promises to hold is noted: publishing, thresholds, the self-attack, opening early, undoing."""

from __future__ import annotations

from pathlib import Path

import pytest

from joy import commands, publishing
from joy.definitions import load_policy
from joy.store import Store
from joy.store.events import EVENTS, events
from tests.small_world import P6, add_responses, everybody, lay_out


@pytest.fixture
def small(store: Store) -> Store:
    """A programme of one team that answered one round, not published yet."""
    lay_out(store, {"a": [9]})
    add_responses(store, [("a-1", "a-r1", None, everybody("p6_colleagues@1", P6, 3)) for _ in range(8)])
    return store


def noted(store: Store, what: str) -> list[tuple[str, str]]:
    """Who and about what, oldest first."""
    done = events(store).iloc[::-1]
    return list(done.loc[done["what"] == what, ["person", "about"]].itertuples(index=False, name=None))


def test_publishing_is_noted_once_with_who_and_why(small: Store) -> None:
    """A new update is noted with its id and reason; publishing that makes none is not."""
    made = publishing.publish(small, ["p"], reason="by_hand", by="ada@example.org")
    publishing.publish(small, ["p"], reason="by_hand", by="ada@example.org")
    assert noted(small, "published") == [("ada@example.org", f"p: update {made['p']} (by_hand)")]


def test_changed_thresholds_are_noted_at_the_next_publishing(small: Store, monkeypatch) -> None:
    """The thresholds are noted at first, whenever they differ from those noted last, and only then."""
    commands.say_release(small)
    commands.say_nightly(small)
    assert len(noted(small, "threshold")) == 1
    today = load_policy()
    higher = {name: rule.model_copy(update={"k_show": 30}) for name, rule in today.classes.items()}
    with monkeypatch.context() as changed:
        changed.setattr(publishing, "load_policy", lambda: today.model_copy(update={"classes": higher}))
        commands.say_nightly(small)
        commands.say_nightly(small)
    commands.say_nightly(small)
    about = [text for _, text in noted(small, "threshold")]
    assert len(about) == 3
    assert about[0] == about[2] != about[1]
    assert "pulse from 30" in about[1]


def test_a_rule_without_a_threshold_counts_as_a_change_too(small: Store, monkeypatch) -> None:
    """Any other rule of the policy that changes is noted, by its mark."""
    commands.say_release(small)
    today = load_policy()
    pulse = today.pulse.model_copy(update={"enabled": not today.pulse.enabled})
    monkeypatch.setattr(publishing, "load_policy", lambda: today.model_copy(update={"pulse": pulse}))
    commands.say_release(small)
    assert len(noted(small, "threshold")) == 2


def test_the_self_attack_is_noted(small: Store) -> None:
    """Whoever tries to work out what is hidden is noted, with the counts that the report ends in."""
    commands.say_release(small)
    commands.say_attack(small)
    ((_, about),) = noted(small, "attack")
    assert about.startswith("0 of ")


def test_opening_early_by_command_is_noted(small: Store) -> None:
    """The command that opens a team's results is noted as the page's button is, and not when nothing changed."""
    commands.say_release(small)
    commands.say_open_early(small, "a-1", "team lead")
    commands.say_open_early(small, "a-1", "team lead")
    assert [about for _, about in noted(small, "opened_early")] == ["a-1"]


def test_every_kind_of_event_is_written_somewhere() -> None:
    """No kind stands on the list that nothing ever notes."""
    root = Path(publishing.__file__).parents[1]
    kinds = root / "joy" / "store" / "events.py"
    sources = [p for folder in ("joy", "pages") for p in (root / folder).rglob("*.py") if p != kinds]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [kind for kind in EVENTS if f'"{kind}"' not in text] == []
