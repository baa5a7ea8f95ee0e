"""Make one published update: all figures and findings of a programme at once, immutable, and one file for views."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pandas as pd

from joy.definitions import Definitions, Policy, load_policy
from joy.errors import NotFound
from joy.frames import row_of
from joy.periods import last_closed_week_end
from joy.release.audit import audited, withheld
from joy.release.comments import readable, rows_of
from joy.release.evidence import Evidence, ask_sums
from joy.release.findings import finding_rows
from joy.release.guard import guarded
from joy.release.histories import without_told_over_time
from joy.release.options import option_rows
from joy.release.participation import participation_rows
from joy.release.policies import freeze_policies, policies_of
from joy.release.raw import raw_of
from joy.release.reveal import reveal_rows
from joy.release.statistics import rebuild_statistics
from joy.release.themes import theme_rows
from joy.release.turns import Turn, begin_turn
from joy.release.versions import against_earlier, without_unsafe_findings, without_unsafe_options
from joy.release.waiting import note_waiting, waiting_rows
from joy.release.workforce import workforce_rows
from joy.store import Store, write_release_file
from joy.store.definitions import definitions_of
from joy.store.reader import Asker
from joy.store.writer import Writer


def make_release(store: Store, programme_id: str, *, reason: str, opens_at_once: bool = False) -> str:
    """Publish what may be seen of one programme now; returns the id of the update that holds it.

    `reason` is import, check_in, nightly or by_hand. Only closed weeks and closed survey rounds are in it. Statistics,
    figures and findings are written in one transaction and to one read-only file. Where figures and findings are those
    of the newest update, that one stays and nothing new is made. Leaders see a new update some working days after
    teams (policy), unless it `opens_at_once`; earlier updates stay as long as somebody is still to see them. Where
    something was taken back or erased they are withdrawn at once, all together. Raises `NotFound` for an unknown
    programme.
    """
    policy = load_policy()
    with store.writing() as writer:
        definitions = definitions_of(writer)
        as_of = _today(writer, programme_id)
        rebuild_statistics(writer, definitions, policy)
        freeze_policies(writer, programme_id, as_of, policy)
        turn = begin_turn(writer, programme_id, as_of, policy, opens_at_once=opens_at_once)
        frames = build_frames(writer, programme_id, as_of, definitions, policy)
        kept = ("release.waiting", "vault.published_step", "vault.themed", "vault.workforce_told")
        waiting, steps, themed, sums = (frames.pop(table) for table in kept)
        content = content_hash(frames)
        update = turn.unchanged(content, store.settings)
        if update is None:
            update = secrets.token_hex(8)
            _write(store, writer, update, _record(update, programme_id, as_of, reason, policy, content, turn), frames)
            turn.withdraw(writer, update, turn.leaders_from(content))
            writer.append("vault.themed", themed.assign(release_id=update))
            writer.append("vault.workforce_told", sums.assign(release_id=update))
        note_waiting(writer, programme_id, update, waiting)
        writer.append("vault.published_step", steps.assign(release_id=update))
    return update


def _write(store: Store, writer: Writer, update: str, record: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write an update to the database and to its file, which holds nothing that not everybody may see."""
    audit = frames["release.audit"]
    every = {
        **frames,
        "release.release": record.assign(audit_id=audit["audit_id"].tolist()),
        "release.audit": audit.assign(made_at=record["made_at"]),
    }
    named = {table: frame.assign(release_id=update) for table, frame in every.items() if len(frame)}
    for table, frame in named.items():
        writer.append(table, frame)
    write_release_file(store.settings, update, named)


def build_frames(
    asker: Asker, programme_id: str, as_of: date, definitions: Definitions, policy: Policy
) -> dict[str, pd.DataFrame]:
    """Every table of a release but its own record, from the statistics in the vault."""
    about = {"programme_id": programme_id}
    policies = policies_of(asker, programme_id, policy)
    raw = raw_of(asker, programme_id, as_of, definitions, policies)
    # Rules that hold several figures against each other, options and remarks are held to the strictest policy in play:
    # whatever passes it passes that of its own round, so it can only hide more. Single figures have their round's own.
    rows, policy = raw.rows, policies.together
    earlier = against_earlier(asker, programme_id, rows, raw.new_steps, definitions, policy)
    figures = guarded(rows, definitions, policies, earlier)
    figures = withheld(figures, without_told_over_time(asker, programme_id, figures, definitions, policy))
    figures, audit = audited(rows, figures, definitions, policies, earlier.known)
    sums = ask_sums(asker, definitions, programme_id)
    options = option_rows(asker.ask("release/options", **about), figures, definitions, policy)
    findings = finding_rows(Evidence(sums, rows, figures, raw.rounds, definitions, programme_id, policy))
    remarks = readable(asker, programme_id, last_closed_week_end(as_of), policy)
    themes = theme_rows(asker, programme_id, remarks.cohorts, policy)
    workforce, sums_told = workforce_rows(asker, programme_id, as_of, policy)
    return {
        "release.figure": figures,
        "release.figure_option": without_unsafe_options(options, earlier),
        "release.finding": without_unsafe_findings(findings, earlier),
        "release.participation": participation_rows(
            raw.weeks, asker.ask("release/enrolments", **about), last_closed_week_end(as_of), policy
        ),
        "release.comment": rows_of(asker, programme_id, remarks, policy),
        "release.theme": themes.rows,
        "release.reveal": reveal_rows(asker, programme_id),
        "release.audit": audit,
        "release.waiting": waiting_rows(asker, programme_id, rows, earlier),
        "release.workforce": workforce,
        "vault.published_step": raw.new_steps,
        "vault.themed": themes.themed,
        "vault.workforce_told": sums_told,
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
    update: str, programme_id: str, as_of: date, reason: str, policy: Policy, content: str, turn: Turn
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "release_id": [update],
            "programme_id": [programme_id],
            "made_at": [turn.now],
            "as_of": [pd.Timestamp(as_of)],
            "reason": [reason],
            "policy_version": [policy.version],
            "content_hash": [content],
            "is_withdrawn": [False],
            "number": pd.array([turn.number], dtype="Int64"),
            "leaders_from": [pd.Timestamp(turn.leaders_from(content))],
        }
    )


def content_hash(frames: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 over everything that may be seen: two updates with the same figures have the same hash.

    The audit's own record is left out, as it has an id of its own each time.
    """
    digest = hashlib.sha256()
    for table in sorted(set(frames) - {"release.audit", "release.release"}):
        digest.update(table.encode())
        digest.update(frames[table].to_csv(index=False).encode())
    return digest.hexdigest()
