"""Prints how long one million answers take to import, and how much memory: python tests/load/bench_import.py

A programme of 200 teams, a wide survey file of 100,000 questionnaires × 10 questions, seeded; the import is timed
in this process, from the path of the file to the committed batch. The goal: 10 s and 1 GB on two cores.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from joy.intake import Profile, import_file, load_profile  # noqa: E402 - the project is run from its folder
from joy.settings import Settings  # noqa: E402 - the same
from joy.store import Store, open_store  # noqa: E402 - the same


TEAMS, PEOPLE = 200, 100_000
QUESTIONS = {
    **{f"q{n}": f"p6_colleagues@1/{key}" for n, key in enumerate(("genuine", "seen", "understand", "differ"), start=1)},
    **{
        f"w{n}": f"who5@1998/{key}"
        for n, key in enumerate(("cheerful", "calm", "active", "rested", "interested"), start=1)
    },
    "b": "burnout_single@2004/burnout",
}
OFTEN = ("Never", "Rarely", "Sometimes", "Often", "Almost always")
FREQUENCY = ("At no time", "Some of the time", "Less than half of the time", "Most of the time", "All of the time")
BURNOUT = ("No symptoms", '"Some stress, not burned out"', "Completely burned out")


def _peak_megabytes() -> float:
    """The most memory this process held; the kernel's other count would add what the starting process held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = open_store(Settings(home=home / "home", with_sample=False))
        _load_programme(store, home)
        path = _write_survey(home / "survey.csv")
        profile = Profile(
            id="bench", name="Bench", kind="responses", items=QUESTIONS, columns={"link": "code", "response": "id"}
        )
        start = time.perf_counter()
        batch = import_file(store, path, profile)
        seconds = time.perf_counter() - start
        store.close()
        peak = _peak_megabytes()
        size = path.stat().st_size / 1024**2
        took = f"{seconds:.2f} s; peak memory of the process {peak:,.0f} MB"
        print(f"{batch.rows:,} answers from {size:.0f} MB of CSV in {took}")  # noqa: T201 - it prints


def _load_programme(store: Store, folder: Path) -> None:
    texts = {
        "organisation": "org_id,name,sector,ods_code\no,Example Trust,nhs_trust,\n",
        "programme": "programme_id,name,aim_text,method,start_date,end_date,is_invented,today\n"
        "p,Bench,,,2024-01-01,,true,\n",
        "cohort": "cohort_id,programme_id,ordinal,name,start_date,end_date,lead_in_start,status\n"
        "c,p,1,One,2024-01-01,2024-12-31,,live\n",
        "team": "team_id,org_id,directorate,name,setting,is_clinical\n"
        + "".join(f"t{n},o,,Team {n},community,true\n" for n in range(TEAMS)),
        "enrolment": "enrolment_id,team_id,cohort_id,ordinal,joined_on,left_on,outcome,aim_text,aim_indicator_id,"
        "aim_target,aim_by,baseline_start,baseline_end,share_publicly\n"
        + "".join(f"e{n},t{n},c,{n + 1},2024-01-01,,active,,,,,,,false\n" for n in range(TEAMS)),
        "survey_round": "round_id,cohort_id,event_id,ordinal,name,opens_on,closes_on\n"
        "r1,c,,1,Round 1,2024-02-01,2024-02-28\n",
    }
    for table, text in texts.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        import_file(store, folder / f"{table}.csv", load_profile("joy_table"))


def _write_survey(path: Path) -> Path:
    chance = np.random.default_rng(7)
    options = [OFTEN] * 4 + [FREQUENCY] * 5 + [BURNOUT]
    cells = [np.array(texts)[chance.integers(0, len(texts), PEOPLE)] for texts in options]
    teams = chance.integers(0, TEAMS, PEOPLE)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(["id", "team", "round", "code", *QUESTIONS]) + "\n")
        for person, answers in enumerate(zip(*cells, strict=True)):
            stream.write(f"{person},Team {teams[person]},r1,plain-otter-{person},{','.join(answers)}\n")
    return path


if __name__ == "__main__":
    main()
