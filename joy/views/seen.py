"""Reading a published update through somebody's eyes: rows that the person may not see are never handed on.

The pages' own questions refuse first (joy.access); this is the second wall, at the read itself.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from joy.access import NotAllowed, Who, administers, sees_cohort, sees_programme, sees_results, sees_team
from joy.frames import only
from joy.store.reader import Asker, Value


SEES: dict[object, Callable[[Who, str], bool]] = {
    "programme": sees_programme,
    "cohort": sees_cohort,
    "team": sees_team,
}
OF_GROUPS = {"views/figures", "views/findings"}  # asked with group_kind; each row has its group_id
OF_COHORTS = {"views/options": "group_id"}  # asked for one cohort
IN_COHORTS = {"views/answered"}  # each row has its cohort_id; holds no figure
OF_ONE = {"views/comments", "views/themes"}  # asked for one group, of the kind that is asked for
OF_UNITS = {"views/workforce"}  # for roles that look at many teams at once; cohorts' rows for those who see the cohort
FOR_ALL = {  # totals and facts about the update itself; who takes part is counted and told by cohort or as one's own
    "views/release_record",
    "views/participation",
    "views/not_shown",  # the programme's total and nothing less
}


class Seen:
    """A published update as `who` sees it. A question it does not know is refused."""

    def __init__(self, update: Asker, who: Who) -> None:
        self._update, self._who = update, who

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame:
        """Answer as the update does, without the rows that may not be seen. Raises `NotAllowed`."""
        if query in OF_GROUPS:
            return self._only(self._update.ask(query, **values), "group_id", SEES[values["group_kind"]])
        if query in IN_COHORTS:
            return self._only(self._update.ask(query, **values), "cohort_id", _asked_there)
        if query in OF_COHORTS and sees_cohort(self._who, str(values[OF_COHORTS[query]])):
            return self._update.ask(query, **values)
        if query in OF_ONE and SEES[values["group_kind"]](self._who, str(values["group_id"])):
            return self._update.ask(query, **values)
        if query in OF_UNITS and sees_results(many_teams(self._who)):
            rows = self._update.ask(query, **values)
            units = zip(rows["unit_kind"], rows["unit_id"], strict=True)
            return only(rows, (_sees_unit(self._who, kind, unit) for kind, unit in units)).reset_index(drop=True)
        if query in FOR_ALL and (sees_results(self._who) or administers(self._who)):
            return self._update.ask(query, **values)
        raise NotAllowed("Your role does not show this. Choose another page, or ask your data lead.")

    def _only(self, rows: pd.DataFrame, column: str, sees: Callable[[Who, str], bool]) -> pd.DataFrame:
        seen = {group: sees(self._who, str(group)) for group in rows[column].unique()}
        return rows if all(seen.values()) else rows[rows[column].map(seen).astype("bool")].reset_index(drop=True)


def many_teams(who: Who) -> Who:
    """Leave out roles that are for one team: sums of directorates and organisations are none of its results."""
    return Who(who.person, tuple(one for one in who.held if one.role != "team"))


def _sees_unit(who: Who, kind: str, unit_id: str) -> bool:
    return SEES[kind](many_teams(who), unit_id) if kind in ("programme", "cohort") else True


def _asked_there(who: Who, cohort_id: str) -> bool:
    return administers(who) or sees_cohort(who, cohort_id)
