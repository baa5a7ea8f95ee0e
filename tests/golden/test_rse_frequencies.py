"""Six real survey exports go in through the public face; the frequencies their own authors published come out.

Data: The University of Edinburgh on behalf of the Software Sustainability Institute, CC BY 2.5 Scotland.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from joy.errors import DataProblem
from joy.intake import Batch, import_file, load_profile
from joy.settings import Settings
from joy.store import Store, open_store
from tests.intake_house import ask, count, load_tables


pytestmark = pytest.mark.oracle

TEAMS = ("uk", "de", "us", "nl")
PROGRAMME = {
    "organisation": "org_id,name,sector,ods_code\nssi,Research software engineers,education,\n",
    "programme": "programme_id,name,aim_text,method,start_date,end_date,is_invented,today\n"
    "rse,International survey of research software engineers,,,2016-01-01,,false,\n",
    "cohort": "cohort_id,programme_id,ordinal,name,start_date,end_date,lead_in_start,status\n"
    "rse,rse,1,Four countries,2016-01-01,2018-12-31,,ended\n",
    "learning_event": "event_id,cohort_id,ordinal,kind,title,starts_on,duration_min,mode,agenda,homework\n"
    "rse-1,rse,1,learning_set,First,2016-01-01,,virtual,,\n",
    "team": "team_id,org_id,directorate,name,setting,is_clinical\nuk,ssi,,United Kingdom,,false\n"
    "de,ssi,,Germany,,false\nus,ssi,,United States,,false\nnl,ssi,,Netherlands,,false\n",
    "enrolment": "enrolment_id,team_id,cohort_id,ordinal,joined_on,left_on,outcome,aim_text,aim_indicator_id,"
    "aim_target,aim_by,baseline_start,baseline_end,share_publicly\n"
    + "".join(
        f"rse-{t},{t},rse,{n},2016-01-01,,active,,,,,,,true\n" for n, t in enumerate(("uk", "de", "us", "nl"), 1)
    ),
    "survey_round": "round_id,cohort_id,event_id,ordinal,name,opens_on,closes_on\n"
    + "".join(
        f"rse-{year},rse,,{n},{year},{year}-01-01,{year}-12-31\n" for n, year in enumerate((2016, 2017, 2018), 1)
    ),
}
FILES = {
    "rse_uk_2016_decided": "2016_uk_public_data.csv",
    "rse_uk_2017": "2017_uk_public_data.csv",
    "rse_de_2017": "2017_de_public_data.csv",
    "rse_us_2017": "2017_us_public_data.csv",
    "rse_nl_2017": "2017_nl_public_data.csv",
    "rse_2018": "2018_public_data.csv",
}
ITEMS = {
    "affSat1": "enjoyment",
    "affSat2": "enthusiastic",
    "affSat3": "satisfied",
    "affSat4": "above_average",
    "affRec1": "confidence",
    "affRec2": "thanks",
    "affRec3": "recognition",
    "affRec4": "compliments",
    "affRec5": "encouragement",
    "turnOver1": "frustrated",
    "turnOver2": "look_forward",
    "turnOver3": "consider_leaving",
    "turnOver4": "other_job",
}
AGREE = {"Strongly disagree": 1, "Disagree": 2, "Neither agree or disagree": 3, "Agree": 4, "Strongly Agree": 5}
HOW_OFTEN = {"Never": 1, "Sometimes": 2, "Often": 3, "Very Often": 4, "Always": 5}
CODES = {
    **AGREE,
    **HOW_OFTEN,
    "1 (None at all)": 1,
    "10 (All my time)": 10,
    **{str(number): number for number in range(2, 10)},
}
# The published figures that are wrong: people who chose “Never ”, with a space, fell out of the authors' tables, 16 of
# 43 in one question and all 15 in the other.
WRONG = {("2016_uk", "turnOver2", "Never"): (27, 43), ("2016_uk", "turnOver1", "Never"): (0, 15)}
PUBLISHED = [
    ("2016_uk__affRec1_2", "affRec1"),
    ("2016_uk__affRec1_2", "affRec2"),
    ("2016_uk__affRec3_4_5", "affRec3"),
    ("2016_uk__affRec3_4_5", "affRec4"),
    ("2016_uk__affRec3_4_5", "affRec5"),
    *(("2016_uk__affSat1_2_3", f"affSat{n}") for n in (1, 2, 3)),
    *(("2016_uk__turnOver1_2", f"turnOver{n}") for n in (1, 2)),
    *(("2017_de__affSat1_2_3_4", f"affSat{n}") for n in (1, 2, 3, 4)),
    *(("2017_de__turnOver1_2_3_4", f"turnOver{n}") for n in (1, 2, 3, 4)),
    *(("2017_nl__affSat1_2", f"affSat{n}") for n in (1, 2)),
    *(("2017_us__affSat1_2_3_4", f"affSat{n}") for n in (1, 2, 3, 4)),
]


@pytest.fixture(scope="module")
def exports(shared: Path) -> Path:
    return shared / "survey-exports" / "limesurvey-rse"


@pytest.fixture(scope="module")
def rse(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, Batch]]]:
    """All six files, imported once."""
    folder = tmp_path_factory.mktemp("rse")
    store = open_store(Settings(home=folder / "home", with_sample=False))
    load_tables(store, folder, PROGRAMME)
    yield store, {name: import_file(store, exports / file, load_profile(name)) for name, file in FILES.items()}
    store.close()


@pytest.fixture
def empty_rse(store: Store, tmp_path: Path) -> Store:
    load_tables(store, tmp_path, PROGRAMME)
    return store


def test_every_published_column_is_compared(exports):
    """No published frequency table, and no column of one, is passed over in silence."""
    offered = {
        (path.stem, code)
        for path in (exports / "published_frequencies").glob("*.csv")
        for code in _codes_in_name(path.stem)
    }
    assert offered == set(PUBLISHED)
    for path in (exports / "published_frequencies").glob("*.csv"):
        assert len(_read(path)[0]) - 1 == len(_codes_in_name(path.stem)), path.stem


@pytest.mark.parametrize(("table", "code"), PUBLISHED)
def test_counts_equal_the_published_ones(rse, exports, table, code):
    """The answers in the database count what the survey's authors published, but for two figures known to be wrong."""
    store, _ = rse
    survey = table.split("__")[0]
    expected = _published(exports, table, code)
    for (in_survey, in_code, label), (wrong, right) in WRONG.items():
        if (in_survey, in_code) == (survey, code):
            assert expected[CODES[label]] == wrong
            expected[CODES[label]] = right
    assert _counts(store, survey, code) == expected


@pytest.mark.parametrize("profile", FILES)
def test_every_imported_question_counts_as_its_file_does(rse, exports, profile):
    """Every question of every profile has, option by option, the counts of a plain reading of the file."""
    store, _ = rse
    rules = load_profile(profile)
    header, *rows = _read(exports / FILES[profile])
    country = next(place for place, name in enumerate(header) if name.startswith("socio1"))
    teams = {"United Kingdom of Great Britain and Northern Ireland": "uk", "United Kingdom": "uk", "Germany": "de"}
    teams |= {"United States of America": "us", "United States": "us", "Netherlands": "nl"}
    for beginning, rule in rules.items.items():
        place = next(p for p, name in enumerate(header) if re.match(re.escape(beginning) + r"(?!\w)", name))
        numbers = rules.labels[rule.labels] | rules.decided(beginning)
        plain = Counter(
            (teams[row[country]], numbers[row[place].replace("\ufeff", "")])
            for row in rows
            if row[country] in teams and row[place]
        )
        found = ask(
            store,
            """SELECT team_id, code, count(*) FROM vault.answer JOIN vault.item USING (item_no)
            JOIN vault.survey_cell USING (cell_no) JOIN programme.enrolment USING (enrolment_id)
            WHERE instrument || '/' || item_key = $item AND round_id = $round
            AND list_contains($teams, team_id) GROUP BY ALL""",
            item=rule.item,
            round=rules.fixed["round"],
            teams=list({team for team, _ in plain}),
        )
        assert {(team, code): n for team, code, n in found} == plain, beginning


def test_two_spellings_of_never_stop_the_import(empty_rse, exports):
    """“Never” and “Never ” in one column stop the import, both named with their counts, and nothing is loaded."""
    with pytest.raises(DataProblem) as refused:
        import_file(empty_rse, exports / FILES["rse_uk_2016_decided"], load_profile("rse_uk_2016"))
    said = str(refused.value)
    assert re.search(r"“Never” \(27\) and “Never ” \(16\) differ only by a space", said)
    assert "“Never ” (58) and “Never” (15)" in said
    assert 'column = "turnOver2"\n    labels = { "Never " = 1 }\n    reason = "why"' in said
    assert len(refused.value.problems) == 2
    assert count(empty_rse, "vault.answer") == count(empty_rse, "vault.response") == 0
    assert count(empty_rse, "programme.import_batch") == len(PROGRAMME)
    assert not list((empty_rse.settings.kept).glob(f"*-{len(PROGRAMME) + 1}.csv.gz"))


def test_a_scale_is_refused_where_too_few_questions_were_asked(rse):
    """The Netherlands were asked two of four job satisfaction and two of five recognition questions: not scored."""
    _, batches = rse
    assert batches["rse_nl_2017"].notes[-2:] == (
        "Job satisfaction: only 2 of 4 questions were asked, so it is not scored.",
        "Recognition: only 2 of 5 questions were asked, so it is not scored.",
    )
    others = [note for name, batch in batches.items() if name != "rse_nl_2017" for note in batch.notes]
    assert not [note for note in others if "not scored" in note]


def test_countries_are_left_out_only_as_listed_and_are_counted(rse):
    """The 2018 profile leaves 29 countries out, and says how many rows that were: 997 - 333 - 237 - 147 - 54."""
    _, batches = rse
    assert (
        batches["rse_2018"]
        .notes[0]
        .startswith("226 rows were left out because the profile says so, by team: “Australia” (99)")
    )


def test_the_reworded_questions_are_kept_apart(rse):
    """United Kingdom 2017 used other wording for two questions, so all its answers carry the other version."""
    store, _ = rse
    versions = ask(
        store,
        """SELECT DISTINCT round_id, team_id, instrument FROM vault.answer JOIN vault.item USING (item_no)
        JOIN vault.survey_cell USING (cell_no) JOIN programme.enrolment USING (enrolment_id)
        WHERE instrument LIKE 'biajs%' ORDER BY ALL""",
    )
    assert versions == [
        ("rse-2016", "uk", "biajs@2012"),
        ("rse-2017", "de", "biajs@2012"),
        ("rse-2017", "nl", "biajs@2012"),
        ("rse-2017", "uk", "biajs@2017"),
        ("rse-2017", "us", "biajs@2012"),
    ]


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def _codes_in_name(stem: str) -> list[str]:
    """2017_de__affSat1_2_3 → affSat1, affSat2, affSat3."""
    first, *others = stem.split("__")[1].split("_")
    return [first, *(first[:-1] + number for number in others)]


def _published(exports: Path, table: str, code: str) -> Counter[int]:
    header, *rows = _read(exports / "published_frequencies" / f"{table}.csv")
    place = _codes_in_name(table).index(code) + 1
    assert header[place].startswith(f"{code}. ") or not header[place].startswith("aff")
    return Counter({CODES[row[0].replace("\ufeff", "")]: int(float(row[place])) for row in rows if row[place]})


def _counts(store: Store, survey: str, code: str) -> Counter[int]:
    year, team = survey.split("_")
    rows = ask(
        store,
        """SELECT code, count(*) FROM vault.answer JOIN vault.item USING (item_no)
        JOIN vault.survey_cell USING (cell_no) JOIN programme.enrolment USING (enrolment_id)
        WHERE round_id = $round AND team_id = $team AND item_key = $item GROUP BY code""",
        round=f"rse-{year}",
        team=team,
        item=ITEMS[code],
    )
    return Counter(dict(rows))
