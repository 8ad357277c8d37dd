"""Keeps what a reading may not return inside the warehouse: one rule for every query, applied in SQL.

A query that stands under no rule answers those who reach everything, and no one else: what is added is closed at first.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from geodata.errors import BeyondReachError
from geodata.language import Label
from geodata.roles import EVERYTHING, Reach

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rule(Enum):
    """How the rows of a query are kept."""

    OPEN = auto()
    """Of no place and of nothing in a record: days, shapes, the build's own facts, numbers of records and rules."""

    BUILD = auto()
    """What the build read."""

    REJECTS = auto()
    """Rows that were set aside; what stood in them is a record's, and shown to whoever reaches records."""

    NAMES = auto()
    """Names of municipalities."""

    POOLED = auto()
    """Sums over the nation and over teams."""

    AREA = auto()
    """A row per area of ``$level``: sums for the nation and the teams, else single places."""

    TEAM = auto()
    """Rows with a column ``team`` that holds on the day."""

    MUNICIPALITY = auto()
    """Rows of the one municipality that is asked for."""

    OF_MUNICIPALITY = auto()
    """Rows with a column ``municipality_code`` and no team."""

    SITE = auto()
    """Rows of the one site that is asked for."""

    SITE_NAMING = auto()
    """The same, with a column ``other`` that names a second site."""

    SITE_LISTING = auto()
    """The same, with a column ``site_id`` of other sites."""

    TIMELINE = auto()
    """A row per day and municipality, the same municipalities on every day."""

    TIMELINE_POOLED = auto()
    """Counts per day, municipality and team; those of other teams are added up."""

    TEAM_NAMING = auto()
    """Rows with a column ``team``, and a column ``merged_into`` that names a second site."""

    NAMELESS = auto()
    """Counts per municipality and team to learn from; the municipalities of other teams are told apart, not named."""

    CLOSED = auto()
    """Of every team at once: for those who reach everything."""


RULES: dict[str, Rule] = {
    **dict.fromkeys(("build_info", "days", "ledger_rejects", "map_borders", "map_shapes"), Rule.OPEN),
    **dict.fromkeys(("imports", "sources"), Rule.BUILD),
    "rejects": Rule.REJECTS,
    "municipality_names": Rule.NAMES,
    **dict.fromkeys(
        ("recording_delays", "sighting_rounds", "unplaced", "usual_visit_hours", "usual_visit_minutes"), Rule.POOLED
    ),
    **dict.fromkeys(
        (
            "contact_counts", "effort_counts", "people_counts", "plan_counts", "screening_counts", "sighting_pairs",
            "site_counts", "site_lives", "term_counts",
        ),
        Rule.AREA,
    ),
    **dict.fromkeys(
        (
            "absent_sites", "due_list", "due_sites", "municipality_status", "site_facts", "site_findings",
            "site_places", "talk_share", "week_visits", "windows_by_weekday",
        ),
        Rule.TEAM,
    ),
    "due_left": Rule.TEAM_NAMING,
    **dict.fromkeys(("contact_by_site", "contact_by_window"), Rule.NAMELESS),
    **dict.fromkeys(
        (
            "evidence_contact", "evidence_effort", "evidence_phases", "evidence_promises", "evidence_refusals",
            "evidence_yield", "release_partners", "release_sites", "report_counts", "report_courses", "report_months",
            "report_places", "research_conversations", "research_meetings", "research_screenings", "research_visits",
        ),
        Rule.CLOSED,
    ),
    **dict.fromkeys(
        (
            "municipality_partners", "municipality_quarters", "municipality_screenings", "municipality_sites",
            "municipality_state",
        ),
        Rule.MUNICIPALITY,
    ),
    **dict.fromkeys(("stop_places", "stop_visits", "stop_windows"), Rule.TEAM),
    "usual_screening_hours": Rule.OF_MUNICIPALITY,
    **dict.fromkeys(("site_sightings", "site_visits"), Rule.SITE),
    "site_history": Rule.SITE_NAMING,
    "site_origins": Rule.SITE_LISTING,
    "municipality_timeline": Rule.TIMELINE,
    **dict.fromkeys(
        ("attempt_timeline", "due_timeline", "screening_timeline", "site_timeline"), Rule.TIMELINE_POOLED
    ),
}  # fmt: skip
"""The rule of every query in ``geodata/sql``; the schema is none."""

ELSEWHERE = "elsewhere"
"""Stands for every municipality and region outside the team's."""

_MEMBERS = "(SELECT municipality_code FROM membership_on($as_of) WHERE team = $within)"
_OWN_SITES = """(
    SELECT s.site_id FROM sites AS s LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE coalesce(place.team, s.team) = $within
)"""
_PLACES = {
    "municipality": f"area IN {_MEMBERS}",
    "place": "split_part(area, ' ', 2) = $within",
    "region": "false AND $within IS NULL",
}
_OF_SITE = f"WHERE $site IN {_OWN_SITES}"
_MASK = f"CASE WHEN team = $within THEN {{}} ELSE '{ELSEWHERE}' END AS {{}}"

_OF_TEAM: dict[Rule, str] = {
    Rule.TEAM: "FROM ({}) WHERE team = $within",
    Rule.TEAM_NAMING: f"""
        SELECT * REPLACE (CASE WHEN merged_into IN {_OWN_SITES} THEN merged_into END AS merged_into)
        FROM ({{}}) WHERE team = $within""",
    Rule.NAMELESS: f"""
        SELECT * REPLACE (CASE WHEN team = $within THEN municipality_code
                          ELSE '{ELSEWHERE} ' || dense_rank() OVER (ORDER BY hash(municipality_code))
                          END AS municipality_code)
        FROM ({{}})""",
    Rule.MUNICIPALITY: f"FROM ({{}}) WHERE $municipality IN {_MEMBERS}",
    Rule.OF_MUNICIPALITY: f"FROM ({{}}) WHERE municipality_code IN {_MEMBERS}",
    Rule.SITE: f"FROM ({{}}) {_OF_SITE}",
    Rule.SITE_NAMING: f"""
        SELECT * REPLACE (CASE WHEN other IN {_OWN_SITES} THEN other END AS other,
                          coalesce(other_known AND other IN {_OWN_SITES}, false) AS other_known)
        FROM ({{}}) {_OF_SITE}""",
    Rule.SITE_LISTING: f"FROM ({{}}) {_OF_SITE} AND site_id IN {_OWN_SITES}",
    Rule.TIMELINE: """
        FROM ({}) WINDOW every_day AS (PARTITION BY municipality_code)
        QUALIFY bool_or(team = $within) OVER every_day AND bool_and(team IN ($within, 'unknown')) OVER every_day
        ORDER BY day, name COLLATE da""",
    Rule.TIMELINE_POOLED: f"""
        SELECT day, {_MASK.format("municipality_code", "municipality_code")}, team,
               {_MASK.format("region_code", "region_code")},
               sum(COLUMNS(* EXCLUDE (day, municipality_code, team, region_code)))::BIGINT AS "\\0"
        FROM ({{}}) GROUP BY ALL""",
}


def within(
    name: str, text: str, reach: Reach, values: Mapping[str, object], rule: Rule | None = None
) -> tuple[str, dict[str, object]]:
    """Return a query and its values so that no row outside ``reach`` leaves the warehouse.

    Parameters
    ----------
    name, text, values
        The query's name, its SQL and the values it is asked with.
    rule
        Stands for the query's own rule where it is asked for another purpose.

    Raises
    ------
    BeyondReachError
        If nothing of what is asked lies inside.
    """
    asked = dict(values)
    if reach == EVERYTHING:
        return text, asked
    rule = rule or RULES.get(name)
    if rule is Rule.OPEN or (rule is Rule.BUILD and reach.build):
        return text, asked
    if rule is Rule.REJECTS and reach.build:
        return f"SELECT * REPLACE ('' AS value) FROM ({text}\n)", asked
    if rule is Rule.NAMES:
        if reach.build:
            return text, asked
        if reach.municipality is not None:
            return f"FROM ({text}\n) WHERE municipality_code = $own", {**asked, "own": reach.municipality}
    pooled = rule is Rule.POOLED or (rule is Rule.AREA and asked["level"] in ("nation", "team"))
    if pooled and reach.pooled:
        return text, asked
    if not pooled and reach.rows and reach.team is not None:
        if rule is Rule.AREA:
            return f"FROM ({text}\n) WHERE {_PLACES[str(asked['level'])]}", {**asked, "within": reach.team}
        if rule in _OF_TEAM:
            return _OF_TEAM[rule].format(f"{text}\n"), {**asked, "within": reach.team}
    raise BeyondReachError(Label("Det er der ikke adgang til.", "This is beyond what may be seen."))
