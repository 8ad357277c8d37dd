"""The week's plan against what was done: only weeks with an accepted plan, once they have ended."""

from __future__ import annotations

from geodata.indicators.indicator import Indicator
from geodata.language import Label
from geodata.terms import Kind
from geodata.units import Unit

_WEEKS = Label(
    "Af de accepterede ugeplaner for uger, der sluttede i perioden.",
    "Of the accepted plans of weeks that ended in the window.",
)


def _of_plans(danish: str, english: str) -> Label:
    return Label(f"{danish} {_WEEKS.danish}", f"{english} {_WEEKS.english}")


PLANS: tuple[Indicator, ...] = (
    Indicator(
        "plan.stops", Label("Planlagte stop", "Planned stops"),
        _of_plans("Stop i den senest accepterede plan.", "Stops of the plan accepted last."),
        Unit.COUNT, "plan_stops",
    ),
    Indicator(
        "plan.done", Label("Gennemførte stop", "Stops done"),
        _of_plans("Planlagte stop, hvor nogen blev truffet i ugen.", "Planned stops where someone was reached in the week."),
        Unit.PERCENT, "plan_done", "plan_stops", "higher",
    ),
    Indicator(
        "plan.in_vain", Label("Planlagte stop forgæves", "Planned stops in vain"),
        _of_plans("Planlagte stop, der blev forsøgt i ugen, uden at nogen blev truffet.", "Planned stops attempted in the week that reached no one."),
        Unit.PERCENT, "plan_in_vain", "plan_stops", "lower",
    ),
    Indicator(
        "plan.missed", Label("Stop, der ikke blev nået", "Stops not reached in time"),
        _of_plans("Planlagte stop uden noget forsøg i ugen.", "Planned stops without any attempt in the week."),
        Unit.PERCENT, "plan_missed", "plan_stops", "lower",
    ),
    Indicator(
        "plan.unplanned", Label("Besøg uden for planen", "Visits outside the plan"),
        _of_plans("Besøgsforsøg, som ingen plan havde, af alle teamets forsøg i ugerne.", "Attempts that no plan had, of all the team's attempts of those weeks."),
        Unit.PERCENT, "plan_unplanned", "plan_week_attempts",
    ),
    Indicator(
        "plan.promises_kept", Label("Holdte aftaler i planen", "Promises of the plan kept"),
        _of_plans("Planlagte stop, der holder et aftalt genbesøg, og som blev forsøgt i ugen.", "Planned stops that keep an agreed return and were attempted in the week."),
        Unit.PERCENT, "plan_promises_kept", "plan_promises", "higher",
    ),
    Indicator(
        "plan.minutes", Label("Brugt tid af planlagt", "Time used of time planned"),
        _of_plans("Minutter på stedet (ventetid og samvær) i procent af de forventede, for stop med oplyst tid.", "Minutes at the site (waiting and with someone) in per cent of those expected, for stops that state them."),
        Unit.PERCENT, "plan_minutes_used", "plan_minutes_planned",
    ),
    Indicator(
        "plan.travel", Label("Brugt vejtid af planlagt", "Travel time used of time planned"),
        _of_plans("Minutter mellem to stop i træk på samme hold og dag i procent af de planlagte, hvor begge blev nået på dagen.", "Minutes between two stops in a row of one crew and day in per cent of those planned, where both were made on their day."),
        Unit.PERCENT, "plan_travel_used", "plan_travel_planned",
    ),
    *(
        Indicator(
            f"plan.{word}.{kind.code}",
            Label(f"{danish}: {kind.label.danish.lower()}", f"{english}: {kind.label.english.lower()}"),
            _of_plans(
                f"{danish} på steder af arten {kind.label.danish.lower()}, for stop med oplyst tid.",
                f"{english} at sites of the kind {kind.label.english.lower()}, for stops that state their time.",
            ),
            Unit.MINUTES, f"plan_{word}.{kind.code}", f"plan_timed.{kind.code}",
        )
        for kind in Kind
        for word, danish, english in (
            ("planned", "Minutter planlagt pr. stop", "Minutes planned per stop"),
            ("used", "Minutter brugt pr. stop", "Minutes used per stop"),
        )
    ),
)  # fmt: skip
