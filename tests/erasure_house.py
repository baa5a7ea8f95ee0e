"""A small home full of marked people, for tests of erasing: every byte that must go can be found again."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from joy import commands
from joy.intake import import_file, load_profile
from joy.intake.keep import hash_link, link_salt
from joy.settings import ROOT, Settings
from joy.store import Store, open_store
from tests.intake_house import SMALL, load_tables


CODE = "VICTIM-Ødegård-42"
WORDS = "CANARY-COMMENT the bleep went off in the bath, ünmistakably mine"
STORY = "CANARY-STORY how we lost the kettle and found Zoë"
PEOPLE = 14  # in each of two rounds
SURVEY_ROUNDS = ("r1", "r2")
COMMENTS = "comment_id,enrolment_id,on_date,prompt,text,theme,component,is_cleared"
STORIES = (
    "story_id,enrolment_id,cohort_id,title,synopsis,challenge,who,how_measured,tested,outcome,learned_from_failure,"
    "next_step,theme,component,told_on,consent,consent_scope,consent_on,withdrawn_on,author_label,indicator_id,"
    "idea_id,version"
)


def fill(store: Store, folder: Path) -> None:
    """Bring in two teams of fourteen people with codes, remarks and stories, and publish."""
    folder.mkdir(exist_ok=True)
    load_tables(store, folder, SMALL)
    bring(store, folder, "survey.csv", survey_text(), "sample_staff")
    bring(store, folder, "comment.csv", comments_text(), "joy_table")
    bring(store, folder, "story.csv", stories_text(), "joy_table")
    commands.publish(store, ["p1"], reason="by_hand")


def bring(store: Store, folder: Path, name: str, text: str, profile: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    import_file(store, folder / name, load_profile(profile))


def survey_text(*, first: str = CODE) -> str:
    """Answers of the sample's people, under new codes; the first person of the first team is the one to be erased."""
    with (ROOT / "data" / "sample" / "staff_survey.csv").open(encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    written = io.StringIO(newline="")
    out = csv.DictWriter(written, list(sample[0]), lineterminator="\n")
    out.writeheader()
    for round_no, round_id in enumerate(SURVEY_ROUNDS):
        for number in range(2 * PEOPLE):
            team = "Harbour Ward" if number < PEOPLE else "007"
            code = first if number == 0 else f"person-{number}"
            answers = sample[number * 3 + 100 * round_no]
            out.writerow(answers | {"round": round_id, "team": team, "code": code, "role": ""})
    return written.getvalue()


def comments_text() -> str:
    others = [f"k{n},e1,2024-02-{n:02},helps,The tea of week {n} was good,,4,true" for n in range(1, 15)]
    return "\n".join([COMMENTS, f'k0,e1,2024-02-10,helps,"{WORDS}",,4,true', *others, ""])


def stories_text() -> str:
    told = ["s1,e1,c1,{},In two sentences.,,,,,,,,own_solutions,4,2024-03-01,true,programme,2024-03-02,,,,,1"]
    told += ["s2,e3,c1,{},Another one.,,,,,,,,own_solutions,4,2024-03-01,true,public,2024-03-02,,,,,1"]
    return "\n".join([STORIES, told[0].format(STORY), told[1].format("A quiet story"), ""])


def markers(settings: Settings) -> dict[str, bytes]:
    """What must not be found again, by what is erased."""
    link = hash_link(CODE, link_salt(settings))
    return {"response": link.encode(), "comment": WORDS.encode(), "story": STORY.encode()}


def places_of(settings: Settings, marker: bytes) -> list[str]:
    """Every file of the home in which a marker stands, packed or not. Only for homes that nobody has open."""
    found = []
    for path in sorted(path for path in settings.home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content += gzip.decompress(content)
        if marker in content:
            found.append(str(path.relative_to(settings.home)))
    return found


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    with closing(open_store(settings)) as store:
        yield store
