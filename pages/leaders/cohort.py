"""Cohort: what moved over the learning sets, team by team, indicator by indicator."""

from __future__ import annotations

from pages.parts import cards, choices, readers, states


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.cohort_id)
shown = readers.cohort_impact(choice)
at = choice.cohort_id

cards.headline(shown.headline)
for number, record in enumerate(shown.changes):
    cards.finding(record, f"{at}-changes-{number}")
for number, record in enumerate(shown.aligned):
    cards.finding(record, f"{at}-aligned-{number}")
cards.finding(shown.teams, f"{at}-teams")
