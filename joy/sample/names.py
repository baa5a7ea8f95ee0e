"""Invented places, services and organisations, from which the teams of the sample get their names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


TRUST, COUNCIL, CHARITY = "saltmere", "oakvale", "open_door"
ORGANISATIONS = (
    (TRUST, "Saltmere and Oakvale Partnership Trust (invented)", "nhs_trust"),
    (COUNCIL, "Oakvale Council Adult Care (invented)", "social_care"),
    (CHARITY, "Open Door Saltmere (invented)", "voluntary"),
)

COMMUNITY, WARDS, BODIES = "Community mental health", "Wards and crisis care", "Community health"
CHILDREN, CARE, CORPORATE = "Children and families", "Adult social care", "Corporate services"
DIRECTORATES = (COMMUNITY, WARDS, BODIES, CHILDREN, CARE, CORPORATE)


@dataclass(frozen=True)
class Service:
    """A kind of team: the last words of its name, where it sits and how it works."""

    words: str
    directorate: str
    setting: str
    org_id: str = TRUST
    is_clinical: bool = True


# Fifteen kinds that treat people and five that do not: about one team in four is without service users.
SERVICES = (
    Service("Crisis Team", WARDS, "mobile"),
    Service("Recovery Team", COMMUNITY, "community"),
    Service("Ward", WARDS, "inpatient"),
    Service("Payroll Team", CORPORATE, "corporate", is_clinical=False),
    Service("District Nurses", BODIES, "mobile"),
    Service("Memory Service", COMMUNITY, "community"),
    Service("Talking Therapies", COMMUNITY, "dispersed"),
    Service("Reception Hub", CORPORATE, "non_clinical", is_clinical=False),
    Service("Early Help Team", CHILDREN, "community"),
    Service("Reablement Team", CARE, "mobile", COUNCIL),
    Service("Rehabilitation Unit", WARDS, "inpatient"),
    Service("Digital Support", CORPORATE, "corporate", is_clinical=False),
    Service("Speech and Language Team", CHILDREN, "dispersed"),
    Service("Community Team", COMMUNITY, "community"),
    Service("Physiotherapy Clinic", BODIES, "community"),
    Service("Estates Team", CORPORATE, "non_clinical", is_clinical=False),
    Service("Outreach Team", COMMUNITY, "mobile", CHARITY),
    Service("School Nurses", CHILDREN, "dispersed"),
    Service("Supported Living Team", CARE, "dispersed", COUNCIL),
    Service("Learning Team", CORPORATE, "corporate", is_clinical=False),
)

WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("texts").joinpath("words.toml").read_text("utf-8"))
