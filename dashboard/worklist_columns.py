"""The columns of the work lists."""

from __future__ import annotations

from dashboard.columns import Column
from geodata.due import DueFrom
from geodata.language import Label
from geodata.terms import DayPart, Kind, LocationQuality, Region, ReturnPurpose, SiteStatus, Team
from geodata.worklists.duplicates import Likeness
from geodata.worklists.findings import Finding
from geodata.worklists.places import Place
from geodata.worklists.screenings import HoursFrom, Urgency

_SITE = Column("site_id", Label("Sted", "Site"))
_KIND = Column("kind", Label("Form", "Kind"), lambda code: Kind(code).label)
_NAME = Column("name", Label("Kommune", "Municipality"))
_CODE = Column("municipality_code", Label("Kommunekode", "Municipality code"))
_TEAM = Column("team", Label("Team", "Team"), lambda code: Team(code).label)
_REGION = Column("region_code", Label("Region", "Region"), lambda code: Region(code).label)
_STATUS = Column("status", Label("Status", "Status"), lambda code: SiteStatus(code).label)
_DUE = Column("due_on", Label("Forfalder", "Due"))
_DAYS_LEFT = Column("days_left", Label("Dage tilbage", "Days left"))
_DUE_FROM = Column("due_from", Label("Datoen kommer af", "The date comes from"), lambda code: DueFrom(code).label)
_PURPOSE = Column("agreed_purpose", Label("Aftalt formål", "Agreed purpose"), lambda code: ReturnPurpose(code).label)
_WINDOW = Column("agreed_window", Label("Aftalt tid på dagen", "Agreed time of day"), lambda code: DayPart(code).label)
_ATTEMPTED = Column("attempted_on", Label("Sidst opsøgt", "Last attempted"))
_REACHED = Column("reached_on", Label("Sidst truffet", "Last reached"))
_ATTEMPTS = Column("attempts", Label("Forsøg i alt", "Attempts in all"))

SCREENINGS: tuple[Column, ...] = (
    _NAME,
    _TEAM,
    Column("urgency", Label("Hvorfor", "Why"), lambda code: Urgency(code).label),
    Column("days_left", Label("Dage tilbage (minus: over tid)", "Days left (minus: overdue)")),
    Column("due_on", Label("Næste screening", "Next screening due")),
    Column("completed_on", Label("Senest screenet", "Last screened")),
    Column("started_on", Label("I gang siden", "Under way since")),
    Column("usual_hours", Label("Timer, det plejer at tage", "Hours it usually takes")),
    Column("hours_from", Label("Median af screeninger", "Median of screenings"), lambda code: HoursFrom(code).label),
    Column("hours_n", Label("Antal bag", "Number behind")),
    _REGION,
    _CODE,
)

OVERDUE: tuple[Column, ...] = (
    _SITE, _KIND, _NAME, _TEAM,
    Column("overdue_days", Label("Dage over tid", "Days overdue")),
    _DUE, _DUE_FROM, _WINDOW, _PURPOSE, _ATTEMPTED, _REACHED, _ATTEMPTS, _STATUS,
)  # fmt: skip
AHEAD: tuple[Column, ...] = (
    _SITE, _KIND, _NAME, _TEAM, _DAYS_LEFT, _DUE, _DUE_FROM, _WINDOW, _PURPOSE,
    _ATTEMPTED, _REACHED, _ATTEMPTS, _STATUS,
)  # fmt: skip
NEVER_REACHED: tuple[Column, ...] = (
    _SITE, _KIND, _NAME, _TEAM, _ATTEMPTS, _ATTEMPTED, _DUE, _DUE_FROM, _STATUS,
)  # fmt: skip

PLACES: tuple[Column, ...] = (
    _SITE,
    _KIND,
    Column("place", Label("Hvad mangler", "What is missing"), lambda code: Place(code).label),
    _NAME,
    _TEAM,
    Column("location_quality", Label("Stedets nøjagtighed", "Exactness of place"), lambda c: LocationQuality(c).label),
    Column("first_seen", Label("Set første gang", "First seen")),
    _STATUS,
)

FINDINGS: tuple[Column, ...] = (
    _SITE,
    _KIND,
    _NAME,
    _TEAM,
    Column("finding", Label("Hvad er uenigt", "What disagrees"), lambda code: Finding(code).label),
    Column("seen_on", Label("Sidst set af en kilde", "Last seen by a source")),
    _STATUS,
    Column("status_from", Label("Status siden", "Status since")),
)

DUPLICATES: tuple[Column, ...] = (
    Column("site_a", Label("Sted A", "Site A")),
    Column("site_b", Label("Sted B", "Site B")),
    Column("kind_a", Label("Form A", "Kind A"), lambda code: Kind(code).label),
    Column("kind_b", Label("Form B", "Kind B"), lambda code: Kind(code).label),
    _NAME,
    _TEAM,
    Column("distance_m", Label("Afstand (m)", "Distance (m)")),
    Column("reason", Label("Hvorfor", "Why"), lambda code: Likeness(code).label),
)
