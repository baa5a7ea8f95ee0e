"""Team: its own picture first; what it tested, what happened, and the story it tells."""

from __future__ import annotations

from pages.parts import cards, choices, readers, states


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.enrolment_id)
shown = readers.team_picture(choice)
at = choice.enrolment_id

cards.headline(shown.headline)
cards.finding(shown.run, f"{at}-run")
