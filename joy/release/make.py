"""Make one published update: all figures and findings of a programme at once, immutable, and one file for views."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pandas as pd

from joy.definitions import Definitions, DisclosureClass, Policy, load_policy
from joy.errors import NotFound
from joy.frames import row_of
from joy.periods import last_closed_week_end
from joy.release.evidence import Evidence, ask_sums
from joy.release.findings import finding_rows
from joy.release.guard import guarded
from joy.release.options import option_rows
from joy.release.participation import participation_rows
from joy.release.pulses import pulse_rows
from joy.release.rows import no_rows
from joy.release.statistics import rebuild_statistics
from joy.release.surveys import blank_rows, survey_rows
from joy.store import Store, write_release_file
from joy.store.definitions import definitions_of
from joy.store.reader import Asker


def make_release(store: Store, programme_id: str, *, reason: str) -> str:
    """Publish what may be seen of one programme now; returns the id of the new update.

    `reason` is import, check_in, nightly or by_hand. Only closed weeks and closed survey rounds are in it. Statistics,
    figures and findings are written in one transaction and to one read-only file; earlier updates are withdrawn
    together. Raises `NotFound` for an unknown programme.
    """
    policy = load_policy()
    with store.writing() as writer:
        definitions = definitions_of(writer)
        as_of = _today(writer, programme_id)
        rebuild_statistics(writer, definitions)
        frames = build_frames(writer, programme_id, as_of, definitions, policy)
        release_id = secrets.token_hex(8)
        frames["release.release"] = _record(release_id, programme_id, as_of, reason, policy, frames)
        named = {table: frame.assign(release_id=release_id) for table, frame in frames.items() if len(frame)}
        for table, frame in named.items():
            writer.append(table, frame)
        writer.run("release/withdraw_older", programme_id=programme_id, release_id=release_id)
        write_release_file(store.settings, release_id, named)
    return release_id


def build_frames(
    asker: Asker, programme_id: str, as_of: date, definitions: Definitions, policy: Policy
) -> dict[str, pd.DataFrame]:
    """Every table of a release but its own record, from the statistics in the vault."""
    closed_before = last_closed_week_end(as_of)
    about = {"programme_id": programme_id}
    enrolments = asker.ask("release/enrolments", **about)
    rounds = asker.ask("release/rounds", **about, closed_before=as_of)
    sets = asker.ask("release/learning_sets", **about)
    weeks = asker.ask("release/weeks", **about, closed_before=closed_before)
    days = asker.ask("release/days", **about, closed_before=closed_before)
    surveys = survey_rows(asker, definitions, programme_id, rounds)
    k = policy.classes[DisclosureClass.SURVEY].k_show
    parts = [surveys, blank_rows(asker, definitions, programme_id, surveys, k)]
    if len(weeks):
        parts.append(pulse_rows(weeks, days, enrolments, sets, closed_before, programme_id, policy))
    rows = pd.concat([part for part in parts if len(part)] or [no_rows()], ignore_index=True)
    figures = guarded(rows, definitions, policy)
    sums = ask_sums(asker, definitions, programme_id)
    return {
        "release.figure": figures,
        "release.figure_option": option_rows(asker.ask("release/options", **about), figures, definitions, policy),
        "release.finding": finding_rows(Evidence(sums, rows, figures, rounds, definitions, programme_id, policy)),
        "release.participation": participation_rows(weeks, enrolments, closed_before, policy),
    }


def _today(asker: Asker, programme_id: str) -> date:
    """The day it is for the programme: its own for invented data, else today in UTC."""
    programmes = asker.ask("release/programmes")
    if programme_id not in set(programmes["programme_id"]):
        known = ", ".join(programmes["programme_id"]) or "none yet"
        raise NotFound(f"There is no programme {programme_id} (known: {known}). Bring in its programme file first.")
    own = row_of(programmes, "programme_id", programme_id)["today"]
    return datetime.now(UTC).date() if pd.isna(own) else own.date()


def _record(
    release_id: str, programme_id: str, as_of: date, reason: str, policy: Policy, frames: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "release_id": [release_id],
            "programme_id": [programme_id],
            "made_at": [datetime.now(UTC).replace(tzinfo=None)],
            "as_of": [pd.Timestamp(as_of)],
            "reason": [reason],
            "policy_version": [policy.version],
            "content_hash": [content_hash(frames)],
            "is_withdrawn": [False],
            "number": pd.array([1], dtype="Int64"),
            "leaders_from": [pd.Timestamp(as_of)],
            "audit_id": [""],
        }
    )


def content_hash(frames: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 over the rows of every table: two updates with the same figures have the same hash."""
    digest = hashlib.sha256()
    for table in sorted(frames):
        digest.update(table.encode())
        digest.update(frames[table].to_csv(index=False).encode())
    return digest.hexdigest()
