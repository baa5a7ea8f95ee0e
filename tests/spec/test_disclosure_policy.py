"""The policy file: floors that no setting goes below, and the policy that a round keeps."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from joy.definitions import DATA, from_text, load_policy, strictest, text_of
from joy.definitions.policy import Policy
from joy.errors import DefinitionProblem
from joy.release import make as making
from joy.release import make_release
from joy.release.policies import Policies, policies_of
from joy.store import Store, open_release_file
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out
from tests.tables import rows


POLICY = load_policy()


def written(tmp_path: Path, change: tuple[str, str]) -> Path:
    text = (DATA / "policy.toml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "policy.toml"
    path.write_text(text.replace(change[0], change[1], 1), encoding="utf-8")
    return path


def with_k(policy: Policy, **k_show: int) -> Policy:
    values = json.loads(text_of(policy))
    for name, k in k_show.items():
        values["classes"][name]["k_show"] = k
    return Policy.model_validate(values)


def test_what_goes_below_a_floor_is_refused_in_words(tmp_path: Path) -> None:
    """Each setting below its floor is refused with the file, the field and what was wrong; at the floor it is taken."""
    drawn = """
        | from                             | to                               | says                        |
        | [classes.survey];k_show = 5      | [classes.survey];k_show = 4      | greater than or equal to 5  |
        | [classes.sensitive];k_show = 10  | [classes.sensitive];k_show = 9   | sensitive: 9 (10)           |
        | [classes.workforce];k_show = 10  | [classes.workforce];k_show = 5   | workforce: 5 (10)           |
        | k_text = 10                      | k_text = 9                       | greater than or equal to 10 |
        | k_live = 8                       | k_live = 4                       | greater than or equal to 5  |
        | batch = 5                        | batch = 1                        | greater than or equal to 5  |
        | on_one_day = 3                   | on_one_day = 2                   | greater than or equal to 3  |
        | team_of = 5                      | team_of = 4                      | greater than or equal to 5  |
        | merge_options_below = 5          | merge_options_below = 3          | greater than or equal to 5  |
        | at_least = 5;share_step = 0.10   | at_least = 5;share_step = 0.05   | rule R3                     |
        | at_least = 10;share_step = 0.05  | at_least = 10;share_step = 0.01  | rule R3                     |
        | largest_two = 0.90               | largest_two = 0.95               | less than or equal to 0.9   |
        | figures = 2                      | figures = 3                      | less than or equal to 2     |
    """
    for row in rows(drawn):
        before, after = (row[name].replace(";", "\n") for name in ("from", "to"))
        text = (DATA / "policy.toml").read_text(encoding="utf-8")
        line = next(part for part in before.split("\n") if part)
        assert line in text, row
        path = tmp_path / "policy.toml"
        if "\n" in before:
            head, old = before.split("\n")
            place = text.index(old, text.index(head))
            path.write_text(text[:place] + after.split("\n")[1] + text[place + len(old) :], encoding="utf-8")
        else:
            path.write_text(text.replace(before, after, 1), encoding="utf-8")
        load_policy.cache_clear()
        with pytest.raises(DefinitionProblem) as refused:
            load_policy(path)
        assert row["says"] in str(refused.value), (row, str(refused.value))
        assert "policy.toml" in str(refused.value)
    load_policy.cache_clear()


def test_a_policy_survives_being_kept() -> None:
    """The text that is kept reads back as the same policy."""
    assert from_text(text_of(POLICY)) == POLICY


def test_floors_hold_for_what_was_kept() -> None:
    """A kept policy from before a floor was raised is read with the floor; a broken one stops everything."""
    values = json.loads(text_of(POLICY))
    values["classes"]["sensitive"]["k_show"] = 5

    assert from_text(json.dumps(values)).classes["sensitive"].k_show == 10
    for broken in ("", "{}", "not JSON", text_of(POLICY).replace('"tiers"', '"tears"')):
        with pytest.raises(DefinitionProblem, match="cannot be read"):
            from_text(broken)


def test_the_strictest_of_two_is_as_strict_as_each() -> None:
    """Of two policies each threshold is the higher one, each step the coarser, and shown is what both show."""
    other = with_k(POLICY, survey=8)
    late = tuple(tier.model_copy(update={"at_least": 40}) if tier.at_least == 30 else tier for tier in other.tiers)
    other = other.model_copy(update={"tiers": late, "pulse": POLICY.pulse.model_copy(update={"enabled": False})})

    both = strictest((POLICY, other))

    assert both == strictest((other, POLICY)).model_copy(update={"version": both.version})
    assert both.classes["survey"].k_show == 8
    assert not both.pulse.enabled
    assert [(tier.at_least, tier.show_spread) for tier in both.tiers] == [
        (5, False), (10, False), (20, False), (30, False), (40, True)
    ]  # fmt: skip
    assert strictest((POLICY, POLICY)) == POLICY


def test_the_strictest_leaves_no_rule_out() -> None:
    """Remarks, check-ins, blocks, amounts and the days leaders wait are each as strict as in the stricter of two."""
    lax = {"comments": {"k_text": 12, "k_beside": 20, "word_by": 5}, "live": {"k_live": 9, "batch": 5},
           "pooled": {"rounds": 2, "answers": 15}, "magnitude": {"largest_two": 0.8, "rest": 0.2, "figures": 1},
           "teams_first_working_days": 5}  # fmt: skip
    other = Policy.model_validate(POLICY.model_dump() | lax)

    for both in (strictest((POLICY, other)), strictest((other, POLICY))):
        assert (both.comments.k_text, both.comments.word_by) == (12, 5)
        assert (both.live.k_live, both.live.batch, both.pooled.answers) == (9, 5, 15)
        assert (both.magnitude.largest_two, both.magnitude.rest, both.magnitude.figures) == (0.8, 0.2, 1)
        assert both.teams_first_working_days == 5


def test_blocks_keep_their_length() -> None:
    """How many rounds are pooled is what the first kept policy says, whatever is kept or written later."""
    short = POLICY.model_copy(update={"pooled": POLICY.pooled.model_copy(update={"rounds": 2})})

    assert Policies(short, {"tallies:a": short, "round:one": POLICY, "round:two": short}).block_length == 3
    assert Policies(POLICY, {"round:one": short, "round:two": POLICY}).block_length == 2
    assert Policies(short).block_length == 2


def states(store: Store, release_id: str) -> dict[tuple[str, str], str]:
    reader = open_release_file(store.settings, release_id)
    try:
        figures = reader.ask("views/figures", group_kind="team", group_id=None)
    finally:
        reader.close()
    survey = figures[figures["period_kind"] == "round"]
    return dict(zip(zip(survey["group_id"], survey["period_id"], strict=True), survey["state"], strict=True))


@pytest.mark.parametrize(("first", "later"), [(8, 5), (5, 8)])
def test_an_opened_round_keeps_its_thresholds(
    store: Store, monkeypatch: pytest.MonkeyPatch, first: int, later: int
) -> None:
    """Thresholds changed after a round opened, either way, leave its figures alone; the next round has the new ones."""
    second_round = START + timedelta(weeks=18)
    lay_out(store, {"a": [9, 9, 9]}, today=second_round - timedelta(days=7))
    answers = [("a-1", 6), ("a-2", 7), ("a-3", 6)]
    given = [
        (team, name, None, everybody("p6_colleagues@1", P6, 3))
        for team, n in answers for name in ("a-r1", "a-r2") for _ in range(n)
    ]  # fmt: skip
    add_responses(store, given)
    monkeypatch.setattr(making, "load_policy", lambda: with_k(POLICY, survey=first))
    before = states(store, make_release(store, "p", reason="by_hand"))
    with store.writing() as writer:
        kept = policies_of(writer, "p", POLICY).kept
        frame = pd.DataFrame({"programme_id": ["p"], "name": ["Small"], "start_date": [pd.Timestamp(START)],
                              "is_invented": [True], "today": [pd.Timestamp(date(2024, 7, 1))]})  # fmt: skip
        writer.clear("programme.programme")
        writer.append("programme.programme", frame)
    monkeypatch.setattr(making, "load_policy", lambda: with_k(POLICY, survey=later))
    after = states(store, make_release(store, "p", reason="by_hand"))

    assert set(kept) == {"round:a-r1"}
    for team, n in answers:
        assert before[team, "a-r1"] == after[team, "a-r1"] == ("shown" if n >= first else "hidden")
        assert after[team, "a-r2"] == ("shown" if n >= later else "hidden")


def test_tallies_keep_theirs_by_cohort(store: Store) -> None:
    """A cohort's tallies have their policy from the first update that had any."""
    lay_out(store, {"a": [9, 9], "b": [9, 9]})
    add_tallies(store, [("a-1", START + timedelta(days=7 * week), 6, 3) for week in range(8)])
    make_release(store, "p", reason="by_hand")

    kept = policies_of(store, "p", POLICY).kept

    assert {name for name in kept if name.startswith("tallies")} == {"tallies:a"}


def test_figures_over_several_rounds_are_held_to_the_strictest() -> None:
    """A figure of the whole programme is held to every policy that any of its rounds keeps."""
    policies = Policies(POLICY, {"round:one": with_k(POLICY, survey=7), "round:two": with_k(POLICY, survey=9)})

    assert policies.of("round:one").classes["survey"].k_show == 7
    assert policies.of("round:new") == POLICY
    assert policies.of("round:*").classes["survey"].k_show == 9
    assert policies.of("tallies:*") == POLICY
    assert policies.together.classes["survey"].k_show == 9
