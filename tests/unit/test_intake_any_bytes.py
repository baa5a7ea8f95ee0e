"""Whatever bytes come, intake either understands them or says why not."""

from __future__ import annotations

import random

import pytest

from joy.errors import ShownError
from joy.intake import check_file, load_profile
from tests.intake_house import count, load_tables


TALLY = b"date,team,question,answers,good_answers,channel\n2024-03-01,Harbour Ward,good_day_yes_no@1,4,3,paper\n"
SURVEY = (
    b"round,team,staff_genuine,staff_seen,staff_understand,staff_differ,staff_repair,staff_energy\n"
    b"r1,Harbour Ward,Often,Often,Often,Often,Often,Often\n"
)
TEAM = b"team_id,org_id,directorate,name,setting,is_clinical\nt9,o1,,Quay Team,community,true\n"
MARKS = (b'"', b",", b"\n", b"\r", b"\0", b";", b"\t", b"\xff", b"=", b"-", b"")
SPLINTERS = (*MARKS, b"1e5", "\ufeff".encode(), "\u202e".encode())


@pytest.mark.parametrize(
    ("name", "good", "profile"),
    [
        ("tally.csv", TALLY, "sample_tally"),
        ("survey.csv", SURVEY, "sample_service_users"),
        ("team.csv", TEAM, "joy_table"),
    ],
)
def test_damaged_files_never_end_in_a_fault_of_ours(store, tmp_path, name, good, profile):
    """Three hundred seeded damages to a good file each end in a preview or in words for the reader, never otherwise."""
    load_tables(store, tmp_path)
    chance, rules, path = random.Random(20240301), load_profile(profile), tmp_path / name  # noqa: S311 - seeded damage
    understood = refused = 0
    for _ in range(300):
        damaged = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(damaged) + 1)
            damaged[at : at + chance.randint(0, 8)] = chance.choice(SPLINTERS)
        path.write_bytes(bytes(damaged))
        try:
            understood += check_file(store, path, rules).rows > 0
        except ShownError:
            refused += 1
    assert understood + refused == 300
    assert refused > 240
    assert count(store, "vault.tally") == count(store, "vault.response") == 0
