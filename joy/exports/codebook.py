"""What the columns, kinds of results and kinds of periods of the data set mean, in words that can be published."""

from __future__ import annotations


_GROUP = {
    "group_kind": "What the row is about: programme, cohort, or team (a team in one cohort)",
    "group_id": "Its short id in this programme",
    "group_name": "Its name",
    "cohort_id": "The cohort of a cohort's or team's row; empty for the programme",
    "indicator_id": "The measure; see its row here",
    "instrument": "Questionnaire and version; figures of different versions are not to be compared",
}
COLUMNS: dict[str, dict[str, str]] = {
    "figures": _GROUP
    | {
        "period_kind": "What kind of stretch the figure is of; see its row here",
        "period_id": "The survey round (several joined by +), the learning set that opens it, or its first day",
        "period_start": "First day, year-month-day",
        "period_end": "First day that is no longer in it",
        "value": "The figure, rounded by how many answers it rests on: a share (0 to 1), or a mean in the unit",
        "capped": "over or under where only a bound is told; value is then its place in a chart",
        "n_band": "How many answers or people it rests on, as a band",
        "n_low": "The lowest number that the band allows",
        "favourable_share": "Share that counts as good, where enough answered for it to be told",
        "spread": "Standard deviation between people, where enough answered for it to be told",
    },
    "findings": _GROUP
    | {
        "kind": "What was worked out; see its row here",
        "from_period": "The earlier round, or baseline",
        "to_period": "The later round, or latest; the same as the earlier one where there is but one",
        "part": "The question it is about, or the other measure of a correlation; empty for the whole score",
        "value": "The result, in the measure's unit (shares as 0 to 1) or a coefficient",
        "low": "Lower end of its 95% interval; empty where too few answered for one",
        "high": "Upper end of its 95% interval",
        "n_band": "How many people, or teams, it rests on, as a band",
        "conclusion": "similar, different or unclear, where a test of equivalence was made",
        "detail": "What else is to be known, in words; of the model its assumptions",
    },
    "options": {
        "cohort_id": "The cohort",
        "instrument": "Questionnaire and version",
        "item_key": "The question; see its row here",
        "period_id": "The survey round",
        "label": "The answer, or answers merged because few chose them",
        "ordinal": "Its place in the order of answers",
        "share": "Share of people who chose it, rounded",
    },
    "team_changes": {
        "cohort_id": "The cohort",
        "cohort": "Its name",
        "team": "The team, in order of enrolment; never ranked",
        "indicator_id": "The measure; see its row here",
        "change": "Latest less start, in the measure's unit (shares as −1 to 1), from rounded figures",
        "told": "The same in words, with its 95% interval where one can be given",
        "verdict": "What may be said of the team's own result; see its row here",
    },
    "workforce": {
        "unit_kind": "What the row is about: programme, organisation, directorate or cohort; never a single team",
        "unit_id": "Its short id",
        "unit_name": "Its name",
        "cohort_id": "The cohort of a cohort's row; empty for others",
        "measure": "Which rate or count; see its row here",
        "basis": "How days or people are counted; rows of different bases are never to be mixed",
        "period_kind": "What kind of stretch it is of; see its row here",
        "period_start": "First day, year-month-day",
        "period_end": "First day that is no longer in it",
        "value": "The figure: rates in percent",
        "n_band": "How many people it is of, as a band",
    },
    "process": {
        "cohort_id": "The cohort",
        "cohort": "Its name",
        "teams_enrolled": "Teams that enrolled",
        "teams_sending": "Teams that have sent answers",
        "teams_testing": "Teams that have begun at least one test of a change idea",
        "teams_left": "Teams that left",
        "tests": "Tests begun by the day that the results reach to",
        "tests_adopted": "Of these: kept, or spread further",
        "tests_adapted": "Of these: to be tried again in another way",
        "tests_abandoned": "Of these: given up, which taught something too",
        "tests_running": "Of these: not finished by that day",
    },
}
RATES = {
    "absence_rate": "Days lost to sickness of a hundred days available, added up before dividing, never averaged",
    "leaver_rate": "People who left in the year of a hundred employed, on the mean of the counts at its start and end",
    "stability": "Of a hundred people there at the start of the year, how many were still there at its end",
    "leavers": "How many people left in the year",
}
BASES = {
    "calendar_fte": "Full-time equivalents and calendar days",
    "working_days": "Working days",
    "hours_scotland": "Hours lost of hours contracted, as NHS Scotland counts",
    "headcount": "People",
}
VERDICTS = {
    "improved": "Moved to the better by more than chance explains",
    "worsened": "Moved to the worse by more than chance explains",
    "changed": "Moved by more than chance explains; neither way is the better one",
    "no_change": "No change that can be told from chance",
    "too_few": "Too few points or answers to tell",
    "baseline": "The stretch to compare with has not ended",
    "hidden": "The verdict is not shown, to protect people's answers",
    "not_asked": "Not asked",
}
KINDS = {
    "reliability": "How well the questions of a score hang together: Cronbach's alpha of people who answered all",
    "omega": "The same from a model with one common factor: omega total",
    "floor": "Share of people at the lowest possible score",
    "ceiling": "Share of people at the highest possible score",
    "agreement": "How alike the people of one team answer: median of r_wg(j) over teams, 0 to 1",
    "icc1": "How much of the difference between people goes with their team",
    "icc2": "How steady one team's mean is",
    "match_rate": "Share of the earlier round's people who were found in the later one by a code they chose",
    "attrition": "At the earlier round: people found again less people who were not",
    "paired_change": "Change of the same people from the earlier to the later round (linked)",
    "unpaired_change": "Change of all who answered, compared as two groups (unlinked)",
    "clustered_change": "Change of daily answers from baseline to latest, its interval from how teams differ",
    "mixed_model": "Change in a model with teams as random effects; its assumptions stand in detail",
    "correlation": "How two measures go together over teams; says nothing of people",
    "item_level": "Mean of one question of both relationships, 0 to 100, of people who answered about both",
    "item_gap": "Difference of the two relationships within people, on one question",
    "scale_gap": "Difference of the two relationships within people, as a whole",
}
PERIODS = {
    "week": "A week from its Monday",
    "fortnight": "Two weeks",
    "between_sets": "From one learning set to the next",
    "baseline": "The stretch that is compared with",
    "latest": "The last stretch",
    "round": "One survey round",
    "pooled": "Several survey rounds together, of a team too small for single ones",
    "month": "A calendar month",
    "twelve_months": "Twelve months together",
    "year": "A year",
}
README = """Released figures of a joy-in-work programme
==========================================

These files hold everything that one published update shows to the reader who took them, and nothing else.

figures.csv       one row for each group, measure, questionnaire version and period
findings.csv      one row for each result that was worked out from people or from whole teams
options.csv       how answers spread over the options of each question, by cohort and round
team_changes.csv  how far each team moved on each headline measure, where that may be shown
workforce.csv     absence, leavers and stability by unit; never of a single team
process.csv       who took part: teams and tests, counted cohort by cohort
codebook.csv      what every column, measure, questionnaire, question, kind of result and kind of period means

How to read them
- Answers are not people: the codebook says of each measure what is counted.
- Figures are rounded, and numbers of answers are bands, by how few stand behind them. Do not compute finer ones.
- What is not shown, to protect people's answers, has no row. No reason for a missing row is told apart.
- Figures of different questionnaire versions are not to be compared.
- Before and after, without a control group: no cause can be claimed. Teams are in order of enrolment, never ranked.
- A text that a spreadsheet would run as a formula has an apostrophe in front.
"""
