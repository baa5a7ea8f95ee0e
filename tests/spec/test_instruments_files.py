"""What every questionnaire file owes: a source, a licence, its published polarity, a new version when it changes."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from joy.definitions import DATA, load_definitions
from joy.errors import DefinitionProblem
from joy.scoring import compile_series
from tests.tables import rows


DEFINITIONS = load_definitions()
KNOWN = DEFINITIONS.instruments
FILES: dict[str, dict[str, Any]] = {
    path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "instruments").glob("*.toml"))
}
INDICATOR_FILES: dict[str, dict[str, Any]] = {
    path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "indicators").glob("*.toml"))
}
FINGERPRINTS = Path(__file__).with_name("instrument_fingerprints.toml")

# How many questions each questionnaire has, and how many of them are turned round in some score, as published.
POLARITY = """
| instrument                           | questions | turned |
| authenticity@2008                    | 12        | 8      |
| balance@1                            | 4         | 0      |
| biajs@2012                           | 4         | 0      |
| care@2004                            | 10        | 0      |
| cbi@2005                             | 19        | 1      |
| cnqb@2012                            | 4         | 0      |
| crew@2009                            | 8         | 0      |
| haq2@1996                            | 19        | 5      |
| iam_work@2014                        | 12        | 8      |
| imatter@2024                         | 29        | 0      |
| lmx7@1995                            | 7         | 0      |
| nqps9@1                              | 9         | 0      |
| nss_inclusion@1                      | 4         | 0      |
| olbi@1_is_agree                      | 16        | 8      |
| olbi@4_is_agree                      | 16        | 8      |
| p6_colleagues@1                      | 6         | 0      |
| p6_rating_staff@1                    | 6         | 0      |
| p6_service_users@1                   | 6         | 0      |
| proqol_cs@5                          | 10        | 0      |
| psychological_safety@1999            | 7         | 3      |
| psychological_safety@1999_five_point | 7         | 3      |
| rdfs6_service_user@2019              | 6         | 0      |
| rdfs6_staff@2019                     | 6         | 0      |
| relational_energy@2016               | 5         | 0      |
| rri_c_sf@2024                        | 8         | 0      |
| star_c@2007                          | 12        | 3      |
| star_p@2007                          | 12        | 3      |
| swemwbs@2009                         | 7         | 0      |
| tci14@1999_five_point                | 14        | 0      |
| tci14@1999_mixed                     | 14        | 0      |
| uwes3@manual                         | 3         | 0      |
| uwes9@manual                         | 9         | 0      |
| wai_s@1989                           | 12        | 2      |
| wai_sr@2006                          | 12        | 0      |
| wemwbs@2007                          | 14        | 0      |
| who5@1998                            | 5         | 0      |
"""
STUBS = {"bl_ri_mini", "cdcs", "hqc", "jse", "mbi", "nss_people_promise", "rcs", "wci"}
NEVER_WORDED = {
    "wemwbs",
    "swemwbs",
    "rcs",
    "jse",
    "mbi",
    "star_p",
    "star_c",
    "wai_sr",
    "uwes9",
    "tci14",
    "iam_work",
    "olbi",
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_what_it_is(name: str) -> None:
    """Every questionnaire says outright how far it is validated, on what evidence, from where and on what licence."""
    file = FILES[name]
    owed = ("status", "evidence", "source", "owner", "next_review", "target", "rater")

    assert [field for field in owed if not file.get(field)] == []
    assert file["licence"]["checked"]
    assert file["licence"]["attribution"]
    assert file["evidence"].endswith(".")


@pytest.mark.parametrize("name", FILES)
def test_questions_are_told_apart(name: str) -> None:
    """Within one questionnaire no key, label or number of a question is used twice."""
    items = FILES[name].get("items", [])
    for field in ("key", "label", "number"):
        values = [item[field] for item in items if field in item]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("row", rows(POLARITY), ids=lambda row: row["instrument"])
def test_polarity_is_as_published(row: dict[str, str]) -> None:
    """Each questionnaire has as many questions, and as many turned round, as its source says."""
    instrument = KNOWN[row["instrument"]]
    turned = {item.key for item in instrument.items if item.reverse}
    turned |= {key for scale in instrument.scales for key in scale.reverse or ()}

    assert (len(instrument.items), len(turned)) == (int(row["questions"]), int(row["turned"]))


def test_every_published_questionnaire_is_in_the_table() -> None:
    """No scored questionnaire escapes the table of polarity, save the single questions and those of one survey."""
    listed = {row["instrument"] for row in rows(POLARITY)}
    rest = {ref for ref, i in DEFINITIONS.usable.items() if ref not in listed and len(i.items) > 2}

    assert rest == {
        "biajs@2017",
        "recognition@2016",
        "recognition@2018",
        "leave_intention@ten",
        "leave_intention@verbal",
    }


def test_stubs_are_listed_with_a_reason_and_nothing_else() -> None:
    """What may not or cannot be encoded is listed with the reason, and has neither questions nor a measure."""
    stubs = {ref: i for ref, i in KNOWN.items() if not i.usable}

    assert {i.id for i in stubs.values()} == STUBS
    assert all(i.why_not.endswith(".") and i.wording == "none" and not i.items for i in stubs.values())
    assert not stubs.keys() & DEFINITIONS.usable.keys()
    assert not stubs.keys() & {series.instrument for series in compile_series(DEFINITIONS)}


def test_licensed_questionnaires_are_scored_only_where_a_licence_is_held() -> None:
    """Without a licence of one's own the two Warwick scales are not scored; with it they are."""
    guarded = {ref for ref, i in DEFINITIONS.usable.items() if i.needs_site_licence}
    without = {series.instrument for series in compile_series(DEFINITIONS)}
    with_it = {series.instrument for series in compile_series(DEFINITIONS, licensed=frozenset(guarded))}

    assert guarded == {"swemwbs@2009", "wemwbs@2007"}
    assert not guarded & without
    assert with_it == without | guarded


def test_wording_comes_only_with_what_is_ours_or_open() -> None:
    """Questions carry their words only where the licence is ours or open; whoever owns the others is asked first."""
    worded = {i.id: i.licence.status for i in KNOWN.values() if any(item.text for item in i.items)}

    assert set(worded.values()) <= {"ours", "open"}
    assert not NEVER_WORDED & set(worded)
    assert {"p6_colleagues", "balance", "pulse_myself", "closeness_colleagues", "good_day_agree"} <= set(worded)


def test_every_local_questionnaire_says_that_it_is_not_validated() -> None:
    """Whatever is ours or of one survey is marked local, and its evidence says that it is not validated."""
    local = [i for i in KNOWN.values() if i.status == "local"]

    assert {i.id for i in KNOWN.values() if i.licence.status == "ours"} <= {i.id for i in local}
    assert [i.ref for i in local if "not validated" not in i.evidence and "no study" not in i.evidence] == []


def test_bands_and_norms_have_a_source() -> None:
    """Every band, norm, reliability and smallest change names where it was read, and no band is a vendor's."""
    for instrument in KNOWN.values():
        figures = (*instrument.bands, *instrument.norms, *instrument.reliability, *instrument.change)
        assert all(figure.source for figure in figures)
    assert [(i.ref, b.name) for i in KNOWN.values() for b in i.bands] == [
        ("who5@1998", "low (a reason to look closer)")
    ]


def test_every_indicator_states_its_role() -> None:
    """Every measure says in its file whether it is an outcome, a process or a balancing measure."""
    assert [name for name, file in INDICATOR_FILES.items() if "role" not in file] == []
    balancing = {i.id for i in DEFINITIONS.indicators.values() if i.role == "balancing"}
    ours = {"hard_days", "worthwhile_days", "hard_but_worthwhile", "work_done", "too_much_support"}
    assert ours <= balancing
    assert DEFINITIONS.indicators["good_days"].role == "outcome"


def test_new_measures_stand_after_the_old() -> None:
    """The measures of the invented programme come first, the optional ones after them."""
    order = list(DEFINITIONS.indicators)

    assert order[0] == "good_days"
    assert order.index("hard_days") > order.index("intention_to_leave_ten")
    assert order.index("psychological_safety") > order.index("too_much_support")


def test_a_changed_question_needs_a_new_version() -> None:
    """A question, an option or the scoring of a version never changes: whoever changes one starts a new version."""
    kept = tomllib.loads(FINGERPRINTS.read_text(encoding="utf-8"))
    now = {ref: instrument.fingerprint for ref, instrument in KNOWN.items()}
    changed = sorted(ref for ref in kept.keys() & now.keys() if kept[ref] != now[ref])
    new = "\n".join(f'"{ref}" = "{now[ref]}"' for ref in sorted(now.keys() - kept.keys()))

    assert changed == [], (
        f"{', '.join(changed)}: a question, an option or the scoring differs from what answers were given to. Take the "
        "change back, keep this file as it was, and start a new version in a file of its own."
    )
    assert kept.keys() <= now.keys(), "A version that answers may refer to is gone: bring its file back."
    assert new == "", f"New versions; add to {FINGERPRINTS.name}:\n{new}"


@pytest.mark.parametrize(
    ("old", "new", "is_caught"),
    [
        ('label = "All of the time"', 'label = "Always"', True),
        ("code = 5", "code = 6", True),
        ("min_answered = 5", 'min_answered = 4\nmissing_rule = "person_mean"', True),
        ('key = "rested"\nlabel = "Rested"', 'key = "rested"\nlabel = "Rested"\nreverse = true', True),
        ('label = "Rested"', 'label = "Well rested"', False),
        ('name = "WHO-5 wellbeing index"', 'name = "WHO-5"', False),
    ],
    ids=["option label", "option code", "missing rule", "reversal", "our short label", "name"],
)
def test_fingerprints_see_what_matters(tmp_path: Path, old: str, new: str, is_caught: bool) -> None:
    """A changed option, code, rule or reversal changes the fingerprint; our own short label and name do not."""
    for folder in ("instruments", "indicators"):
        shutil.copytree(DATA / folder, tmp_path / folder)
    path = tmp_path / "instruments" / "who5.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    changed = load_definitions(tmp_path).instruments["who5@1998"].fingerprint
    assert (changed != KNOWN["who5@1998"].fingerprint) == is_caught


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    """Two files that define the same version are a fault, for answers could be scored by either."""
    for folder in ("instruments", "indicators"):
        shutil.copytree(DATA / folder, tmp_path / folder)
    shutil.copy(DATA / "instruments" / "who5.toml", tmp_path / "instruments" / "who5_copy.toml")

    with pytest.raises(DefinitionProblem, match="who5@1998: two files define it"):
        load_definitions(tmp_path)
