"""The self-attack as a data lead runs it: on every published update that somebody may see now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from joy.attack.report import AttackLine, AttackReport
from joy.attack.run import FIGURES, FINDINGS, OPTIONS, self_attack, truth_of
from joy.attack.updates import between_updates
from joy.definitions import load_policy
from joy.store import Store
from joy.store.definitions import definitions_of


def attack_everything(store: Store) -> AttackReport:
    """Attack every update of every programme that is not withdrawn, and updates against each other.

    The truth is asked of the database as it was when the newest update was made. Prints and keeps no value.
    """
    definitions, policy = definitions_of(store), load_policy()
    reports: list[AttackReport] = []
    for programme_id, updates in store.ask("attack/updates").groupby("programme_id"):
        newest = updates.iloc[-1]
        about = {"release_id": str(newest["release_id"])}
        shown = {
            FIGURES: store.ask("attack/figures", **about),
            OPTIONS: store.ask("attack/options", **about),
            FINDINGS: store.ask("attack/findings", **about),
        }
        truth = truth_of(store, str(programme_id), newest["as_of"].date(), definitions, policy)
        reports.append(self_attack(shown, truth, definitions, policy))
        whose = {"programme_id": str(programme_id)}
        line = between_updates(
            store.ask("attack/counted", **whose), store.ask("attack/ever_shown", **whose), definitions, policy
        )
        reports.append(AttackReport((line,), 0, 0))
    return together(reports)


def together(reports: Iterable[AttackReport]) -> AttackReport:
    """Several reports as one, attack by attack."""
    each = list(reports)
    lines: dict[tuple[str, str], tuple[int, int]] = {}
    for line in (line for report in each for line in report.tried):
        targets, recovered = lines.get((line.attack, line.what), (0, 0))
        lines[line.attack, line.what] = targets + line.targets, recovered + line.recovered
    tried = tuple(
        AttackLine(*key, *numbers) for key, numbers in sorted(lines.items(), key=lambda one: _order(one[0][0]))
    )
    hidden, recovered, read, unread = (
        sum(getattr(one, name) for one in each) for name in ("hidden", "recovered", "read", "unread")
    )
    return AttackReport(tried, hidden, recovered, read, unread)


def as_json(report: AttackReport) -> str:
    """The report as JSON: `tried` with attack, what, targets and recovered; hidden, recovered and is_safe."""
    return json.dumps({**asdict(report), "is_safe": report.is_safe, "sentence": report.sentence}, indent=2)


def in_words(text: str) -> str:
    """The report as lines to read, from its JSON; the last one is its sentence."""
    told = json.loads(text)
    width = max((len(line["what"]) for line in told["tried"]), default=0)
    lines = [
        f"{line['attack']:<4} {line['what']:<{width}}  tried {line['targets']:>6,}  recovered {line['recovered']:>4,}"
        for line in told["tried"]
    ]
    return "\n".join([*lines, "", told["sentence"]])


def was_safe(text: str) -> bool:
    """Whether a report, given as JSON, found nothing."""
    return bool(json.loads(text)["is_safe"])


def _order(attack: str) -> int:
    return int(attack[1:])
