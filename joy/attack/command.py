"""The self-attack as a data lead runs it: on every published update that somebody may see now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, replace

import pandas as pd

from joy.attack.exact import COMMENTS, PARTICIPATION, REVEALS, told_exactly
from joy.attack.report import AttackLine, AttackReport
from joy.attack.run import FIGURES, FINDINGS, OPTIONS, self_attack, truth_of
from joy.attack.themes import THEMES, theme_attacks
from joy.attack.themes import between_updates as themes_between_updates
from joy.attack.updates import between_updates
from joy.attack.workforce import WORKFORCE, attack_workforce, payroll_of
from joy.definitions import Definitions, Policy, load_policy
from joy.errors import ShownError
from joy.frames import Row, each
from joy.periods import last_closed_week_end
from joy.release.policies import policies_of
from joy.store import Store, open_release_file
from joy.store.definitions import definitions_of
from joy.store.published import release_path
from joy.store.release_match import DIFFERS, different_tables


TABLES = {
    FIGURES: "attack/figures",
    OPTIONS: "attack/options",
    FINDINGS: "attack/findings",
    PARTICIPATION: "attack/participation",
    REVEALS: "attack/reveals",
    COMMENTS: "attack/comments",
    THEMES: "attack/themes",
    WORKFORCE: "attack/workforce",
}
MISREAD = 50  # one figure in so many may be misread: an attacker who cannot read proves nothing
NOTHING = AttackReport((), 0, 0)
GAVE_WAY, UNTRIED = 1, 2  # exit codes


def attack_everything(store: Store) -> AttackReport:
    """Attack every update that is not withdrawn as pages read it, from its file, and all ever shown together.

    The truth is asked of the database as it is. Prints and keeps no value. Where there is nothing to attack, or too
    much of it cannot be read, the report says so and is not safe.
    """
    definitions, policy = definitions_of(store), load_policy()
    updates = store.ask("attack/updates")
    reports = [_programme(store, str(name), own, definitions, policy) for name, own in updates.groupby("programme_id")]
    names = store.ask("store/programmes").set_index("programme_id")["name"]
    standing = set(updates["programme_id"])
    missing = [f"No published update of {name} stands." for key, name in names.items() if key not in standing]
    whole = together([*reports, replace(NOTHING, untried=tuple(missing))])
    return replace(whole, untried=(*whole.untried, *_unread(whole)))


def _unread(whole: AttackReport) -> Iterator[str]:
    if not whole.read:
        yield "No published figure could be read."
    elif whole.unread * MISREAD > whole.read:
        yield f"{whole.unread:,} of {whole.read + whole.unread:,} published figures could not be read."


def _programme(
    store: Store, programme_id: str, updates: pd.DataFrame, definitions: Definitions, policy: Policy
) -> AttackReport:
    whose = {"programme_id": programme_id}
    counted = store.ask("attack/counted", **whose)
    newest = str(updates["release_id"].iloc[-1])
    reports = []
    for row in each(updates):
        is_newest = row.release_id == newest
        if is_newest or release_path(store.settings, str(row.release_id)).exists():
            since = counted.head(0) if is_newest else _changed_since(counted, int(row.number))
            reports.append(_update(store, row, since, definitions, policy))
    line = between_updates(counted, store.ask("attack/ever_shown", **whose), definitions, policy)
    themes = themes_between_updates(store.ask("attack/themes_ever", **whose), policy.comments.word_by)
    return together([*reports, AttackReport((line, themes), 0, 0)])


def _update(store: Store, row: Row, since: pd.DataFrame, definitions: Definitions, policy: Policy) -> AttackReport:
    """One update as its file has it; `since` names whose figures are left to the attack over all updates."""
    release_id, programme_id, day = str(row.release_id), str(row.programme_id), row.as_of.date()
    try:
        with closing(open_release_file(store.settings, release_id)) as file:
            shown = {table: file.ask(ask, release_id=release_id) for table, ask in TABLES.items()}
            wrong = different_tables(store, file, release_id)
    except ShownError as fault:
        return replace(NOTHING, untried=(str(fault),))
    truth = truth_of(store, programme_id, day, definitions, policy)
    remarks = store.ask("release/comments", programme_id=programme_id, closed_before=last_closed_week_end(day))
    policies = policies_of(store, programme_id, policy)
    exact = told_exactly(shown, truth.days, remarks, definitions, policies)
    exact += theme_attacks(shown[THEMES], remarks, policy.comments.word_by)
    shown = {name: _without(frame, since) if "group_id" in frame else frame for name, frame in shown.items()}
    workforce = attack_workforce(shown[WORKFORCE], payroll_of(store), store.ask("release/workforce_told"), policy)
    found = together([self_attack(shown, truth, definitions, policy), workforce])
    changed = (DIFFERS.format(release_id, ", ".join(wrong)),) if wrong else ()
    return replace(found, tried=(*found.tried, *exact), changed=changed)


def _changed_since(counted: pd.DataFrame, number: int) -> pd.DataFrame:
    """Of what the groups counted in an earlier update, and count now, whatever is not the same."""
    then = (counted["from_number"] <= number) & ~(counted["to_number"] < number).fillna(value=False)
    return counted[then != counted["to_number"].isna()]


def _without(frame: pd.DataFrame, since: pd.DataFrame) -> pd.DataFrame:
    """Leave out figures of groups that changed since: what is in the vault now is not what they were made of."""
    if since.empty:
        return frame
    touched = {*since["enrolment_id"], *since["cohort_id"]}
    return frame[~frame["group_id"].isin(touched) & (frame["group_kind"] != "programme")]


def together(reports: Iterable[AttackReport]) -> AttackReport:
    """Several reports as one, attack by attack."""
    each_one = list(reports)
    lines: dict[tuple[str, str], tuple[int, int]] = {}
    for line in (line for report in each_one for line in report.tried):
        targets, recovered = lines.get((line.attack, line.what), (0, 0))
        lines[line.attack, line.what] = targets + line.targets, recovered + line.recovered
    tried = tuple(
        AttackLine(*key, *numbers) for key, numbers in sorted(lines.items(), key=lambda one: _order(one[0][0]))
    )
    hidden, recovered, read, unread = (
        sum(getattr(one, name) for one in each_one) for name in ("hidden", "recovered", "read", "unread")
    )
    changed = tuple(said for one in each_one for said in one.changed)
    untried = tuple(said for one in each_one for said in one.untried)
    return AttackReport(tried, hidden, recovered, read, unread, changed, untried)


def as_json(report: AttackReport) -> str:
    """The report as JSON: `tried` with attack, what, targets and recovered; hidden, recovered, is_safe and more."""
    told = {"is_safe": report.is_safe, "gave_way": report.gave_way, "sentence": report.sentence}
    return json.dumps({**asdict(report), **told}, indent=2)


def in_words(text: str) -> str:
    """The report as lines to read, from its JSON; the last one is its sentence."""
    told = json.loads(text)
    width = max((len(line["what"]) for line in told["tried"]), default=0)
    lines = [
        f"{line['attack']:<4} {line['what']:<{width}}  tried {line['targets']:>6,}  recovered {line['recovered']:>4,}"
        for line in told["tried"]
    ]
    return "\n".join([*lines, *told["changed"], *told["untried"], "", told["sentence"]])


def was_safe(text: str) -> bool:
    """Whether a report, given as JSON, attacked everything and found nothing."""
    return bool(json.loads(text)["is_safe"])


def exit_code(text: str) -> int:
    """0 for a report, given as JSON, that is safe; 1 where anything gave way; 2 where nothing could be attacked."""
    told = json.loads(text)
    return GAVE_WAY if told["gave_way"] else 0 if told["is_safe"] else UNTRIED


def _order(attack: str) -> int:
    return int(attack[1:])
