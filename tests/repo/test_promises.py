"""What the project promises in writing is so: commands, requirements, definitions, changelog."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import warnings
from datetime import UTC, datetime
from importlib.metadata import packages_distributions

import pytest

from joy.intake import Profile, load_profile
from joy.intake.table_rules import RULES


COMMANDS = (
    "pip install -r requirements.txt && streamlit run app.py",
    "pip install -r requirements-dev.txt && pytest",
)
PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][^\s*]*$")
BEHIND_STREAMLIT = {"authlib", "httpx"}  # st.login imports them, and does not require them by itself
TOP_LINES = 12  # the two commands are what a reader sees first


class ReviewDue(UserWarning):
    """A definition's review date has passed: somebody should look at it again."""


def test_readme_begins_with_the_two_commands(root):
    """The first lines of the README start the dashboard and test it."""
    top = (root / "README.md").read_text(encoding="utf-8").splitlines()[:TOP_LINES]

    assert [command for command in COMMANDS if command in top] == list(COMMANDS)


def test_every_command_is_in_the_readme(root):
    """Whatever `python -m joy --help` lists is explained in the README, and the README lists nothing else."""
    told = subprocess.run([sys.executable, "-m", "joy", "--help"], cwd=root, capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^  ([a-z][a-z-]+)(?:  |$)", told.stdout.partition("Commands:")[2], flags=re.MULTILINE))
    written = set(re.findall(r"python -m joy ([a-z][a-z-]+)", (root / "README.md").read_text(encoding="utf-8")))

    assert listed
    assert written == listed


def test_the_words_of_a_column_in_the_readme_are_those_it_takes(root):
    """For each column that takes only certain words the README's table of the structure lists exactly these."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^ *\| `(\w+)` of an? `(\w+)` \|(.*)\|$", readme, flags=re.MULTILINE)
    written = {(f"programme.{table}", column): set(re.findall(r"`(\w+)`", told)) for column, table, told in listed}
    structure = {table for table, _ in written}
    taken = {(table, column): set(words) for table in structure for column, words in RULES[table].words.items()}

    assert {"programme.cohort", "programme.team"} <= structure
    assert {key: written.get(key) for key in taken} == taken


def test_the_profile_in_the_readme_can_be_used(root, tmp_path):
    """The profile that the README shows is one that the intake accepts as it stands."""
    shown = re.search(
        r"^```toml\n(.*?)^```", (root / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    path = tmp_path / "our_staff_survey.toml"
    path.write_text(shown[1], encoding="utf-8")

    profile = load_profile(path)

    assert profile.id == "our_staff_survey"
    assert len(profile.items) == 6


def test_every_field_of_a_profile_is_in_the_readme(root):
    """The README's table explains every field that a profile may have, and no other."""
    table = (
        (root / "README.md").read_text(encoding="utf-8").partition("| field | for | meaning |")[2].partition("\n\n")[0]
    )
    explained = {
        name
        for line in table.splitlines()
        for name in re.findall(r"`([a-z_]+)`", line.partition("|")[2].partition("|")[0])
    }

    assert explained == set(Profile.model_fields)


def test_every_setting_is_in_the_readme(root):
    """The README explains every JOY_… setting that the program reads, and no other."""
    read = set(re.findall(r"\bJOY_[A-Z_]+\b", (root / "joy" / "settings.py").read_text(encoding="utf-8")))
    rows = re.findall(r"^\| `(JOY_[A-Z_]+)` \|", (root / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert set(rows) == read


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_exactly(root, name):
    """Every requirement names one version, so that two machines run the same code."""
    lines = [line.partition("#")[0].strip() for line in (root / name).read_text(encoding="utf-8").splitlines()]
    loose = [line for line in lines if line and not PINNED.match(line) and line != "-r requirements.txt"]

    assert loose == []


def test_requirements_are_what_the_product_imports(root, product):
    """Every package that joy, the pages and app.py import is required by name, and none is required for nothing."""
    required = _required(root / "requirements.txt")
    homes = packages_distributions()
    ours = set(sys.stdlib_module_names) | {"joy", "pages", "app"}
    imported = {top: module.name for module in product for top in _imports(module.tree) if top not in ours}
    known = {top: {_plain(home) for home in homes.get(top, [top])} for top in imported}
    missing = {top: imported[top] for top, names in known.items() if not names & required}
    unused = required - set().union(*known.values()) - BEHIND_STREAMLIT

    assert missing == {}
    assert unused == set()


def test_every_definition_says_where_it_comes_from(indicators, instruments):
    """Every indicator and instrument names its source, its owner, who checked it and when to look again."""
    owed = ("source", "owner", "next_review")
    faults = [
        f"{name}: {field}" for name, it in {**indicators, **instruments}.items() for field in owed if not it.get(field)
    ]
    faults += [f"{name}: checked_by" for name, indicator in indicators.items() if not indicator.get("checked_by")]
    faults += [f"{name}: licence.checked" for name, it in instruments.items() if not it["licence"].get("checked")]

    assert faults == []


@pytest.mark.filterwarnings("default::test_promises.ReviewDue", "default::tests.repo.test_promises.ReviewDue")
def test_review_dates_are_dates(indicators, instruments):
    """Every next review is a date; one that has passed is pointed out but stops nobody."""
    today = datetime.now(UTC).date()
    dates = {name: definition["next_review"] for name, definition in {**indicators, **instruments}.items()}
    for name in sorted(name for name, due in dates.items() if due < today):
        warnings.warn(f"{name} was to be reviewed by {dates[name]}", ReviewDue, stacklevel=1)

    assert [name for name, due in dates.items() if type(due) is not type(today)] == []


def test_licensed_wording_is_never_shipped(instruments):
    """An instrument whose licence forbids its wording carries none, only keys and our own labels."""
    carried = [
        f"{name} {item['key']}"
        for name, instrument in instruments.items()
        if not instrument["licence"]["ship_wording"]
        for item in instrument.get("items", [])  # a stub has none
        if "text" in item
    ]

    assert carried == []


def test_changelog_has_an_entry(root):
    """The changelog names the newest version with its date and says what it brought."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(
        r"^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL
    )

    assert newest is not None
    assert re.search(r"^- \S", newest[1], flags=re.MULTILINE)


def test_every_deviation_says_how_to_get_the_other_way(root):
    """Each deviation tells what others do, what we do, why, and how to get theirs."""
    sections = (root / "DEVIATIONS.md").read_text(encoding="utf-8").split("\n## ")[1:]
    incomplete = [
        section.splitlines()[0]
        for section in sections
        if any(f"**{part}**" not in section for part in ("Others", "Here", "Why", "To get theirs"))
    ]

    assert len(sections) > 5
    assert incomplete == []


def test_every_linked_file_exists(root, texts):
    """No link of our documents leads to a file that is not here."""
    broken = [
        f"{name} -> {target}"
        for name, text in texts.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
        if not (root / name).parent.joinpath(target).exists()
    ]

    assert broken == []


def test_every_exemption_gives_its_reason(root, texts):
    """Whatever a check is told to overlook has its reason on the same line."""
    pattern = re.compile(r"#\s*(noqa|type: ignore)(?P<rest>.*)$")
    bare = [
        f"{name}:{number}"
        for name, text in texts.items()
        if name.endswith(".py") and name != "tests/repo/test_promises.py"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line)) and not re.search(r"[\]A-Z0-9] +\S", found["rest"])
    ]
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    exempt = [*settings["ignore"], *(rule for rules in settings["per-file-ignores"].values() for rule in rules)]
    unexplained = [rule for rule in exempt if not any(f'"{rule}"' in line and "# " in line for line in lines)]

    assert bare == []
    assert unexplained == []


def _required(path) -> set[str]:
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return {_plain(re.split(r"[\[=]", line)[0]) for line in lines if line and not line.startswith("-r")}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found
