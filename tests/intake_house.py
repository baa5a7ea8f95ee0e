"""A small programme for tests of intake, written as the CSV text it would be typed in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from joy.intake import Batch, import_file, load_profile
from joy.store import Store


# Two teams in a cohort of 2024, one of them gone from July; a second cohort that only the first team is in.
SMALL: Mapping[str, str] = {
    "organisation": """\
org_id,name,sector,ods_code
o1,Example Trust,nhs_trust,
""",
    "programme": """\
programme_id,name,aim_text,method,start_date,end_date,is_invented,today
p1,Joy in work,,,2024-01-01,,true,2024-12-31
""",
    "cohort": """\
cohort_id,programme_id,ordinal,name,start_date,end_date,lead_in_start,status
c1,p1,1,Cohort 1,2024-01-01,2024-12-31,,live
c2,p1,2,Cohort 2,2024-09-01,2025-06-30,,live
""",
    "team": """\
team_id,org_id,directorate,name,setting,is_clinical
t1,o1,,Harbour Ward,inpatient,true
t2,o1,,Mill Street Team,community,true
t007,o1,,007,corporate,false
""",
    "team_name": """\
team_id,name,until
t2,Old Mill Team,2023-12-31
""",
    "enrolment": """\
enrolment_id,team_id,cohort_id,ordinal,joined_on,left_on,outcome,aim_text,aim_indicator_id,aim_target,aim_by,\
baseline_start,baseline_end,share_publicly
e1,t1,c1,1,2024-01-01,,active,,,,,,,false
e2,t2,c1,2,2024-01-01,2024-07-01,withdrew,,,,,,,false
e3,t007,c1,3,2024-01-01,,active,,,,,,,false
e4,t1,c2,1,2024-09-01,,active,,,,,,,false
""",
    "survey_round": """\
round_id,cohort_id,event_id,ordinal,name,opens_on,closes_on
r1,c1,,1,Round 1,2024-02-01,2024-02-28
r2,c1,,2,Round 2,2024-08-01,2024-08-31
r3,c2,,1,Round 1,2024-10-01,2024-10-31
r4,c2,,2,Round 2,2025-02-01,2025-02-28
""",
}


def load_tables(store: Store, folder: Path, texts: Mapping[str, str] = SMALL) -> None:
    """Import tables from their text through the public face of intake, in the order given."""
    for table, text in texts.items():
        give(store, folder, f"{table}.csv", text, "joy_table")


def give(store: Store, folder: Path, name: str, text: str, profile: str) -> Batch:
    """Write `text` to a file and import it."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return import_file(store, path, load_profile(profile))


def count(store: Store, table: str, where: str = "true") -> int:
    """How many rows a table of the database has."""
    with store.cursor() as cursor:
        found = cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()  # noqa: S608 - a test's own
    return int(found[0])


def ask(store: Store, sql: str, **values: object) -> list[tuple]:
    """Rows of a question that only a test asks, with its $parameters."""
    with store.cursor() as cursor:
        return cursor.execute(sql, values or None).fetchall()
