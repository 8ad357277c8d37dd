"""Every figure, defined once: numerator, denominator, unit, direction, definition and source.

The definitions are told in docs/figures.md; pages, exports, commands and tests all loop over
:data:`INDICATORS`. Areas are pooled by adding numerators and denominators, never by averaging shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geodata.due import Standing
from geodata.language import Label
from geodata.terms import (
    ActivityCategory,
    ActivityKind,
    Channel,
    Institution,
    InstitutionGroup,
    MeetingPurpose,
    Outcome,
    Term,
)
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Parameters
    ----------
    id
        Stable name, used in links, exports and commands.
    label, definition
        Its name, and how it is counted, in both languages.
    unit
        How the value is scaled and written.
    numerator, denominator
        Columns of :func:`geodata.figures.counts`; a figure without a denominator is a count.
    better
        The direction that is wished for.
    source
        Where the definition comes from.
    """

    id: str
    label: Label
    definition: Label
    unit: Unit
    numerator: str
    denominator: str | None = None
    better: Better = "neither"
    source: str = "docs/figures.md"


def _share(of: str, danish: str, english: str) -> Label:
    return Label(f"{danish} Andel af {_BASES[of].danish}.", f"{english} Share of {_BASES[of].english}.")


_BASES = {
    "outcome": Label(
        "besøgsforsøg, hvor nogen blev truffet; flere udfald kan gælde samme besøg, så andelene kan overstige 100 %",
        "attempts that reached someone; several outcomes may hold for one visit, so the shares may sum above 100 %",
    ),
    "conversations": Label("alle samtaler i perioden", "all conversations in the window"),
    "bridge_meetings": Label("alle brobygningsmøder i perioden", "all bridge-building meetings in the window"),
}

COVERAGE: tuple[Indicator, ...] = (
    Indicator(
        "ever_screened",
        Label("Screenet nogensinde", "Ever screened"),
        Label(
            "Kommuner med mindst én afsluttet screening til og med datoen, af alle kommuner. En påbegyndt screening tæller ikke.",
            "Municipalities with at least one completed screening up to the date, of all municipalities. A screening that has only begun does not count.",
        ),
        Unit.PERCENT, "screened", "municipalities", "higher", "docs/figures.md C1",
    ),
    Indicator(
        "currently_screened",
        Label("Screenet inden for perioden", "Currently screened"),
        Label(
            "Kommuner, hvis seneste afsluttede screening er højst én periode gammel på datoen, af alle kommuner.",
            "Municipalities whose last completed screening is at most one window old on the date, of all municipalities.",
        ),
        Unit.PERCENT, "screened_now", "municipalities", "higher", "docs/figures.md C2",
    ),
    Indicator(
        "screening_yield",
        Label("Screeninger med fund", "Screening yield"),
        Label(
            "Kommuner, hvis seneste afsluttede screening fandt steder, af kommuner der er screenet.",
            "Municipalities whose last completed screening found sites, of municipalities screened.",
        ),
        Unit.PERCENT, "screened_with_sites", "screened", "neither", "docs/figures.md C3",
    ),
    Indicator(
        "screened_without_sites",
        Label("Screenet uden fund", "Screened, none found"),
        Label(
            "Kommuner, hvis seneste afsluttede screening ingen steder fandt, af kommuner der er screenet. Det er et resultat, ikke et hul.",
            "Municipalities whose last completed screening found no site, of municipalities screened. That is a result, not a gap.",
        ),
        Unit.PERCENT, "screened_without_sites", "screened", "neither", "Statusrapport 2007",
    ),
    Indicator(
        "outreach_started",
        Label("Opsøgende arbejde i gang", "Outreach started"),
        Label(
            "Kommuner med fund ved seneste screening, hvor der er gjort mindst ét besøgsforsøg til og med datoen, af kommuner med fund.",
            "Municipalities whose last screening found sites and where at least one visit has been attempted up to the date, of municipalities with sites found.",
        ),
        Unit.PERCENT, "outreach_begun", "screened_with_sites", "higher", "docs/figures.md C4",
    ),
    Indicator(
        "population_currently_screened",
        Label("Befolkning i screenede kommuner", "Population in screened municipalities"),
        Label(
            "Befolkning i kommuner, der er screenet inden for perioden, af hele befolkningen. Mangler ét folketal, kan tallet ikke siges.",
            "Population of municipalities currently screened, of the whole population. If one population is missing the figure cannot be told.",
        ),
        Unit.PERCENT, "population_screened_now", "population", "higher", "docs/figures.md C5",
    ),
    Indicator(
        "sites_known",
        Label("Kendte steder", "Sites known"),
        Label(
            "Steder set første gang senest på datoen og ikke lukket, flyttet eller lagt sammen på datoen; også steder uden kendt kommune.",
            "Sites first seen on or before the date and not closed, moved or merged on it; sites without a known municipality too.",
        ),
        Unit.COUNT, "sites_known",
    ),
    Indicator(
        "sites_attempted",
        Label("Opsøgte kendte steder", "Known sites attempted"),
        Label(
            "Kendte steder med mindst ét besøgsforsøg i perioden, af alle kendte steder.",
            "Known sites with at least one attempted visit in the window, of all known sites.",
        ),
        Unit.PERCENT, "sites_known_attempted", "sites_known", "higher", "docs/figures.md C6",
    ),
    Indicator(
        "sites_reached",
        Label("Kendte steder med kontakt", "Known sites reached"),
        Label(
            "Kendte steder, hvor mindst ét besøg i perioden traf nogen, af alle kendte steder.",
            "Known sites where at least one visit in the window reached someone, of all known sites.",
        ),
        Unit.PERCENT, "sites_known_reached", "sites_known", "higher", "docs/figures.md C7",
    ),
)  # fmt: skip

CONTACT: tuple[Indicator, ...] = (
    Indicator(
        "sites_sought_out",
        Label("Forskellige steder opsøgt", "Different sites sought out"),
        Label(
            "Forskellige steder med mindst ét besøgsforsøg i perioden, uanset om de siden er lukket. Tæller også private hjem.",
            "Different sites with at least one attempted visit in the window, whether or not they have closed since. Private homes count too.",
        ),
        Unit.COUNT, "sites_sought_out", source="Statusrapport 2007",
    ),
    *(
        Indicator(
            f"sites_sought_out.{code}",
            Label(f"Steder opsøgt {danish}", f"Sites sought out {english}"),
            Label(
                f"Steder med {danish} besøgsforsøg i perioden, af opsøgte steder. Et besøg er her et forsøg, også forgæves.",
                f"Sites with {english} attempted visits in the window, of sites sought out. A visit is an attempt here, in vain or not.",
            ),
            Unit.PERCENT, f"sites_sought_out_{code}", "sites_sought_out", source="Statusrapport 2007",
        )
        for code, danish, english in (("1", "1", "1"), ("2_3", "2-3", "2-3"), ("4_plus", "4 eller flere", "4 or more"))
    ),
    Indicator(
        "attempts",
        Label("Besøgsforsøg", "Attempted visits"),
        Label("Uanmeldte besøg i perioden, også forgæves.", "Unannounced visits in the window, in vain or not."),
        Unit.COUNT, "attempts", source="Statusrapport 2007",
    ),
    Indicator(
        "contact_rate",
        Label("Forsøg med kontakt", "Contact rate"),
        Label(
            "Besøgsforsøg, hvor nogen blev truffet, af alle besøgsforsøg i perioden.",
            "Attempted visits that reached someone, of all attempted visits in the window.",
        ),
        Unit.PERCENT, "attempts_reached", "attempts", "higher", "docs/figures.md",
    ),
    Indicator(
        "in_vain_rate",
        Label("Forgæves forsøg", "Attempts in vain"),
        Label(
            "Besøgsforsøg, hvor ingen blev truffet, af alle besøgsforsøg i perioden.",
            "Attempted visits that reached no one, of all attempted visits in the window.",
        ),
        Unit.PERCENT, "attempts_in_vain", "attempts", "lower", "docs/figures.md",
    ),
    Indicator(
        "conversations",
        Label("Samtaler og tætte kontakter", "Conversations and close contacts"),
        Label(
            "Samtaler i perioden, ansigt til ansigt, på telefon, e-mail og sms.",
            "Conversations in the window: face to face, by telephone, e-mail and text message.",
        ),
        Unit.COUNT, "conversations", source="Statusrapport 2007",
    ),
    Indicator(
        "people",
        Label("Forskellige personer i samtaler", "Different people in conversations"),
        Label(
            "Forskellige personnøgler i periodens samtaler. Samtaler uden nøgle tæller ikke med, så tallet er et mindstetal.",
            "Different person keys in the window's conversations. Conversations without a key are not counted, so the figure is a lower bound.",
        ),
        Unit.PEOPLE, "people", source="Statusrapport 2007",
    ),
    Indicator(
        "bridge_meetings",
        Label("Brobygningsmøder", "Bridge-building meetings"),
        Label("Møder, hvor der blev bygget bro til en instans, i perioden.", "Meetings that built a bridge to an institution, in the window."),
        Unit.COUNT, "bridge_meetings", source="Statusrapport 2007",
    ),
)  # fmt: skip


def _step(code: str, before: str, danish: str, english: str, da_definition: str, en_definition: str) -> Indicator:
    return Indicator(
        f"cascade.{code}", Label(danish, english), Label(da_definition, en_definition),
        Unit.PERCENT, f"cascade_{code}", f"cascade_{before}", "higher", "docs/figures.md",
    )  # fmt: skip


CASCADE: tuple[Indicator, ...] = (
    _step(
        "attempted", "known", "Opsøgt", "Attempted",
        "Kendte steder opsøgt i perioden, af kendte steder.", "Known sites attempted in the window, of known sites.",
    ),
    _step(
        "reached", "attempted", "Truffet", "Reached",
        "Kendte steder, hvor nogen blev truffet i perioden, af opsøgte kendte steder.",
        "Known sites where someone was reached in the window, of known sites attempted.",
    ),
    _step(
        "conversation", "reached", "Samtale", "Conversation",
        "Kendte steder med mindst én samtale i perioden, af kendte steder, hvor nogen blev truffet.",
        "Known sites with at least one conversation in the window, of known sites reached.",
    ),
    _step(
        "return_agreed", "conversation", "Genbesøg aftalt", "Return agreed",
        "Kendte steder, hvor en samtale endte med et aftalt genbesøg, af kendte steder med samtale.",
        "Known sites where a conversation ended with an agreed return, of known sites with a conversation.",
    ),
    _step(
        "return_made", "return_agreed", "Genbesøg gjort", "Return made",
        "Kendte steder, hvor der blev gjort et nyt besøgsforsøg efter aftalen, af kendte steder med aftalt genbesøg.",
        "Known sites attempted again after the agreement, of known sites with an agreed return.",
    ),
    _step(
        "motivation", "return_made", "Forløb", "Course",
        "Kendte steder, hvor kontakten nåede motivations- eller forandringsfasen, af kendte steder med gjort genbesøg.",
        "Known sites where contact came to the phase of motivation or change, of known sites with a return made.",
    ),
)  # fmt: skip

_STANDINGS: tuple[tuple[Standing, str, Better], ...] = (
    (Standing.NEVER_REACHED, "due_never_reached", "lower"),
    (Standing.OVERDUE, "due_overdue", "lower"),
    (Standing.DUE_SOON, "due_soon", "neither"),
    (Standing.ON_TRACK, "due_on_track", "higher"),
)

RETURNS: tuple[Indicator, ...] = (
    *(
        Indicator(
            f"due.{standing.code}", standing.label,
            Label(
                f"Kendte steder, der på datoen står som: {standing.label.danish.lower()}. Af alle kendte steder; de fire stillinger summer til alle.",
                f"Known sites that on the date stand as: {standing.label.english.lower()}. Of all known sites; the four standings add up to all.",
            ),
            Unit.PERCENT, column, "cascade_known", better, "docs/figures.md",
        )
        for standing, column, better in _STANDINGS
    ),
    Indicator(
        "overdue_share", Label("Over tid af dem med dato", "Overdue of those with a date"),
        Label(
            "Kendte steder over tid, af kendte steder, hvor nogen er truffet før, så der er en dato at holde.",
            "Known sites overdue, of known sites reached before, which have a date to keep.",
        ),
        Unit.PERCENT, "due_overdue", "due_dated", "lower", "docs/figures.md",
    ),
    Indicator(
        "overdue_days", Label("Dage over tid, median", "Days overdue, median"),
        Label(
            "Medianen af dage over tid blandt steder over tid. Medianen, fordi få meget gamle datoer ellers styrer tallet.",
            "The median of days overdue among sites overdue. The median, because few very old dates would otherwise rule the figure.",
        ),
        Unit.DAYS, "overdue_days_median", None, "lower", "docs/figures.md",
    ),
    Indicator(
        "returns_kept", Label("Holdte aftaler om genbesøg", "Agreed returns kept"),
        Label(
            "Aftalte genbesøg forsøgt inden for 7 dage før eller efter den aftalte dag, af aftaler hvis frist løb ud i perioden.",
            "Agreed returns attempted within 7 days before or after the agreed day, of agreements whose time ran out in the window.",
        ),
        Unit.PERCENT, "returns_kept", "returns_due", "higher", "docs/figures.md",
    ),
)  # fmt: skip

_STATED = Label(
    "Kun forsøg, hvor timerne er oplyst, tæller med i både tæller og nævner.",
    "Only attempts that state their hours count, above and below the line.",
)

EFFORT: tuple[Indicator, ...] = (
    *(
        Indicator(
            f"hours_per_{code}", Label(f"Timer pr. {danish}", f"Hours per {english}"),
            Label(
                f"Timer brugt på besøgsforsøg i perioden, pr. {danish}. {_STATED.danish}",
                f"Hours spent on attempted visits in the window, per {english}. {_STATED.english}",
            ),
            Unit.HOURS, "visit_hours", column, "lower", "docs/figures.md",
        )
        for code, column, danish, english in (
            ("attempt", "timed_attempts", "forsøg", "attempt"),
            ("reached", "timed_reached", "forsøg med kontakt", "attempt that reached someone"),
            ("conversation", "timed_conversations", "samtale", "conversation"),
        )
    ),
    Indicator(
        "found_per_screening_hour", Label("Nye steder pr. screeningstime", "New sites per screening hour"),
        Label(
            "Steder set første gang, mens kommunen blev screenet, pr. time brugt på screeninger afsluttet i perioden. Flere fund kan skyldes flere timer.",
            "Sites first seen while their municipality was being screened, per hour of screenings completed in the window. More found may mean more hours.",
        ),
        Unit.PER_HOUR, "timed_found", "screening_hours", "neither", "docs/figures.md",
    ),
)  # fmt: skip


def _by_term(prefix: str, terms: type[Term], denominator: str, source: str) -> Iterator[Indicator]:
    for term in terms:
        definition = _share(prefix, f"{term.label.danish}.", f"{term.label.english}.")
        yield Indicator(
            f"{prefix}.{term.code}",
            term.label,
            definition,
            Unit.PERCENT,
            f"{prefix}.{term.code}",
            denominator,
            source=source,
        )


def _groups() -> Iterator[Indicator]:
    for group in InstitutionGroup:
        definition = _share("bridge_meetings", f"{group.label.danish}.", f"{group.label.english}.")
        name = f"bridge_group.{group.code}"
        yield Indicator(
            name, group.label, definition, Unit.PERCENT, name, "bridge_meetings", source="Statusrapport 2007"
        )


def _purposes() -> Iterator[Indicator]:
    for purpose in MeetingPurpose:
        definition = _share("bridge_meetings", f"{purpose.label.danish}.", f"{purpose.label.english}.")
        name = f"bridge_purpose.{purpose.code}"
        yield Indicator(
            name, purpose.label, definition, Unit.PERCENT, name, "bridge_meetings", source="Statusrapport 2007"
        )


def _activities() -> Iterator[Indicator]:
    for kind in ActivityKind:
        definition = Label(f"{kind.label.danish}: antal i perioden.", f"{kind.label.english}: number in the window.")
        yield Indicator(kind.code, kind.label, definition, Unit.COUNT, kind.code, source="Statusrapport 2007")
        for category in ActivityCategory:
            label = Label(
                f"{kind.label.danish}: {category.label.danish.lower()}",
                f"{kind.label.english}: {category.label.english.lower()}",
            )
            share = Label(f"{label.danish}, af alle i perioden.", f"{label.english}, of all in the window.")
            name = f"{kind.code}.{category.code}"
            yield Indicator(name, label, share, Unit.PERCENT, name, kind.code, source="Statusrapport 2007")


INDICATORS: tuple[Indicator, ...] = (
    *COVERAGE,
    *CONTACT,
    *CASCADE,
    *RETURNS,
    *EFFORT,
    *_by_term("outcome", Outcome, "attempts_reached", "Statusrapport 2007"),
    *_by_term("conversations", Channel, "conversations", "Statusrapport 2007"),
    *_groups(),
    *_by_term("bridge_meetings", Institution, "bridge_meetings", "Statusrapport 2007"),
    *_purposes(),
    *_activities(),
)

BY_ID: dict[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}
