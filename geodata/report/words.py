"""How the report speaks: sentences with the figures filled in, in Danish and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal

from geodata.language import Label
from geodata.terms import Team
from geodata.units import MISSING

if TYPE_CHECKING:
    from datetime import date

    from geodata.language import Language
    from geodata.report.report import Meta
    from geodata.report.table import Table

TITLE = Label("Statusrapport", "Status report")
WHOLE_COUNTRY = Label("Hele landet", "Whole country")
DEMO = Label(
    "DEMO: opdigtede data. De beskriver intet virkeligt sted.", "DEMO: made-up data. They describe no real place."
)
NOTHING = Label("Intet er registreret i perioden.", "Nothing is recorded in the period.")
NOT_TOLD = Label("Tallene kan ikke siges her.", "The figures cannot be told here.")
METHOD = Label("Metode og definitioner", "Method and definitions")
METHODS: tuple[Label, ...] = (
    Label(
        "Hvert tal er talt i registreringerne, ved én definition; en andel er et helt antal delt med den række, den er en del af, afrundet "
        "til én decimal, halve op.",
        "Every figure is counted in the records, by one definition; a share is a count divided by the row it is a part of, rounded to one "
        "decimal, halves up.",
    ),
    Label(
        "Det, der skete i perioden, tæller med, når det er registreret senest på den dag, data er opgjort til. Team og kommune er dem, der gjaldt "
        "på periodens sidste dag.",
        "What happened in the period counts if it was recorded by the day the data are told for. Teams and municipalities are those of the "
        "last day of the period.",
    ),
    Label(
        "Ukendt er en værdi: poster uden kommune, område eller udfald står for sig og er med i summerne. En streg er et tal, der ikke kan siges; "
        "den er ikke 0.",
        "Unknown is a value: records without municipality, area or outcome stand on their own and are in the sums. A dash is a figure that cannot "
        "be told; it is not 0.",
    ),
    Label(
        "Rapporten skrives kun, når alle tabeller stemmer: dele summer til det hele, og procenter følger af antallene. Hvor flere svar kan gælde, "
        "normaliseres intet.",
        "The report is written only where every table reconciles: parts sum to the whole, and percentages follow from the counts. Where several "
        "answers may hold, nothing is normalised.",
    ),
)

_DATES: dict[Language, str] = {"da": "dd.MM.y", "en": "d MMM y"}


def day(value: date, language: Language) -> str:
    """Return a day as people write it."""
    text: str = format_date(value, _DATES[language], locale=language)
    return text


def number(value: float | None, language: Language) -> str:
    """Return a count as people write it; a dash where it is not known."""
    if value is None:
        return MISSING
    text: str = format_decimal(value, "#,##0.##", locale=language)
    return text


def share(value: float | None, language: Language, decimals: int = 1) -> str:
    """Return a percentage as people write it; a dash where there is none."""
    if value is None:
        return MISSING
    text: str = format_decimal(value, "#,##0." + "0" * decimals if decimals else "#,##0", locale=language)
    return f"{text} %" if language == "da" else f"{text}%"


def sentence(table: Table, language: Language) -> str:
    """Return the sentence above a table with its figures filled in, or why there is none."""
    if table.rows and all(row.count is None for row in table.rows):
        return NOT_TOLD.say(language)
    if table.empty:
        return NOTHING.say(language)
    values = {row.code: number(row.count, language) for row in table.rows}
    values |= {f"{row.code}_pct": share(row.percent, language) for row in table.rows}
    return table.says.say(language, **values)


def area(meta: Meta, language: Language) -> str:
    """Return what the report is of: the country, or a team."""
    return WHOLE_COUNTRY.say(language) if meta.team is None else Team(meta.team).label.say(language)


def notices(meta: Meta, language: Language) -> list[str]:
    """Return what must be known before any figure is read: made-up data, a period not over, provisional days."""
    said = [DEMO] if meta.demo else []
    if not meta.finished:
        said.append(
            Label(
                f"Perioden er ikke slut: tallene går til {day(meta.as_of, 'da')}.",
                f"The period is not over: the figures go to {day(meta.as_of, 'en')}.",
            )
        )
    if meta.provisional_from is not None:
        said.append(
            Label(
                f"Tal fra {day(meta.provisional_from, 'da')} er foreløbige: ikke alt er registreret endnu.",
                f"Figures from {day(meta.provisional_from, 'en')} on are provisional: not everything is recorded yet.",
            )
        )
    if meta.nothing:
        said.append(NOTHING)
    return [label.say(language) for label in said]


def source(meta: Meta, language: Language) -> list[str]:
    """Return what the figures rest on: the day they are told for, the boundaries, the warehouse's version."""
    name = meta.boundaries or Label("generaliseret omrids", "generalised outline").say(language)
    told = Label("Data pr. {day}", "Data as of {day}").say(language, day=day(meta.as_of, language))
    drawn = Label("Grænser: {name} ({whose})", "Boundaries: {name} ({whose})").say(
        language, name=name, whose=meta.attribution
    )
    built = Label("Datalager {version}", "Warehouse {version}").say(language, version=meta.version)
    return [told, drawn, built]


def title(meta: Meta, language: Language) -> str:
    """Return the report's title."""
    return f"{TITLE.say(language)} {meta.period.say(language)} · {area(meta, language)}"
