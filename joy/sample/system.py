"""The driver diagram of the programme, and the assumptions of the cost what-if."""

from __future__ import annotations

from joy.sample.plan import PROGRAMME_ID, PROGRAMME_NAME


Row = dict[str, object]
# id, kind, parent, text, indicator
NODES = (
    ("n01", "aim", "", "More good days at work", "good_days"),
    ("n02", "primary", "n01", "Good relationships with colleagues", "relationships_colleagues"),
    ("n03", "primary", "n01", "Good relationships with service users", "relationships_service_users"),
    ("n04", "primary", "n01", "Work that leaves people well", "wellbeing"),
    ("n05", "primary", "n01", "A say in the daily work", ""),
    ("n06", "secondary", "n02", "Time together", ""),
    ("n07", "secondary", "n02", "Thanks and recognition", ""),
    ("n08", "secondary", "n03", "Hearing what visits are like", "service_users_rate_staff"),
    ("n09", "secondary", "n04", "Real breaks", ""),
    ("n10", "secondary", "n04", "Not burned out", "not_burned_out"),
    ("n11", "secondary", "n05", "Small annoyances put right", ""),
    ("n12", "secondary", "n05", "A rota the team has a hand in", ""),
    ("n13", "idea", "n06", "Names from a hat: coffee with someone new", ""),
    ("n14", "idea", "n07", "Thank-you cards on the staff-room door", ""),
    ("n15", "idea", "n08", "A service user's story at the start of the meeting", ""),
    ("n16", "idea", "n09", "Protected lunch break away from the desk", ""),
    ("n17", "idea", "n11", "Pebbles jar: small annoyances fixed within a week", ""),
    ("n18", "idea", "n12", "Rota drafted by the team", ""),
)
SOURCE = f"Invented for {PROGRAMME_NAME}; put your own figure here"
# key, value, low, high, unit, basis
ASSUMPTIONS = (
    ("annual_employment_cost", 45000.0, 38000.0, 52000.0, "£ per full-time equivalent and year", "calendar_fte"),
    ("days_in_year", 365.0, 365.0, 365.0, "calendar days", "calendar_fte"),
    ("cover_share", 0.3, 0.1, 0.6, "share of absent days covered by paid cover", "calendar_fte"),
    ("cost_per_leaver", 9000.0, 4000.0, 15000.0, "£ per leaver", "calendar_fte"),
)


def node_rows() -> list[Row]:
    """Return the nodes of the programme's driver diagram, parents before children."""
    owner = {"owner_kind": "programme", "owner_id": PROGRAMME_ID, "diagram": "driver"}
    return [
        dict(node_id=node, **owner, kind=kind, parent_id=parent, text=text, indicator_id=indicator, version=1)
        for node, kind, parent, text, indicator in NODES
    ]


def assumption_rows() -> list[Row]:
    """Return the assumptions of the cost what-if, all invented and marked so."""
    return [
        {
            "key": key,
            "value": value,
            "low": low,
            "high": high,
            "unit": unit,
            "basis": basis,
            "source": SOURCE,
            "year": 2022,
        }
        for key, value, low, high, unit, basis in ASSUMPTIONS
    ]
