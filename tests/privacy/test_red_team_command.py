"""The self-attack as a data lead runs it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from joy.__main__ import main
from joy.attack.command import as_json, attack_everything, in_words, was_safe
from joy.attack.report import AttackLine, AttackReport
from tests.small_world import add_responses, everybody, lay_out


WHO5 = ("cheerful", "calm", "active", "rested", "interested")


def test_the_sample_gives_nothing_away(sample_store):
    """Every attack on the sample's published results fails, and there are hundreds of hidden figures to aim at."""
    report = attack_everything(sample_store)
    assert report.hidden > 300
    assert report.unread <= report.read // 50
    assert [line for line in report.tried if line.recovered] == []


def test_the_report_ends_with_its_sentence_and_holds_no_value(sample_store):
    """What is printed are attacks, tries and successes; the last line counts hidden figures."""
    text = as_json(attack_everything(sample_store))
    told = json.loads(text)
    assert set(told["tried"][0]) == {"attack", "what", "targets", "recovered"}
    assert in_words(text).splitlines()[-1] == told["sentence"]
    assert was_safe(text)


def test_a_success_is_told():
    """One recovered figure makes the report unsafe, in words and in JSON."""
    text = as_json(AttackReport((AttackLine("A2", "a team", 312, 1),), 312, 1))
    assert not was_safe(text)
    assert in_words(text).splitlines()[-1] == "1 of 312 hidden figures recoverable"


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_the_command_ends_with_0_where_nothing_gives_way(option, settings, store, monkeypatch):
    """The command prints its report and ends with 0 while nothing can be worked out."""
    from joy.release import make_release

    lay_out(store, {"a": [8, 8, 3]})
    given = [
        (f"a-{t}", "a-r1", None, everybody("who5@1998", WHO5, n % 5))
        for t, k in ((1, 7), (2, 8), (3, 2))
        for n in range(k)
    ]
    add_responses(store, given)
    make_release(store, "p", reason="by_hand")
    store.close()
    monkeypatch.setenv("JOY_HOME", str(settings.home))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    done = CliRunner().invoke(main, ["attack", *option])
    assert done.exit_code == 0, done.output
    assert "hidden figures recoverable" in done.output
