"""How we measure, in words: how a chart is read, how change is judged, and what is not shown and why."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from joy.definitions import DisclosureClass, Policy
from joy.findings import WORDS, Verdict
from joy.views import measuring


HALF_A_YEAR = 26  # weeks: a usual cohort
ENOUGH_BASELINE = measuring.enough_baseline()
REST = HALF_A_YEAR - ENOUGH_BASELINE
SHORT_BASELINE, USUAL_DAILY, USUAL_RISE = 6, 5, 20  # weeks, answers and points: the usual team, in README too
MANY_CHARTS = 70  # teams of a usual programme


def reading_a_run_chart() -> None:
    """How to read a run chart, in a few lines."""
    st.header("How to read a run chart", anchor=False)
    lines = (
        "Each dot is one week. The higher the dot, the larger the share of good days that week. A gap is a week "
        "with too few answers to show, or none.",
        "The dashed line is the middle: half the weeks lie above it, half below.",
        "Weeks go up and down by chance. Only an unusually long stretch on one side, or too few crossings of the "
        "middle, is more than chance explains. It is then coloured, and the title says so.",
        "**▲ blue** improved · **▼ orange** worsened · **◆ purple** changed, neither good nor bad · **● grey** no "
        "change we can tell from chance.",
        "Triangles under the chart are learning sets (LS). Numbered flags are tests of change ideas, lettered ones are "
        "notes. They show what happened when, not what caused what.",
        f"With fewer than {measuring.fewest_points()} weeks we show the dots and draw no conclusion.",
    )
    _bullets(lines)


def the_rules() -> None:
    """When a chart speaks, with the numbers, and how often it does by chance alone."""
    st.header("When a chart speaks", anchor=False)
    usual = next(rule for rule in measuring.run_rules() if rule.points == HALF_A_YEAR)
    st.markdown(
        f"With {usual.points} weeks, a chart speaks when **{usual.in_a_row} or more in a row** lie on one side of the "
        f"middle, or when the line **crosses the middle fewer than {usual.crossings_below} times**. If nothing has "
        f"changed, chance alone does this in {usual.chance}."
    )
    st.table(_rule_table(), hide_index=True, alt="What makes a run chart speak, by its number of weeks")
    expected = measuring.by_chance(MANY_CHARTS, HALF_A_YEAR)
    by_week = ", ".join(f"{share} in 100 by week {week}" for week, share in measuring.LOOKED_AT_WEEKLY)
    st.caption(
        "These chances are for one look at a chart. Looked at again every week, a stable chart speaks at least once by "
        f"chance more often: about {by_week} (simulated, 25 answers a week). So wait whether a signal lasts."
    )
    st.caption(
        f"Weeks exactly on the middle are not counted. Of {MANY_CHARTS} such charts in which nothing changed, about "
        f"{max(round(expected), 1)} would speak by chance; the number to expect stands wherever teams are counted."
    )
    in_a_row = measuring.run_after_baseline(ENOUGH_BASELINE, REST)
    with st.expander("Fewer on one side, or a long baseline"):
        _bullets(
            (
                "Where more weeks lie on one side of the middle than on the other, more in a row, or fewer crossings, "
                "are needed, so that chance alone stays under 1 chart in 20.",
                f"Where the baseline has {ENOUGH_BASELINE} weeks or more, the middle is the baseline’s. Only the weeks "
                f"behind it are judged, by one run: {in_a_row} in a row in the {REST} weeks that follow. At most 1 "
                "chart in 20 does so by chance.",
            )
        )
    with st.expander("Charts with limits"):
        st.markdown("Two lines show where nearly all points lie as long as nothing changes. Such a chart speaks at:")
        _bullets(f"{rule.told}. By chance: about 1 point in {rule.one_point_in:,}." for rule in measuring.point_rules())
    with st.expander("A new start on a chart"):
        st.markdown(
            "The middle is never moved by the program. A person may start a new phase once a chart has spoken and "
            "8 points lie behind the change. The reason and the day stand beside the chart, and it can be taken back."
        )


def _rule_table() -> pd.DataFrame:
    found = measuring.run_rules()
    return pd.DataFrame(
        {
            "Weeks": [str(rule.points) for rule in found],
            "In a row": [f"{rule.in_a_row} or more" if rule.in_a_row else "not possible" for rule in found],
            "Crossings": [f"fewer than {rule.crossings_below}" for rule in found],
            "By chance alone": [rule.chance.removeprefix("about ") for rule in found],
        }
    )


def how_change_is_judged() -> None:
    """What is compared with what, and what may be said of it."""
    st.header("How change is judged", anchor=False)
    _bullets(
        (
            "**Points first.** A change is told in points: from 40% to 49% is **+9 points**. How much that is in "
            "relation to the start is told second, and labelled.",
            "**What is compared.** Good days: the baseline weeks with the last eight weeks. Surveys: the first round "
            "with the latest, and one learning set with the next.",
            "**The baseline** is a stretch of weeks chosen for each team, usually from learning set 1 to 2. With fewer "
            f"than {ENOUGH_BASELINE} weeks it is shown as a reference, and the whole line decides.",
            "**The same people both times** are compared with themselves, where their own codes match. All who "
            "answered are compared beside it, and the two are never mixed.",
            "**Colleagues and service users** are two relationships. They are shown side by side, never averaged.",
            "**No ranking.** Teams stand in the order in which they joined; a leader may group them by what changed, "
            "never by how well they do.",
        )
    )


def how_sure(policy: Policy) -> None:
    """What a range means, what a team can spot, and what is said when we cannot be sure."""
    st.header("How sure we are", anchor=False)
    of_score, of_question = measuring.similar_margins()
    _bullets(
        (
            "**+9 points (2 to 16)** means: 9 is our best estimate, and anything from 2 to 16 would fit the answers. "
            "Such a range misses the truth about 1 time in 20.",
            "**The range holds 0:** no change we can tell from chance. That is not the same as “nothing changed”.",
            f"**Similar** is said of two relationships only when they surely differ by less than {of_score:g} points "
            f"of 100 ({of_question:g} for a single question).",
            "**Too few points, or too few answers:** we say so, and give no verdict.",
            "**What caused it** no chart can say. Tests and events are shown beside the line; the rest is for people "
            "to discuss.",
        )
    )
    st.subheader(f"What one team can spot in {HALF_A_YEAR} weeks", anchor=False)
    st.table(_spot_table(policy), hide_index=True, alt="How often a team would see a rise, by its answers a day")
    early = measuring.seen_after(SHORT_BASELINE, USUAL_DAILY, USUAL_RISE, policy)
    st.caption(
        f"Simulated: a rise half-way through, from {measuring.START_SHARE:.0%} good days. A team’s own page works out "
        "from where that team stands, so it may say something else. A cohort sees a change earlier than one team."
    )
    st.caption(
        f"A change near either end is hard to see in the whole line. A rise of {USUAL_RISE} points right after a "
        f"{SHORT_BASELINE}-week baseline, at {USUAL_DAILY} answers a day, is seen by {measuring.in_hundred(early)} "
        "teams; the change since baseline, with its range, is made for it."
    )


def _spot_table(policy: Policy) -> pd.DataFrame:
    found = measuring.what_a_team_can_spot(policy)
    columns: dict[str, list[str]] = {"Answers a day": [str(one.daily) for one in found]}
    for place, (rise, _) in enumerate(found[0].rises):
        columns[f"Rise of {rise} points"] = [_seen_words(one.rises[place][1]) for one in found]
    return pd.DataFrame(columns)


def _seen_words(seen: float) -> str:
    """The words of a team's own page, and the number behind them."""
    return f"{measuring.in_words(seen).removeprefix('about ')} ({measuring.in_hundred(seen)})"


def what_is_hidden(policy: Policy) -> None:
    """What is not shown, so that nobody can be picked out: the numbers come from the policy itself."""
    st.header("What we never show", anchor=False)
    classes = policy.classes
    fewest, careful = classes[DisclosureClass.SURVEY].k_show, classes[DisclosureClass.SENSITIVE].k_show
    first, second, third = policy.tiers[:3]
    st.markdown(
        f"- **Fewer than {fewest} answers:** nothing is shown. For burnout and for absence, fewer than "
        f"{careful}.\n"
        f"- **{first.at_least} to {second.at_least - 1} answers:** shares are rounded to the nearest "
        f"{first.share_step:.0%}. **{second.at_least} to {third.at_least - 1}:** to the nearest "
        f"{second.share_step:.0%}.\n"
        f"- **From {third.at_least} answers:** whole percents, with the number of answers rounded to {third.n_step} or "
        "coarser.\n"
        "- **A number that could be worked out from others** is hidden too. Whatever the reason, it says "
        f"“{WORDS[Verdict.HIDDEN]}”.\n"
        "- **Names, e-mail addresses and single answers** are never kept where a page could reach them.\n"
        + _about_good_days(policy)
    )
    st.caption("These rules are applied once, before anything is published. No page can see behind them.")


def _about_good_days(policy: Policy) -> str:
    if not policy.pulse.enabled:
        return ""
    pulse = policy.pulse
    return (
        f"- **Good days** are anonymous taps. A team of at least {pulse.team_of} sees a week from {pulse.answers} "
        f"answers, with at least {pulse.on_one_day} on one day; with fewer, weeks are joined."
    )


def _bullets(lines: Iterable[str]) -> None:
    st.markdown("\n".join(f"- {words}" for words in lines))
