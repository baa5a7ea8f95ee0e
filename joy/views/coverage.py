"""Which of the nine components of joy in work a cohort's ideas and tests reach, and which they leave out."""

from __future__ import annotations

import pandas as pd

from joy.access import Who, need_cohort
from joy.findings import Verdict
from joy.findings.records import TITLE_WORDS
from joy.findings.work import Filled
from joy.frames import each
from joy.store.reader import Asker
from joy.views import words
from joy.views.attending import ROWS
from joy.views.components import COMPONENTS
from joy.views.sentences import fitting
from joy.views.wall import has_ended
from joy.views.whose import whose_cohort


WHY = (
    "An idea is tagged by whoever noted it with one of the nine components of the IHI framework for joy in work.",
    "A gap is no fault: it shows where nobody has looked yet.",
    "One idea may be tested several times.",
)


def cohort_coverage(store: Asker, release: Asker, who: Who, cohort_id: str) -> Filled:
    """Count ideas and tests of one cohort by component. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    need_cohort(who, cohort_id)
    context = whose_cohort(store, release, who, cohort_id).context
    until = context.as_of.date()
    counted = context.store.ask("views/ideas_by_component", programme_id=context.programme_id, until=until)
    ideas = counted[counted["cohort_id"] == cohort_id]
    tests = context.tests[context.tests["cohort_id"] == cohort_id]["component"].value_counts()
    yet = "" if has_ended(context, cohort_id) else " yet"
    rows = pd.DataFrame([_row(number, ideas, tests, yet) for number in COMPONENTS], columns=ROWS)
    title = _title(rows, yet)
    return Filled(
        title=title,
        subtitle="Bars count ideas, and how many of them were tested; one idea may be tested several times",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}. " + "; ".join(f"{row.label}: {row.says}" for row in each(rows)) + ".",
        why=(*WHY, *_untagged(tests)),
        rows=rows,
        headings=("Component", "Ideas", "Ideas tested"),
        whole_label="ideas",
        part_label="of them tested",
    )


def _row(number: int, ideas: pd.DataFrame, tests: pd.Series, yet: str) -> tuple[object, ...]:
    label = COMPONENTS[number]
    found = ideas[ideas["component"] == number]
    if found.empty:
        return label, 0, 0, f"No idea{yet}", ""
    own = found.iloc[0]
    count, tested, adopted = int(own["ideas"]), int(own["tested"]), int(own["adopted"])
    says = f"{words.several(count, 'idea', 'ideas')}, {words.several(int(tests.get(number, 0)), 'test', 'tests')}"
    return label, count, tested, says, f"{words.several(adopted, 'idea', 'ideas')} adopted" if adopted else ""


def _title(rows: pd.DataFrame, yet: str) -> str:
    gaps = rows.loc[rows["whole"] == 0, "label"].tolist()
    reached = len(rows) - len(gaps)
    if not gaps:
        return "Every one of the nine components has an idea"
    if not reached:
        return f"No idea has been noted{yet}"
    some = f"{reached} of the 9 components {'has' if reached == 1 else 'have'} an idea"
    return fitting(
        TITLE_WORDS,
        f"{some}; none{yet} for {words.listed([name.lower() for name in gaps])}",
        f"{some}, {len(gaps)} have none{yet}",
    )


def _untagged(tests: pd.Series) -> tuple[str, ...]:
    count = int(tests[~tests.index.isin(list(COMPONENTS))].sum())
    return (
        (f"{words.several(count, 'test has', 'tests have')} no component noted and stand in no row.",) if count else ()
    )
