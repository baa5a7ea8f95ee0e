"""A home full of canaries: marked words and improbable numbers in every place that some page must not show.

A mark reads CANARY<kind>Z<whose>Z. It has no punctuation, so that it stands the same in Markdown, JSON, HTML and Arrow.
"""

from __future__ import annotations

import csv
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd

from joy import commands, intake
from joy.attack.harvest import canaries
from joy.definitions import load_policy
from joy.release.policies import policies_of
from joy.release.raw import raw_of
from joy.settings import ROOT, Settings
from joy.store import Store, open_store, roles
from joy.store.definitions import definitions_of
from tests import small_world


SMALL = "p"  # the programme of tests.small_world
PERSON = "canarygrantZallZ@example.org"
STEWARD = "canarygrantZallZ@example.net"
CROWDS = (17_389, 18_401, 19_073, 20_011, 21_013, 22_027, 23_039, 24_043)  # primes: no band is made of them
GOOD = (7_193, 8_009, 9_011, 11_003, 12_007, 5_003, 6_007, 9_091)  # of these, so exact shares have many digits
PRIMES = {41, 43, 47, 53, 59}  # answers of which a share is nothing that a mean of a few points could give
SURVEY = "staff_survey.csv"
COMMENTS = "comment_id,enrolment_id,on_date,prompt,text,theme,component,is_cleared"


@dataclass(frozen=True)
class Canaries:
    """What was hidden: exact values, exact numbers of answers, salted link keys; and who there is to look at."""

    values: frozenset[float]
    counts: frozenset[int]
    links: frozenset[str]
    teams: dict[str, str]  # enrolment_id of the sample -> team_id
    cohorts: tuple[str, ...]
    tellers: tuple[str, ...]  # enrolments with a story


def mark(kind: str, whose: str = "") -> str:
    return f"CANARY{kind}Z{whose.replace('-', '')}Z"


def prepare(home: Path, folder: Path) -> Canaries:
    """Fill `home` with the marked sample, a small programme of improbable numbers, remarks, roles and a log."""
    teams = _marked_sample(folder)
    settings = Settings(home=home)
    with closing(open_store(settings)) as store:
        commands.load_sample(store, folder)
        _bring(store, folder, "comment.csv", _comments(teams))
        roles.grant(store, STEWARD, "steward", by="the tests")
        roles.grant(store, PERSON, "facilitator", by="the tests")
        _small_programme(store)
        programmes = [str(name) for name in store.ask("store/programmes")["programme_id"]]
        commands.publish(store, programmes, reason="by_hand")
        values = _exact_values(store, programmes)
    _stray_words(home)
    tellers = tuple(dict.fromkeys(row["enrolment_id"] for row in _read(folder / "story.csv")))
    cohorts = tuple(dict.fromkeys(team.rpartition("-")[0] for team in teams))
    return Canaries(values, frozenset(CROWDS), _links_of_an_opened_home(settings), teams, cohorts, tellers)


def _marked_sample(folder: Path) -> dict[str, str]:
    """Copy the sample and mark it; returns the team of every enrolment."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {path.name: _read(path) for path in sorted((ROOT / "data/sample").glob("*.csv"))}
    team_of = {row["enrolment_id"]: row["team_id"] for row in rows["enrolment.csv"]}
    names = {row["name"]: f"{row['name']} {mark('name', row['team_id'])}" for row in rows["team.csv"]}
    own = {row["idea_id"]: team_of[row["enrolment_id"]] for row in rows["change_idea.csv"]}
    for name, content in rows.items():
        _write(folder / name, [_renamed(row, names) for row in content])
    _edit(folder, "change_idea.csv", lambda n, row: _said(row, ("title",), team_of[row["enrolment_id"]]))
    _edit(folder, "pdsa_test.csv", lambda n, row: _said(row, ("prediction", "learned"), own[row["idea_id"]]))
    _edit(folder, "enrolment.csv", lambda n, row: _said(row, ("aim_text",), row["team_id"]))
    _edit(folder, "annotation.csv", lambda n, row: _said(row, ("text",), team_of.get(row["enrolment_id"], "")))
    _edit(folder, "role.csv", lambda n, row: row | {"person_label": mark("person")})
    _edit(folder, "story.csv", lambda n, row: _private(n, row, team_of))
    _edit(folder, "comment.csv", lambda n, row: _unread(row))
    _edit(folder, SURVEY, lambda n, row: row | {"code": f"{mark('code')}{n // 2}"} if n < 400 else row)
    return team_of


def _private(number: int, row: dict[str, str], team_of: dict[str, str]) -> dict[str, str]:
    """A story by turns without consent, for the room only, withdrawn, or agreed to later than today."""
    own, kept = team_of[row["enrolment_id"]], {"withdrawn_on": ""}
    kinds: tuple[tuple[str, dict[str, str]], ...] = (
        (mark("private", own), {"consent": "false", "consent_scope": "", "consent_on": ""}),
        (mark("room", row["cohort_id"]), {"consent": "true", "consent_scope": "cohort"}),
        (mark("withdrawn"), {"withdrawn_on": row["consent_on"] or row["told_on"]}),
        (mark("told", own), {"consent": "true", "consent_scope": "programme", "consent_on": row["told_on"], **kept}),
    )
    words, changed = kinds[number % len(kinds)]
    return row | changed | {part: f"{row[part]} {words}" for part in ("title", "synopsis", "challenge", "next_step")}


def _unread(row: dict[str, str]) -> dict[str, str]:
    """A remark that nobody cleared, or a theme of too few, in words that no page may show."""
    if row["is_cleared"] != "true":
        return row | {"text": f"{row['text']} {mark('comment')}", "theme": mark("comment")}
    return row | {"theme": mark("comment")} if row["theme"] == "Parking" else row


def _comments(teams: dict[str, str]) -> str:
    """Remarks that nobody cleared, and cleared ones of which there are too few to show any."""
    lines = [
        f"k{n},{team},2017-06-{n % 27 + 1:02},helps,{mark('comment')} of a person,,4,{'true' if n < 3 else 'false'}"
        for n, team in enumerate(list(teams)[:40])
    ]
    return "\n".join([COMMENTS, *lines, ""])


def _small_programme(store: Store) -> None:
    """A crowd that is shown, and beside it one that must hide so that the three people next to it stay hidden."""
    small_world.lay_out(store, {"k1": [30_000, 30_000, 3], "k2": [30_000, 3]})
    tallies = []
    for week in range(len(CROWDS)):
        day = small_world.START + timedelta(weeks=week)
        for turn, team in enumerate(("k1-1", "k1-2", "k2-1")):
            place = (week + turn) % len(CROWDS)
            tallies.append((team, day, CROWDS[place], GOOD[place]))
        tallies += [("k1-3", day, 3, 1), ("k2-2", day, 2, 1)]
    small_world.add_tallies(store, tallies)
    said = [small_world.everybody("burnout_single@2004", ["burnout"], code) for code in (1, 2, 4, 5, 5, 3)]
    answers = [
        (team, f"{team[:2]}-r{r}", f"{mark('link')}{team}{who}", said[who % len(said)])
        for team, people in (("k1-1", 41), ("k1-2", 6), ("k1-3", 3), ("k2-1", 12), ("k2-2", 2))
        for r in (1, 2)
        for who in range(people)
    ]  # fmt: skip
    small_world.add_responses(store, answers)


def _exact_values(store: Store, programmes: list[str]) -> frozenset[float]:
    """Exact figures that no rounding of ours and no mean of a chart's points gives by chance."""
    values = {good / crowd for good, crowd in zip(GOOD, CROWDS, strict=True)}
    for programme in programmes:
        as_of = store.ask("release/latest", programme_id=programme)["as_of"].iloc[0].date()
        policies = policies_of(store, programme, load_policy())
        raw = raw_of(store, programme, as_of, definitions_of(store), policies).rows
        shares = raw[raw["n"].isin(PRIMES) & (raw["indicator_id"] == "good_days")]["value"]
        spreads = raw.loc[(raw["n"] > 2) & (raw["n"] < 60), "spread"].dropna()
        values |= {float(value) for value in pd.concat([shares, spreads])}
    return frozenset(round(value, 9) for value in canaries(values))


def _links_of_an_opened_home(settings: Settings) -> frozenset[str]:
    """Let leaders see everything, as after their days of waiting; returns every link key that is kept."""
    with closing(duckdb.connect(str(settings.database))) as database:
        database.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
        keys = database.execute("SELECT DISTINCT link_key FROM vault.response WHERE link_key IS NOT NULL").fetchall()
    return frozenset(str(key) for (key,) in keys)


def _stray_words(home: Path) -> None:
    """Files in the home that no page reads: a log, and one that somebody left there."""
    for name in ("joy.log", "left_behind.csv"):
        with (home / name).open("a", encoding="utf-8") as file:
            file.write(f"{mark('log')}\n")


def _renamed(row: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    return {key: names.get(cell, cell) for key, cell in row.items()}


def _said(row: dict[str, str], columns: tuple[str, ...], team: str) -> dict[str, str]:
    if not team:
        return row
    return row | {name: f"{row[name]} {mark('said', team)}" for name in columns if row[name]}


def _bring(store: Store, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    intake.import_file(store, folder / name, intake.load_profile("joy_table"))


def _edit(folder: Path, name: str, change) -> None:
    _write(folder / name, [change(number, row) for number, row in enumerate(_read(folder / name))])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
