"""Late answers (rule R15): what arrives after its period was published waits until it cannot tell of single people.

Held are the answers of one import in one smallest group: a team in a round, or a team's tallies of one indicator in a
period they are told in, be it a week, a fortnight or the time between learning sets. Whatever waits is left out of
everything, so that no two updates differ there by one to k-1 people.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from joy.definitions import Definitions, DisclosureClass, Policy
from joy.disclosure import pulse_visible
from joy.release.leaves import with_leaves
from joy.store.writer import Writer


LEAF = ["enrolment_id", "period_id"]
WEEKLY = ["enrolment_id", "indicator_id", "instrument", "period_id"]
SINCE = {"vault.held_cell": ["cell_no", "came_with"], "vault.held_tally": [*WEEKLY[:3], "week", "came_with"]}


def hold_late(writer: Writer, definitions: Definitions, policy: Policy) -> None:
    """Decide what waits, note it, and take it out of the statistics, which must hold everybody's answers before.

    A team and period that no update counted for its cohort before is admitted whole; but a week of a stretch between
    learning sets, or of a fortnight, that was over and told is as good as counted. Of later imports those are
    admitted, from the first to arrive on, that together add nobody or at least k people to every indicator and
    question; tallies when what they add to the team's week, fortnight or stretch passes the pulse rule by itself. What
    was taken back and comes again as it was is admitted. The rest waits and is asked about again whenever statistics
    are made. Fails closed: an indicator without a threshold counts under the strictest.
    """
    late = _new(_told_in(writer, writer.ask("release/late_counts")))
    is_tally = late["kind"] == "week"
    waiting = waiting_imports(late[~is_tally], k_by_series(late[~is_tally], definitions, policy))
    cells = waiting.merge(writer.ask("release/cells_of_leaves"), on=LEAF)[SINCE["vault.held_cell"]]
    waits = waiting_tallies(late[is_tally].assign(period_id=late["leaf"]), policy).rename(columns={"period_id": "leaf"})
    weeks = late[is_tally].merge(waits).rename(columns={"period_id": "week"})[SINCE["vault.held_tally"]]
    weeks["week"] = pd.to_datetime(weeks["week"])
    _note(writer, "vault.held_cell", "release/held_cells", cells)
    _note(writer, "vault.held_tally", "release/held_tallies", weeks)
    for part in ("scores", "options", "counts"):
        writer.run(f"release/leave_out_held_{part}")


def _told_in(writer: Writer, late: pd.DataFrame) -> pd.DataFrame:
    """Late answers with the period they are told in as `leaf`; that of a survey is its round."""
    no_steps = writer.ask("release/published_steps", programme_id="")
    surveys = late[late["kind"] != "week"]
    parts = [surveys.assign(leaf=surveys["period_id"])]
    for programme in writer.ask("release/programmes")["programme_id"]:
        own = late[(late["kind"] == "week") & (late["programme_id"] == programme)]
        parts += [with_leaves(writer, str(programme), own, no_steps)] if len(own) else []
    return pd.concat(parts, ignore_index=True)


def _new(late: pd.DataFrame) -> pd.DataFrame:
    """Without what was taken back and came again as it was: with it a figure is what an earlier update showed.

    Whether it may be told beside updates made in between is for the comparison with them to say (`versions`).
    """
    is_tally = late["kind"] == "week"
    again = [
        part.groupby([*leaf, "came_with"])["is_back"].transform("all")
        for part, leaf in ((late[~is_tally], LEAF), (late[is_tally], [*WEEKLY[:3], "leaf"]))
        if len(part)
    ]
    return late[~pd.concat(again).reindex(late.index).astype(bool)] if again else late


def k_by_series(late: pd.DataFrame, definitions: Definitions, policy: Policy) -> pd.Series:
    """The fewest people that may be added to each row's indicator; to a single question as to the strictest survey."""
    strictest = max(policy.classes[name].k_show for name in (DisclosureClass.SURVEY, DisclosureClass.SENSITIVE))
    surveys = policy.classes[DisclosureClass.SURVEY].k_show
    known = {i.id: policy.classes[i.disclosure_class].k_show for i in definitions.indicators.values()}
    sensitive = _sensitive_questions(definitions)
    of_item = [
        strictest if at in sensitive else surveys for at in zip(late["instrument"], late["indicator_id"], strict=True)
    ]
    of_score = late["indicator_id"].map(known).fillna(strictest)
    return pd.Series(of_item, index=late.index, dtype="float64").where(late["kind"] == "item", of_score)


def _sensitive_questions(definitions: Definitions) -> set[tuple[str, str]]:
    """Questions that an indicator of a class stricter than surveys is made of, by instrument and key."""
    strict = [
        i.measured
        for i in definitions.indicators.values()
        if i.disclosure_class is not DisclosureClass.SURVEY and i.measured.kind in {"scale", "item", "both"}
    ]
    refs = [(measured, ref) for measured in strict for ref in measured.instruments if ref in definitions.instruments]
    return {(ref, key) for measured, ref in refs for key in measured.keys_in(definitions.instruments[ref])}


def waiting_imports(late: pd.DataFrame, k: pd.Series) -> pd.DataFrame:
    """The imports that wait, by team and round: those behind the last one up to which every sum is nobody or enough."""
    if late.empty:
        return late[[*LEAF, "came_with"]]
    series = [*LEAF, "kind", "indicator_id", "instrument"]
    late = late.assign(k=k)
    grid = late[[*series, "k"]].drop_duplicates(series).merge(late[[*LEAF, "came_with"]].drop_duplicates(), on=LEAF)
    grid = grid.merge(late[[*series, "came_with", "n"]], on=[*series, "came_with"], how="left").fillna({"n": 0})
    grid = grid.sort_values("came_with", ignore_index=True)
    added = grid.groupby(series)["n"].cumsum()
    grid["is_fine"] = (added == 0) | (added >= grid["k"])
    fine = grid.groupby([*LEAF, "came_with"])["is_fine"].all()
    return _behind_the_last_fine(fine.reset_index(), LEAF)


def waiting_tallies(late: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The same for tallies, by team, indicator and the period they are told in; rows may be of single weeks of it.

    The busiest day of several imports is at least that of one of them; that is the bound used.
    """
    if late.empty:
        return late[[*WEEKLY, "came_with"]]
    imports = late.groupby([*WEEKLY, "came_with"], as_index=False).agg(
        n=("n", "sum"), busiest_day=("busiest_day", "max"), people=("people", "min")
    )
    imports = imports.sort_values("came_with", ignore_index=True)
    own = imports.groupby(WEEKLY)
    size = imports["people"].to_numpy(dtype="float64")
    busiest = own["busiest_day"].cummax().to_numpy(dtype="float64")
    fine = pulse_visible(own["n"].cumsum().to_numpy(dtype="float64"), busiest, size, policy)
    return _behind_the_last_fine(imports.assign(is_fine=fine), WEEKLY)


def _behind_the_last_fine(imports: pd.DataFrame, leaf: list[str]) -> pd.DataFrame:
    last = imports["came_with"].where(imports["is_fine"]).groupby([imports[name] for name in leaf]).transform("max")
    return imports.loc[imports["came_with"] > last.fillna(-1), [*leaf, "came_with"]].reset_index(drop=True)


def _note(writer: Writer, table: str, query: str, waits: pd.DataFrame) -> None:
    """Write what waits anew; what waited before keeps the time since when."""
    before = writer.ask(query)
    if before.empty and waits.empty:
        return
    if table == "vault.held_tally":
        waits = waits.assign(week=waits["week"].astype("datetime64[s]"))
    both = waits.merge(before, on=SINCE[table], how="left")
    now = pd.Timestamp(datetime.now(UTC).replace(tzinfo=None))
    writer.clear(table)
    writer.append(table, both.assign(since=both["since"].fillna(now)))
