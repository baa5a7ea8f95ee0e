"""Attacks on what pages are drawn from: records, charts, tables, texts, files and addresses, without a browser."""

from __future__ import annotations

import re
import tomllib
from contextlib import closing
from dataclasses import fields, is_dataclass

import numpy as np
import pandas as pd
import pytest

from joy import views
from joy.access import NotAllowed, owner_of_machine
from joy.attack.harvest import canaries, harvest, met, numbers
from joy.charts import Look, draw
from joy.definitions import load_policy
from joy.errors import NotFound
from joy.findings import Finding, Run, Verdict
from joy.release.policies import policies_of
from joy.release.raw import raw_of
from joy.settings import ROOT
from joy.store import open_release_file
from joy.store.definitions import definitions_of
from joy.store.reader import QUERIES


LEADER = owner_of_machine("leader")
LOOK = Look("light", "page")
EDGES = ("about 30", "about 100")
PRIMES = (41, 43, 47, 53, 59)
PLAIN_NUMBER = re.compile(r"(?<![\d–.,])\b(\d+) (?:answers|people)\b")
BEFORE_A_BAND = re.compile(r"(?:about|at least|over|under|from|of|fewer than|least|more than|or more|every)\s*$")


@pytest.fixture(scope="module")
def update(sample_store, programme):
    """The newest update of the sample, as its file."""
    name = views.latest_release(sample_store, LEADER, programme)
    with closing(open_release_file(sample_store.settings, name)) as release:
        yield release


@pytest.fixture(scope="module")
def raw(sample_store, programme, update):
    """Every exact figure of the sample, as only a release knows it."""
    definitions, policy = definitions_of(sample_store), load_policy()
    as_of = update.ask("views/release_record").iloc[0]["as_of"].date()
    return raw_of(sample_store, programme, as_of, definitions, policies_of(sample_store, programme, policy)).rows


@pytest.fixture(scope="module")
def pages(sample_store, update, programme):
    """What every page for leaders is laid out from: the programme, each cohort and each team."""
    teams = sample_store.ask("views/teams", programme_id=programme)
    found = [views.programme_impact(sample_store, update, LEADER, programme)]
    for cohort_id in teams["cohort_id"].unique():
        found.append(views.cohort_impact(sample_store, update, LEADER, cohort_id))
        found.append(views.cohort_closer(sample_store, update, LEADER, cohort_id))
    for team in teams["enrolment_id"].tolist()[::10]:
        found.append(views.team_picture(sample_store, update, LEADER, team))
        found.append(views.team_limits(sample_store, update, LEADER, team))
    return found


def records(thing):
    """Every record in what a view returned."""
    if isinstance(thing, Finding):
        yield thing
    if is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from records(getattr(thing, one.name))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from records(one)


def specs(pages):
    for record in records(pages):
        try:
            yield draw(record, look=LOOK)
        except TypeError:
            continue  # a record without a picture


def odd_shares(raw):
    """Exact shares of a prime number of answers: no mean of the few dozen points of a chart can give them by chance."""
    return raw[raw["n"].isin(PRIMES) & (raw["indicator_id"] == "good_days")]


def raw_figures_of(raw):
    """Exact values of small groups that nothing shown can give by chance: odd shares, and spreads, which are roots."""
    spreads = raw.loc[(raw["n"] > 2) & (raw["n"] < 60), "spread"].dropna()
    return canaries([*odd_shares(raw)["value"], *spreads])


def careless_chart(raw):
    """A run chart drawn from exact figures, hidden weeks and all, as from a frame of answers."""
    mine = odd_shares(raw).head(20)
    points = pd.DataFrame(
        {"start": mine["period_start"].dt.date, "label": "week", "value": mine["value"], "n": mine["n"].astype(str),
         "marked": False, "part": 0}
    )  # fmt: skip
    return Run("A run", "of weeks", Verdict.NO_CHANGE, "A chart", points=points)


def test_a11_no_exact_figure_is_in_any_chart(pages, raw):
    """A11: no exact figure of a small group is in any chart's data; a chart of exact figures holds many."""
    exact = raw_figures_of(raw)
    careless = met(exact, numbers(harvest(draw(careless_chart(raw), look=LOOK))))
    assert careless > 0
    drawn = list(specs(pages))
    assert len(drawn) > 100
    assert met(exact, numbers(harvest(drawn))) == 0


def test_a12_no_exact_figure_is_in_any_record_table_or_index(pages, raw):
    """A12: records and their tables hold no exact figure, in no hidden column and no index."""
    exact = raw_figures_of(raw)
    table = pd.DataFrame({"value": [0.5]}, index=[next(iter(exact))])
    assert met(exact, numbers(harvest(table))) > 0
    assert met(exact, numbers(harvest(pages))) == 0
    assert met(exact, numbers(harvest([record.table() for record in records(pages)]))) == 0


def test_a10_every_number_of_answers_is_a_band(pages):
    """A10: columns called n, titles, notes and alternative texts tell how many answered only as a band."""
    assert plain_numbers("17 of 23 answered, 23 people") == ["23"]
    tables = [getattr(record, one.name) for record in records(pages) for one in fields(record)]
    frames = [table for table in tables if isinstance(table, pd.DataFrame)]
    columns = [frame[name] for frame in frames for name in frame.columns if name in ("n", "n_before", "n_after")]
    assert len(columns) > 50
    exact = [cell for column in columns for cell in column.dropna().map(str) if cell.strip().isdigit()]
    assert exact == []


def plain_numbers(text):
    """Numbers of answers or people that a text tells without "about" or a band."""
    return [found[1] for found in PLAIN_NUMBER.finditer(text) if not BEFORE_A_BAND.search(text[: found.start()])]


def test_a9_limits_depend_on_the_band_alone(pages, raw):
    """A9: solving a chart's limits for n gives one number per band, so it tells nothing the band does not."""
    centre = 0.6
    solved = {n: _n_from(centre, centre + 3 * np.sqrt(centre * (1 - centre) / n)) for n in range(5, 60)}
    assert all(round(found) == n for n, found in solved.items()), "exact limits give n away"
    by_band: dict[tuple[str, float], set[float]] = {}
    for record in records(pages):
        points = getattr(record, "points", None)
        if isinstance(points, pd.DataFrame) and {"upper", "centre", "n"} <= set(points) and record.is_share:
            for row in points.dropna(subset=["upper", "centre"]).itertuples():
                if 0 < row.centre < 1 and row.centre < row.upper < 1:
                    key = (str(row.n), round(row.centre, 9), id(record))
                    by_band.setdefault(key, set()).add(round(row.upper, 6))
    assert len(by_band) > 20
    # "about 30" and "about 100" have two lowest numbers, below and above the edge of a tier, which the tier tells.
    assert [key for key, uppers in by_band.items() if len(uppers) > 1 + (key[0] in EDGES)] == []


def _n_from(centre, upper):
    return 9 * centre * (1 - centre) / (upper - centre) ** 2


def test_a15_a28_a30_no_view_asks_for_people():
    """A15, A28 and A30: no question of a view names the vault, so scales, orders, options and rows cannot follow it."""
    careless = "SELECT min(n) FROM vault.tally"
    assert "vault." in careless
    asked = {path.name: path.read_text(encoding="utf-8") for path in (QUERIES / "views").glob("*.sql")}
    assert len(asked) > 5
    assert [name for name, text in asked.items() if "vault." in text.split("-- Returns:")[-1]] == []


def test_a18_nothing_is_listed_by_its_results(sample_store, programme, update):
    """A18: teams stand in the order of enrolment, whatever they answered."""
    choices = views.choices_of(sample_store, LEADER)
    cohorts = [cohort for one in choices.programmes for cohort in one.cohorts]
    order = sample_store.ask("views/teams", programme_id=programme).sort_values(["cohort_id", "ordinal"])
    assert len(cohorts) > 3
    for cohort in cohorts:
        mine = order.loc[order["cohort_id"] == cohort.cohort_id, "enrolment_id"].tolist()
        assert [team.enrolment_id for team in cohort.teams] == mine


@pytest.mark.parametrize("name", ["c1-01", "nobody", "c1-01' OR 1=1 --", "../../etc/passwd", "c9-99"])
def test_a14_a29_an_address_gives_no_other_teams_page(sample_store, update, programme, name):
    """A14 and A29: whatever stands in the address, a team gets its own page alone, and a refusal names nothing."""
    mine = owner_of_machine("team", programme_id=programme, cohort_id="c2", enrolment_id="c2-01")
    assert views.team_picture(sample_store, update, LEADER, "c1-01") is not None
    with pytest.raises((NotAllowed, NotFound)) as refused:
        views.team_picture(sample_store, update, mine, name)
    assert name not in str(refused.value)
    with pytest.raises((NotAllowed, NotFound)) as unknown:
        views.team_picture(sample_store, update, mine, "there is no such team")
    assert str(refused.value) == str(unknown.value)


def test_a33_a34_the_server_serves_no_folder_and_no_agent():
    """A33 and A34: static serving, the agent interface and metrics are off in the settings that ship."""
    careless = tomllib.loads("[server]\nenableStaticServing = true\nenableAgentApi = true")
    assert careless["server"]["enableStaticServing"]
    ours = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = ours.get("server", {})
    assert not server.get("enableStaticServing", False)
    assert not server.get("enableAgentApi", False)
    assert not ours.get("browser", {}).get("gatherUsageStats", True)


def test_a35_differences_rest_on_shown_figures_alone(sample_store, update):
    """A35: every told change has both its ends shown, so it cannot be solved for a hidden one."""
    hidden, latest = 42.0, 60.0
    assert latest / (1 + (latest - hidden) / hidden) == pytest.approx(hidden), "a ratio to a hidden value is solved"
    release = str(sample_store.ask("attack/updates").iloc[-1]["release_id"])
    figures = sample_store.ask("attack/figures", release_id=release)
    shown = {tuple(row) for row in figures.loc[figures["state"] == "shown", KEY].itertuples(index=False)}
    told = sample_store.ask("attack/findings", release_id=release)
    changes = told[told["kind"].isin(["unpaired_change", "paired_change", "clustered_change", "attrition"])]
    assert len(changes) > 20
    whose = ["group_kind", "group_id", "indicator_id", "instrument"]
    ends = [(*row[:4], period) for row in changes[[*whose, "from_period", "to_period"]].itertuples(index=False)
            for period in row[4:]]  # fmt: skip
    assert [end for end in ends if end not in shown] == []


KEY = ["group_kind", "group_id", "indicator_id", "instrument", "period_id"]
