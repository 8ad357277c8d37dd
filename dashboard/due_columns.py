"""The due list as rows of a table: what a person reads first, and every number behind it in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.columns import Column
from dashboard.period import DENMARK
from geodata.due import DueFrom, Standing
from geodata.language import Label
from geodata.terms import DayPart, Kind, LocationQuality, Region, ReturnPurpose, SiteStatus, Team
from geodata.worth.chance import PARTS
from geodata.worth.due_list import Caution
from geodata.worth.reasons import sentence
from geodata.worth.rules import NUMBERS
from geodata.worth.worth import Worth

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from geodata.language import Language
    from geodata.worth.rules import RuleChange

_SITE = Column("site_id", Label("Sted", "Site"))
_KIND = Column("kind", Label("Form", "Kind"), lambda code: Kind(code).label)
_NAME = Column("name", Label("Kommune", "Municipality"))
_TEAM = Column("team", Label("Team", "Team"), lambda code: Team(code).label)
_STATE = Column("state", Label("Tilstand", "State"), lambda code: Standing(code).label)
_DUE = Column("due_on", Label("Forfalder", "Due"))
_FROM = Column("due_from", Label("Datoen kommer af", "The date comes from"), lambda code: DueFrom(code).label)
_WORTH = Column("worth", Label("Værdi", "Worth"))
_WHY = Column("why", Label("Hvorfor", "Why"))
_CAUTIONS = Column("said_cautions", Label("Forbehold", "Warnings"))

SHOWN: tuple[Column, ...] = (
    _SITE, _NAME, _STATE, _DUE, _FROM, _WORTH, _WHY,
    Column("said_chance", Label("Chance for kontakt", "Chance of contact")),
    _CAUTIONS,
)  # fmt: skip

TAKEN_AWAY: tuple[Column, ...] = (
    _SITE, _KIND, _NAME,
    Column("municipality_code", Label("Kommunekode", "Municipality code")),
    _TEAM,
    Column("region_code", Label("Region", "Region"), lambda code: Region(code).label),
    _STATE, _DUE, _FROM,
    Column("overdue_days", Label("Dage over tid", "Days overdue")),
    Column("agreed_window", Label("Aftalt tid på dagen", "Agreed time of day"), lambda code: DayPart(code).label),
    Column("agreed_purpose", Label("Aftalt formål", "Agreed purpose"), lambda code: ReturnPurpose(code).label),
    _WORTH,
    *(
        Column(f"worth_{term.code}", Label(f"Point: {term.label.danish}", f"Points: {term.label.english}"))
        for term in Worth
    ),
    _WHY,
    *(
        Column(
            f"{end}_{part.code}",
            Label(f"Chance {part.label.danish.lower()}{da}", f"Chance {part.label.english.lower()}{en}"),
        )
        for part in PARTS
        for end, da, en in (("p", "", ""), ("low", ", fra", ", from"), ("high", ", til", ", to"))
    ),
    _CAUTIONS,
    Column("paused_until", Label("Besøgspause til", "Left in peace until")),
    Column("attempted_on", Label("Sidst opsøgt", "Last attempted")),
    Column("reached_on", Label("Sidst truffet", "Last reached")),
    Column("attempts", Label("Forsøg i alt", "Attempts in all")),
)  # fmt: skip

LEFT: tuple[Column, ...] = (
    _SITE, _KIND, _NAME, _TEAM,
    Column("status", Label("Hvorfor ikke på listen", "Why not on the list"), lambda code: SiteStatus(code).label),
    Column("status_from", Label("Siden", "Since")),
    Column("status_reason", Label("Begrundelse", "Reason given")),
    Column("merged_into", Label("Nu del af", "Now part of")),
)  # fmt: skip

MOVES: tuple[Column, ...] = (
    _SITE,
    Column("moved", Label("Pladser op (minus: ned)", "Places up (minus: down)")),
    Column("place_before", Label("Plads nu", "Place now")),
    Column("place", Label("Plads med ændringen", "Place with the change")),
    Column("worth_before", Label("Værdi nu", "Worth now")),
    Column("worth", Label("Værdi med ændringen", "Worth with the change")),
    Column("state_before", Label("Tilstand nu", "State now"), lambda code: Standing(code).label),
    Column("state", Label("Tilstand med ændringen", "State with the change"), lambda code: Standing(code).label),
)

HISTORY: tuple[Column, ...] = (
    Column("set_on", Label("Sat den", "Set on")),
    Column("rule", Label("Tal", "Number"), lambda name: NUMBERS[name].label),
    Column("value", Label("Værdi", "Value")),
    Column("set_by", Label("Sat af", "Set by")),
)


ROUGH = (LocationQuality.APPROXIMATE.code, LocationQuality.AREA.code)
"""How well a place is known whose point stands near the site."""


def rough_place(quality: object, language: Language) -> str | None:
    """Return how roughly a place is known, by its quality's code; nothing where it is known exactly or not at all."""
    if quality not in ROUGH:
        return None
    word = LocationQuality(str(quality)).label.say(language).lower()
    return Label("placering: {word}", "place: {word}").say(language, word=word)


def said(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the rows with what is said in words: why, the chances with their intervals, and the warnings.

    Parameters
    ----------
    rows
        Of the due list; ``location_quality`` may stand beside its columns, and is then one of the warnings.
    """
    whole = rows.to_dict("records")
    cautions: list[Any] = []
    for row in whole:
        told = [Caution(code).label.say(language) for code in str(row["cautions"]).split("|") if code]
        rough = rough_place(row.get("location_quality"), language)
        cautions.append(", ".join([*told, *([rough] if rough else [])]) or None)
    chances: list[Any] = [_chances(row, language) for row in whole]
    points = ["worth", *(f"worth_{term.code}" for term in Worth)]
    shares = [f"{end}_{part.code}" for part in PARTS for end in ("p", "low", "high")]
    return rows.assign(
        why=[sentence(row, language) for row in whole],
        said_chance=chances,
        said_cautions=cautions,
        **rows[points].round(1),
        **rows[shares].round(3),
    )


def _chances(row: Mapping[Hashable, Any], language: Language) -> str | None:
    """Return the chances with their intervals: ``Formiddag 62 % (37–82) · …``; nothing where none is told."""
    if pd.isna(row[f"p_{PARTS[0].code}"]):
        return None
    told = []
    for part in PARTS:
        p, low, high = (round(100 * float(row[f"{end}_{part.code}"])) for end in ("p", "low", "high"))
        percent = f"{p}\u00a0%" if language == "da" else f"{p}%"
        told.append(f"{part.label.say(language)}\u00a0{percent}\u00a0({low}–{high})")
    return " · ".join(told)


def history(changes: Sequence[RuleChange]) -> pd.DataFrame:
    """Return one row per number as it was set once."""
    rows = [
        {
            "set_on": each.set_at.astimezone(DENMARK).date(),
            "rule": each.rule,
            "value": each.value,
            "set_by": each.set_by,
        }
        for each in changes
    ]
    return pd.DataFrame(rows, columns=[column.id for column in HISTORY])
