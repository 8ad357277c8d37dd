"""What a municipality's page tells, in plain words and numbers, from a release alone: for screen, paper and file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.components.count_palette import CLASSES, class_of
from dashboard.text import say_number, translator
from geodata.disclosure.groups import TOTAL, columns
from geodata.disclosure.verdict import say_area, say_column
from geodata.status import BY_CODE
from geodata.terms import PartnerCategory, PartnerKind, Team
from geodata.units import MISSING, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.disclosure.content import Content, Facts
    from geodata.disclosure.tables import AreaKind
    from geodata.language import Language

PER_INHABITANTS = 10_000
"""A rate is told for so many inhabitants."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A municipality's page.

    Parameters
    ----------
    facts
        What the release says of the municipality.
    status, screened, due
        The status in words, and the quarters of the last and of the next screening.
    areas
        What the three columns of ``figures`` stand for: the municipality, its region, the country.
    figures
        Per row its name and three cells, as they are said.
    partners
        Per category its name and the institutions, each with its kind.
    team, contact
        The team that covers the municipality, and how to reach it; empty where that is not entered.
    anything_shown
        Whether any count of the municipality's own is shown.
    """

    facts: Facts
    status: str
    screened: str
    due: str
    areas: tuple[str, str, str]
    figures: list[tuple[str, tuple[str, str, str]]]
    partners: list[tuple[str, list[str]]]
    team: str
    contact: str
    anything_shown: bool


def hidden_word(language: Language) -> str:
    """Return what stands for every hidden count, small or not."""
    _ = translator(language)
    return _("hidden")


def say_quarter(quarter: str, language: Language) -> str:
    """Return a quarter as people write it: ``3. kvartal 2026`` or ``Q3 2026``; a dash where there is none."""
    if not quarter:
        return MISSING
    year, number = quarter.split("-Q")
    return f"{number}. kvartal {year}" if language == "da" else f"Q{number} {year}"


def picture(content: Content, code: str, contacts: Mapping[str, str], language: Language) -> Picture:
    """Return a municipality's page from a release.

    Parameters
    ----------
    contacts
        How to reach each team, by its code.

    Raises
    ------
    KeyError
        If the release has no row for it.
    """
    _ = translator(language)
    facts = content.facts(code)
    if facts is None:
        raise KeyError(code)
    areas: list[tuple[AreaKind, str]] = [("municipality", code), ("region", facts.region), ("nation", "nation")]
    people = [
        _people(content, None, code),
        _people(content, facts.region, None),
        _people(content, None, None),
    ]
    told = columns(content.detail)
    rows = [
        (say_column(column).say(language), [_count(content.count(*area, column), language) for area in areas])
        for column in (TOTAL, *(each for each in told if each != TOTAL))
    ]
    rates = [
        _rate(content.count(*area), inhabitants, language) for area, inhabitants in zip(areas, people, strict=True)
    ]
    rows.append((_("Sites per 10,000 inhabitants"), rates))
    own = [each for each in content.partners if each.municipality == code]
    return Picture(
        facts,
        BY_CODE[facts.status].label.say(language),
        say_quarter(facts.screened_in, language),
        say_quarter(facts.due_in, language),
        (facts.name, say_area("region", facts.region, content).say(language), _("Whole country")),
        [(name, (cells[0], cells[1], cells[2])) for name, cells in rows],
        [
            (
                category.label.say(language),
                [
                    f"{each.name} ({PartnerKind(each.kind).label.say(language).lower()})"
                    for each in own
                    if each.category == category.code
                ],
            )
            for category in PartnerCategory
        ],
        Team(facts.team).label.say(language),
        contacts.get(facts.team, ""),
        any(content.count("municipality", code, column) is not None for column in told),
    )


def painted(content: Content) -> pd.DataFrame:
    """Return one row per municipality as the map reads it; ``status`` is the class of its released number of sites."""
    return pd.DataFrame(
        {
            "municipality_code": [place.code for place in content.places],
            "name": [place.name for place in content.places],
            "team": [place.team for place in content.places],
            "status": [class_of(content.count("municipality", place.code)) for place in content.places],
        }
    )


def counted(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many municipalities are in each class of the map; no class is left out."""
    found = rows["status"].value_counts()
    return {each.code: int(found.get(each.code, 0)) for each in CLASSES}


def rows(told: Picture, language: Language) -> pd.DataFrame:
    """Return the page as rows of a file: what is told, and of which area."""
    _ = translator(language)
    lines = [
        (_("Status"), told.status, "", ""),
        (_("Last screened"), told.screened, "", ""),
        (_("Next screening"), told.due, "", ""),
        *((name, *cells) for name, cells in told.figures),
        *((category, name, "", "") for category, names in told.partners for name in names),
        (_("Team"), told.team, "", ""),
    ]
    return pd.DataFrame(lines, columns=["told", "own", "region", "nation"])


def explained(language: Language) -> list[tuple[str, str]]:
    """Return how the figures are to be read, as headings and sentences."""
    _ = translator(language)
    return [
        (
            _("What is counted"),
            _(
                "Sites that the centre knows of and that were not closed on the last day of the quarter. There may be "
                "sites that no one has seen. Sites whose municipality is not known count in the whole country only."
            ),
        ),
        (
            _("What hidden means"),
            _(
                "Counts of 1 to 4 are hidden, and so are as many others as it takes that no one can work them out. The "
                "same word stands for both, so a hidden count may be small or large. A count that has been hidden is "
                "shown again when it reaches 8. 0 means that no site is known."
            ),
        ),
        (
            _("Why figures stand still"),
            _(
                "They are published for a whole quarter and never changed afterwards. Screenings are told by quarter "
                "only. Nothing here tells where a site is, or anything about a person."
            ),
        ),
        (
            _("The status"),
            _(
                "Screened means that a screening was completed in the last 12 months, ageing up to 18 months, after "
                "that it is to be done again. None found is a result of its own; it grows old like any other."
            ),
        ),
    ]


def offers(language: Language) -> list[str]:
    """Return what the centre offers a municipality and the people who live there."""
    _ = translator(language)
    return [
        _("Screening of the municipality, and sparring about what it shows."),
        _("Unannounced visits with an offer of conversation, information and help."),
        _("Bridge-building to social services, health care, work and economy, with the person's consent."),
        _("Advice to staff, by telephone or at a joint meeting, and a cooperation agreement."),
        _("Theme days and courses for those who work with vulnerable people."),
        _("Talks with a psychologist, and an anonymous advice line for people themselves and their relatives."),
    ]


def _people(content: Content, region: str | None, code: str | None) -> int | None:
    """Return the inhabitants of a municipality, a region or the country; ``None`` where some are unknown."""
    inside = [
        place.population
        for place in content.places
        if (code is None or place.code == code) and (region is None or place.region == region)
    ]
    known = [each for each in inside if each is not None]
    return sum(known) if known and len(known) == len(inside) else None


def _count(count: int | None, language: Language) -> str:
    return hidden_word(language) if count is None else say_number(count, language)


def _rate(count: int | None, people: int | None, language: Language) -> str:
    """Return a rate; it is hidden where its count is."""
    if count is None:
        return hidden_word(language)
    return Unit.HOURS.say(count / people * PER_INHABITANTS, language) if people else MISSING
