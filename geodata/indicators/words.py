"""What is counted above and below the line, in words: one label per column that a figure divides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.language import Label
from geodata.terms import (
    ActivityCategory,
    ActivityKind,
    Channel,
    Institution,
    InstitutionGroup,
    Kind,
    MeetingPurpose,
    Outcome,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: dict[str, Label] = {
    "municipalities": Label("alle kommuner", "all municipalities"),
    "screened": Label("kommuner med en afsluttet screening", "municipalities with a completed screening"),
    "screened_now": Label("kommuner screenet inden for perioden", "municipalities screened within the window"),
    "screened_with_sites": Label("kommuner, hvor seneste screening fandt steder", "municipalities whose last screening found sites"),
    "screened_without_sites": Label("kommuner, hvor seneste screening intet fandt", "municipalities whose last screening found none"),
    "outreach_begun": Label("heraf kommuner med mindst ét besøgsforsøg", "of these, municipalities with at least one attempted visit"),
    "population": Label("befolkning i alle kommuner", "population of all municipalities"),
    "population_screened_now": Label("befolkning i kommuner screenet inden for perioden", "population of municipalities screened within the window"),
    "sites_known": Label("kendte steder", "known sites"),
    "sites_known_attempted": Label("kendte steder opsøgt i perioden", "known sites attempted in the window"),
    "sites_known_reached": Label("kendte steder med kontakt i perioden", "known sites reached in the window"),
    "sites_sought_out": Label("forskellige steder opsøgt i perioden", "different sites sought out in the window"),
    "sites_sought_out_1": Label("heraf opsøgt én gang", "of these, sought out once"),
    "sites_sought_out_2_3": Label("heraf opsøgt to eller tre gange", "of these, sought out two or three times"),
    "sites_sought_out_4_plus": Label("heraf opsøgt fire gange eller flere", "of these, sought out four times or more"),
    "weight_attempted": Label("vægten af kendte steder opsøgt i perioden", "the weight of known sites attempted in the window"),
    "weight_known": Label("vægten af alle kendte steder", "the weight of all known sites"),
    "estimated_total": Label("det anslåede antal steder, set eller ej", "the estimated number of sites, seen or not"),
    "published_total": Label("det offentliggjorte antal klinikker", "the published number of clinics"),
    "attempts": Label("besøgsforsøg i perioden", "attempted visits in the window"),
    "attempts_reached": Label("besøgsforsøg, hvor nogen blev truffet", "attempted visits that reached someone"),
    "attempts_in_vain": Label("besøgsforsøg, hvor ingen blev truffet", "attempted visits that reached no one"),
    "conversations": Label("samtaler i perioden", "conversations in the window"),
    "people": Label("forskellige personnøgler i periodens samtaler", "different person keys in the window's conversations"),
    "bridge_meetings": Label("brobygningsmøder i perioden", "bridge-building meetings in the window"),
    "cascade_known": Label("kendte steder", "known sites"),
    "cascade_attempted": Label("kendte steder opsøgt i perioden", "known sites attempted in the window"),
    "cascade_reached": Label("kendte steder, hvor nogen blev truffet", "known sites where someone was reached"),
    "cascade_conversation": Label("kendte steder med samtale", "known sites with a conversation"),
    "cascade_return_agreed": Label("kendte steder med aftalt genbesøg", "known sites with an agreed return"),
    "cascade_return_made": Label("kendte steder med gjort genbesøg", "known sites with a return made"),
    "cascade_motivation": Label("kendte steder, hvor kontakten nåede et forløb", "known sites where contact came to a course"),
    "due_never_reached": Label("kendte steder, hvor ingen er truffet endnu", "known sites where no one has been reached yet"),
    "due_on_track": Label("kendte steder, hvis næste besøg ligger længere fremme", "known sites whose next visit lies further ahead"),
    "due_soon": Label("kendte steder med besøg inden for 7 dage", "known sites due within 7 days"),
    "due_overdue": Label("kendte steder over tid", "known sites overdue"),
    "due_dated": Label("kendte steder, der har en dato at holde", "known sites that have a date to keep"),
    "plan_stops": Label("planlagte stop", "planned stops"),
    "plan_done": Label("planlagte stop, hvor nogen blev truffet", "planned stops that reached someone"),
    "plan_in_vain": Label("planlagte stop forsøgt forgæves", "planned stops attempted in vain"),
    "plan_missed": Label("planlagte stop uden forsøg i ugen", "planned stops without an attempt in the week"),
    "plan_promises": Label("planlagte stop, der holder en aftale", "planned stops that keep a promise"),
    "plan_promises_kept": Label("heraf forsøgt i ugen", "of these, attempted in the week"),
    "plan_week_attempts": Label("besøgsforsøg i uger med plan", "attempted visits of weeks with a plan"),
    "plan_unplanned": Label("heraf uden for planen", "of these, outside the plan"),
    "plan_minutes_planned": Label("forventede minutter på stedet", "minutes expected at the site"),
    "plan_minutes_used": Label("brugte minutter på stedet", "minutes used at the site"),
    "plan_travel_planned": Label("planlagte minutter mellem stop", "minutes planned between stops"),
    "plan_travel_used": Label("brugte minutter mellem stop", "minutes used between stops"),
    "overdue_days_median": Label("medianen af dage over tid", "the median of days overdue"),
    "returns_due": Label("aftaler om genbesøg, hvis frist løb ud i perioden", "agreed returns whose time ran out in the window"),
    "returns_kept": Label("heraf forsøgt inden for 7 dage fra den aftalte dag", "of these, attempted within 7 days of the agreed day"),
    "visit_hours": Label("timer brugt på besøgsforsøg", "hours spent on attempted visits"),
    "timed_attempts": Label("besøgsforsøg, der oplyser timer", "attempted visits that state their hours"),
    "timed_reached": Label("heraf hvor nogen blev truffet", "of these, attempts that reached someone"),
    "timed_conversations": Label("heraf med samtale", "of these, attempts with a conversation"),
    "timed_found": Label("steder set første gang under en screening", "sites first seen during a screening"),
    "screening_hours": Label("timer brugt på periodens afsluttede screeninger", "hours of the screenings completed in the window"),
}  # fmt: skip


def _by_term(prefix: str, terms: type[Term], danish: str, english: str) -> Iterator[tuple[str, Label]]:
    for term in terms:
        yield f"{prefix}.{term.code}", Label(f"{danish}: {term.label.danish}", f"{english}: {term.label.english}")


def _activities() -> Iterator[tuple[str, Label]]:
    for kind in ActivityKind:
        name = Label(f"{kind.label.danish}, antal i perioden", f"{kind.label.english}, number in the window")
        yield kind.code, name
        for category in ActivityCategory:
            yield (
                f"{kind.code}.{category.code}",
                Label(
                    f"heraf: {category.label.danish.lower()}",
                    f"of these: {category.label.english.lower()}",
                ),
            )


COUNT_LABELS: dict[str, Label] = {
    **_NAMED,
    **dict(_by_term("outcome", Outcome, "besøgsforsøg med udfaldet", "attempted visits with the outcome")),
    **dict(_by_term("conversations", Channel, "samtaler via", "conversations by")),
    **dict(_by_term("bridge_group", InstitutionGroup, "brobygningsmøder, område", "bridge-building meetings, field")),
    **dict(_by_term("bridge_meetings", Institution, "brobygningsmøder med", "bridge-building meetings with")),
    **dict(_by_term("bridge_purpose", MeetingPurpose, "brobygningsmøder, formål", "bridge-building meetings, purpose")),
    **dict(
        _by_term(
            "plan_planned",
            Kind,
            "planlagte minutter, stop med oplyst tid",
            "minutes planned, stops that state their time",
        )
    ),
    **dict(
        _by_term("plan_used", Kind, "brugte minutter, stop med oplyst tid", "minutes used, stops that state their time")
    ),
    **dict(_by_term("plan_timed", Kind, "planlagte stop med oplyst tid", "planned stops that state their time")),
    **dict(_activities()),
}
"""Every column of :func:`geodata.figures.counts` that a figure uses."""
