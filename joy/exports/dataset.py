"""The released figures as a data set: plain CSV files with a codebook and a read-me, ready to be published.

Everything comes from one published update through the reader's own eyes (joy.views.seen), as it stands there: rounded,
in bands, and only what is shown. Nothing of a person is in it, and what is not shown has no row, so that its reason
cannot be told apart.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from joy.access import Who, need_programme
from joy.definitions import Definitions
from joy.exports.codebook import BASES, COLUMNS, KINDS, PERIODS, RATES, README, VERDICTS
from joy.exports.dataset_tables import team_changes, work_of_cohorts, workforce
from joy.exports.tables import BYTE_ORDER_MARK, Scalar, Stamp, safe
from joy.store.reader import Asker
from joy.views.context import Context, context_of


GROUPS = ("programme", "cohort", "team")
FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip knows: equal figures make equal files
SHOWN = "shown"
LESS = "−"  # joins the two questionnaires that a difference within people is made of
Tables = dict[str, pd.DataFrame]


def dataset_zip(
    store: Asker, release: Asker, who: Who, programme_id: str, stamp: Stamp, cohort_id: str | None = None
) -> bytes:
    """Write the tables of a programme, or of one cohort of it, as CSV files, with codebook.csv and README.txt.

    Holds what `who` may see of the update and nothing else; with `cohort_id` that cohort and its teams. Every cell is
    safe to open in a spreadsheet. Raises `NotAllowed`.
    """
    tables = dataset(store, release, who, programme_id, cohort_id)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(ZipInfo(f"{name}.csv", FIXED), _written(table), ZIP_DEFLATED)
        archive.writestr(ZipInfo("README.txt", FIXED), _readme(stamp, tables).encode(), ZIP_DEFLATED)
    return file.getvalue()


def dataset(store: Asker, release: Asker, who: Who, programme_id: str, cohort_id: str | None = None) -> Tables:
    """The tables of the data set by name, as `dataset_zip` writes them. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    tables = {
        "figures": _figures(context, cohort_id),
        "findings": _of_groups(context, "views/findings", cohort_id)[list(COLUMNS["findings"])],
        "options": _options(context, cohort_id),
    }
    tables |= {
        "team_changes": team_changes(store, release, context, cohort_id),
        "workforce": workforce(context, cohort_id),
        "process": work_of_cohorts(context, cohort_id),
    }
    return tables | {"codebook": _codebook(context.definitions, tables)}


def _figures(context: Context, cohort_id: str | None) -> pd.DataFrame:
    figures = _of_groups(context, "views/figures", cohort_id)
    return figures.loc[figures["state"] == SHOWN, list(COLUMNS["figures"])].reset_index(drop=True)


def _of_groups(context: Context, question: str, cohort_id: str | None) -> pd.DataFrame:
    """What is asked of every kind of group, with the names of the groups; of one cohort it and its teams."""
    asked = [context.release.ask(question, group_kind=kind, group_id=None).assign(group_kind=kind) for kind in GROUPS]
    rows = pd.concat(asked, ignore_index=True)
    teams = context.teams.set_index("enrolment_id")
    names = _names(context)
    rows = rows.assign(
        group_name=rows["group_id"].map(names).fillna(""),
        cohort_id=rows["group_id"]
        .map(teams["cohort_id"])
        .fillna(rows["group_id"].where(rows["group_kind"] == "cohort")),
    )
    return rows if cohort_id is None else rows[rows["cohort_id"] == cohort_id].reset_index(drop=True)


def _names(context: Context) -> dict[str, str]:
    cohorts = dict(zip(context.cohorts["cohort_id"], context.cohorts["name"], strict=True))
    teams = dict(zip(context.teams["enrolment_id"], context.teams["name"], strict=True))
    return {context.programme_id: "Whole programme"} | cohorts | teams


def _options(context: Context, cohort_id: str | None) -> pd.DataFrame:
    """How answers spread, of the cohorts that may be seen."""
    seen = context.release.ask("views/answered")["cohort_id"].unique()
    wanted = [str(one) for one in seen if cohort_id in (None, one)]
    found = [context.release.ask("views/options", group_id=one).assign(cohort_id=one) for one in sorted(wanted)]
    columns = list(COLUMNS["options"])
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _codebook(definitions: Definitions, tables: Tables) -> pd.DataFrame:
    """What every column, measure, question, result and period in these tables means."""
    rows = [*_of_columns(tables), *_of_measures(definitions, tables), *_of_questions(definitions, tables)]
    rows += [("result", kind, KINDS[kind], "") for kind in _values(tables["findings"], "kind")]
    rows += [("period", kind, PERIODS[kind], "") for kind in _kinds(tables, "period_kind", "figures", "workforce")]
    rows += [("rate", name, RATES[name], "") for name in _values(tables["workforce"], "measure")]
    rows += [("basis", name, BASES[name], "") for name in _values(tables["workforce"], "basis")]
    rows += [("result", name, VERDICTS[name], "") for name in _values(tables["team_changes"], "verdict")]
    return pd.DataFrame(rows, columns=["what", "name", "meaning", "unit_and_direction"])


def _of_columns(tables: Tables) -> Iterable[tuple[str, ...]]:
    return (("column", f"{table}.{name}", COLUMNS[table][str(name)], "") for table in tables for name in tables[table])


def _of_measures(definitions: Definitions, tables: Tables) -> Iterable[tuple[str, ...]]:
    for name in _kinds(tables, "indicator_id", "figures", "findings", "team_changes"):
        one = definitions.indicators[name]
        meaning = f"{one.name}: {one.question} {' '.join(one.caveats)}".strip()
        form = "share, 0 to 1" if one.shows == "share" else f"mean, {one.minimum:g} to {one.maximum:g}"
        yield (
            "measure",
            name,
            meaning,
            f"{one.unit}; {form}; {one.direction.value.replace('_', ' ')}; counts {one.counts}",
        )


def _of_questions(definitions: Definitions, tables: Tables) -> Iterable[tuple[str, ...]]:
    refs = {ref for table in ("figures", "findings", "options") for ref in _values(tables[table], "instrument")}
    for ref in sorted(refs):
        first, _, second = ref.partition(LESS)
        if second:
            yield "questionnaire", ref, f"The first less the second, within people: {first} less {second}", ""
            continue
        one = definitions.instruments[ref]
        yield "questionnaire", ref, f"{one.name} ({one.status}), answered by {one.rater.replace('_', ' ')}s", ""
        for item in one.items:
            yield "question", f"{ref}/{item.key}", item.label, ""


def _kinds(tables: Tables, column: str, *names: str) -> list[str]:
    """What stands in one column of several tables."""
    return sorted({value for name in names for value in _values(tables[name], column)})


def _values(table: pd.DataFrame, column: str) -> list[str]:
    return sorted(str(name) for name in table[column].dropna().unique())


def _written(table: pd.DataFrame) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(name) for name in table.columns])
    for row in table.astype(object).to_numpy().tolist():
        writer.writerow([safe(_cell(cell)) for cell in row])
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def _cell(cell: Scalar) -> Scalar:
    """A day without a time of the day; all else as it is."""
    return cell.date().isoformat() if isinstance(cell, pd.Timestamp) else cell


def _readme(stamp: Stamp, tables: Tables) -> str:
    told = "\n".join(f"{name}: {value}" for name, value in stamp.told())
    counted: Sequence[str] = [f"{name}.csv: {len(table)} rows" for name, table in tables.items()]
    return "\r\n".join([*README.splitlines(), "", *counted, "", *told.splitlines(), ""])
