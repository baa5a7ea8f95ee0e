"""What each table of a file must keep to: its key, what must be given, which rows it refers to, and its allowed words.

The words are those of the comments in joy/store/schema.sql; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class TableRule:
    """The rules of one table. `refers` maps a column to the table whose single key it holds."""

    key: tuple[str, ...]
    needs: tuple[str, ...] = ()
    refers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    order: tuple[tuple[str, str], ...] = ()  # pairs of days of which the first must not lie after the second


COMPONENTS = (1, 9)  # the nine components of joy in work (IHI framework, 2017)
SIDES = ("colleagues", "service_users", "none")
RATERS = ("staff", "service_user")
CHANNELS = ("app", "form", "paper", "tokens", "whatsapp", "import")
UNIT_LEVELS = ("team", "directorate", "organisation")
COHORT, TEAM, ENROLMENT = "programme.cohort", "programme.team", "programme.enrolment"
EVENT, ROUND, IDEA = "programme.learning_event", "programme.survey_round", "programme.change_idea"

RULES: Mapping[str, TableRule] = MappingProxyType(
    {
        "programme.programme": TableRule(
            ("programme_id",), ("name", "is_invented"), order=(("start_date", "end_date"),)
        ),
        "programme.organisation": TableRule(
            ("org_id",),
            ("name",),
            words={"sector": ("nhs_trust", "social_care", "commissioner", "education", "emergency", "voluntary")},
        ),
        COHORT: TableRule(
            ("cohort_id",),
            ("programme_id", "ordinal", "name", "start_date", "end_date", "status"),
            refers={"programme_id": "programme.programme"},
            words={"status": ("planned", "live", "ended")},
            order=(("start_date", "end_date"), ("lead_in_start", "start_date")),
        ),
        EVENT: TableRule(
            ("event_id",),
            ("cohort_id", "ordinal", "kind", "starts_on"),
            refers={"cohort_id": COHORT},
            words={
                "kind": ("learning_set", "theory_of_change", "theatre_workshop", "coaching", "celebration"),
                "mode": ("room", "virtual", "hybrid"),
            },
        ),
        TEAM: TableRule(
            ("team_id",),
            ("org_id", "name"),
            refers={"org_id": "programme.organisation"},
            words={"setting": ("inpatient", "community", "mobile", "dispersed", "corporate", "non_clinical")},
        ),
        "programme.team_name": TableRule(("team_id", "name"), refers={"team_id": TEAM}),
        ENROLMENT: TableRule(
            ("enrolment_id",),
            ("team_id", "cohort_id", "ordinal", "joined_on"),
            refers={"team_id": TEAM, "cohort_id": COHORT},
            words={"outcome": ("active", "completed", "paused", "withdrew")},
            order=(("joined_on", "left_on"), ("baseline_start", "baseline_end")),
        ),
        "programme.team_size": TableRule(("team_id", "valid_from"), ("headcount",), refers={"team_id": TEAM}),
        "programme.role": TableRule(
            ("team_id", "person_label", "role", "from_date"),
            refers={"team_id": TEAM},
            words={
                "role": (
                    "project_lead",
                    "data_champion",
                    "team_leader",
                    "sponsor",
                    "qi_coach",
                    "improvement_advisor",
                    "hr_partner",
                    "service_user",
                    "peer_coach",
                )
            },
            order=(("from_date", "to_date"),),
        ),
        "programme.attendance": TableRule(
            ("event_id", "enrolment_id"), ("attendees",), refers={"event_id": EVENT, "enrolment_id": ENROLMENT}
        ),
        ROUND: TableRule(
            ("round_id",),
            ("cohort_id", "ordinal", "name", "opens_on", "closes_on"),
            refers={"cohort_id": COHORT, "event_id": EVENT},
            order=(("opens_on", "closes_on"),),
        ),
        "programme.invitation": TableRule(
            ("round_id", "enrolment_id", "rater"),
            ("invited",),
            refers={"round_id": ROUND, "enrolment_id": ENROLMENT},
            words={"rater": RATERS},
        ),
        "programme.annotation": TableRule(
            ("annotation_id",),
            ("on_date", "kind", "text"),
            refers={"enrolment_id": ENROLMENT, "cohort_id": COHORT},
            words={"kind": ("context", "data_change", "staffing")},
        ),
        IDEA: TableRule(
            ("idea_id",),
            ("enrolment_id", "title", "stage", "version"),
            refers={"enrolment_id": ENROLMENT, "copied_from_idea_id": IDEA},
            words={
                "relationship_side": SIDES,
                "size": ("quick_win", "high_impact"),
                "stage": (
                    "suggested",
                    "planned",
                    "testing",
                    "adapted",
                    "adopted",
                    "abandoned",
                    "implemented",
                    "escalated",
                ),
            },
            spans={"component": COMPONENTS},
        ),
        "programme.pdsa_test": TableRule(
            ("pdsa_id",),
            ("idea_id", "cycle_no", "version"),
            refers={"idea_id": IDEA},
            words={"decision": ("adopt", "adapt", "abandon", "expand")},
            order=(("started_on", "ended_on"),),
        ),
        "programme.progress_score": TableRule(
            ("enrolment_id", "month", "scorer"),
            ("score",),
            refers={"enrolment_id": ENROLMENT},
            words={"scorer": ("team", "faculty")},
            spans={"score": (0.5, 5.0)},
        ),
        "programme.story": TableRule(
            ("story_id",),
            ("title", "consent", "version"),
            refers={"enrolment_id": ENROLMENT, "cohort_id": COHORT, "idea_id": IDEA},
            words={
                "theme": ("own_solutions", "learned_together", "challenging", "impactful", "rewarding", "fun"),
                "consent_scope": ("programme", "cohort", "public"),
            },
            spans={"component": COMPONENTS},
        ),
        "programme.diagram_node": TableRule(
            ("node_id",),
            ("owner_kind", "owner_id", "diagram", "kind", "text", "version"),
            refers={"parent_id": "programme.diagram_node"},
            words={
                "owner_kind": ("programme", "cohort", "team"),
                "diagram": ("driver", "theory_of_change"),
                "kind": (
                    "aim",
                    "primary",
                    "secondary",
                    "idea",
                    "input",
                    "activity",
                    "output",
                    "outcome",
                    "impact",
                    "assumption",
                ),
            },
        ),
        "programme.cost_assumption": TableRule(
            ("key",), ("value", "unit", "source"), words={"basis": ("calendar_fte", "hours", "working_days")}
        ),
        "programme.published_claim": TableRule(("claim", "as_of"), ("value", "unit", "source")),
        "vault.workforce_month": TableRule(
            ("unit_id", "month", "basis", "staff_group"),
            ("unit_level", "fte_days_lost", "fte_days_available"),
            words={"unit_level": UNIT_LEVELS, "basis": ("calendar_fte", "hours_scotland", "working_days")},
        ),
        "vault.workforce_period": TableRule(
            ("unit_id", "from_date", "to_date"), words={"unit_level": UNIT_LEVELS}, order=(("from_date", "to_date"),)
        ),
        "vault.comment": TableRule(
            ("comment_id",),
            ("enrolment_id", "on_date", "prompt", "text"),
            refers={"enrolment_id": ENROLMENT},
            words={"prompt": ("helps", "gets_in_way", "other")},
            spans={"component": COMPONENTS},
        ),
    }
)
# Key columns that may be empty: a name without a last day, an absence line for all staff, a role of unknown start.
MAY_BE_EMPTY = frozenset({"staff_group", "from_date", "person_label", "basis", "as_of"})
