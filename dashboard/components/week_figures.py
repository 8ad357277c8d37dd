"""A plan in figures: one plan as tiles, several side by side, and what a change does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import records
from dashboard.safe import markup
from dashboard.text import say_number, translator
from dashboard.week_words import crew_day, fixed, say_ends, signed
from geodata.units import MISSING, Unit
from geodata.week.compare import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.language import Language
    from geodata.routing import WeekPlan
    from geodata.week.compare import Comparison
    from geodata.week.effort import Effort
    from geodata.week.ground import Ground
    from geodata.week.nights import Ends
    from geodata.week.promises import Promises

LATE_OFTEN = 0.15
"""From this chance on a day's overtime is pointed at."""


def said(plan: WeekPlan, effort: Effort, agreed: Promises, language: Language) -> list[tuple[str, str, str]]:
    """Return a plan's figures: a stable name, what it is called, and its value."""
    _ = translator(language)
    totals = plan.totals
    kept = _("{n} of {total}").format(n=agreed.kept, total=agreed.total) if agreed.total else MISSING
    working = [day for day in plan.days if day.stops]
    late = max((round(day.overtime * 100) for day in working), default=None)
    return [
        ("worth", _("Worth"), fixed(totals.worth, language)),
        ("stops", _("Stops"), say_number(totals.stops, language)),
        ("reached", _("Expected reached"), fixed(effort.reached, language, 1)),
        ("talks", _("Expected conversations"), fixed(effort.talks, language, 1)),
        ("agreed", _("Agreed days kept"), kept),
        ("road", _("Hours on the road"), fixed(effort.road_hours, language, 1)),
        ("waiting", _("Hours waiting"), fixed(totals.waiting / 60, language, 1)),
        ("hours", _("Crew hours"), fixed(effort.hours, language, 1)),
        ("per-talk", _("Crew hours per expected conversation"), fixed(effort.hours_per_talk, language, 1)),
        ("fuel", _("Fuel, estimate (litres)"), fixed(effort.litres, language)),
        ("fuel-per-talk", _("Litres per expected conversation"), fixed(effort.litres_per_talk, language, 1)),
        ("late", _("Largest risk that a day ends late"), Unit.PERCENT.say(late, language)),
    ]  # fmt: skip


def tiles(plan: WeekPlan, effort: Effort, agreed: Promises, language: Language) -> None:
    """Draw a plan's figures."""
    cells = "".join(
        f'<div data-figure="{name}"><dt>{markup(label)}</dt><dd>{markup(value)}</dd></div>'
        for name, label, value in said(plan, effort, agreed, language)
    )
    st.html(f'<dl class="due week">{cells}</dl>')


def assumption(litres_per_hour: float, reached: int, talked: int, language: Language) -> str:
    """Return what fuel and conversations rest on."""
    _ = translator(language)
    return _(
        "Fuel is an estimate: {litres} litres for every hour on the road. Of the visits that reached someone in the "
        "last 12 months, {talked} of {reached} held a conversation; that share is expected here. Crew hours run from "
        "leaving to being back."
    ).format(
        litres=say_number(litres_per_hour, language),
        talked=say_number(talked, language),
        reached=say_number(reached, language),
    )


def corrected(ground: Ground, language: Language) -> str:
    """Return what the team's kept plans have corrected the travel times by, and what that rests on."""
    _ = translator(language)
    return _(
        "Corrected by the team's own plans of the last 12 months: {percent}, from {hours} planned hours on the road."
    ).format(
        percent=Unit.PERCENT.say((ground.travel_factor - 1) * Unit.PERCENT.scale, language),
        hours=say_number(round(ground.travel_planned / 60, 1), language),
    )


def side_by_side(plans: Mapping[str, tuple[WeekPlan, Effort, Promises]], language: Language) -> str:
    """Return several plans' figures as an HTML table, one plan a column."""
    _ = translator(language)
    columns = [said(plan, effort, agreed, language) for plan, effort, agreed in plans.values()]
    head = f'<th scope="col">{markup(_("Figure"))}</th>' + "".join(
        f'<th scope="col" class="number">{markup(name)}</th>' for name in plans
    )
    body = "".join(
        f'<tr data-figure="{rows[0][0]}"><th scope="row">{markup(rows[0][1])}</th>'
        + "".join(f'<td class="number">{markup(value)}</td>' for _name, _label, value in rows)
        + "</tr>"
        for rows in zip(*columns, strict=True)
    )
    return records.framed(head, body, looks="whole")


def difference(compared: Comparison, change: str, language: Language, *, searching: bool) -> str:
    """Return what a change does, as HTML that is read aloud when it changes."""
    _ = translator(language)
    parts = [
        _("worth {n}").format(n=signed(compared.worth, language)),
        _("stops {n}").format(n=signed(compared.stops, language)),
        _("minutes on the road {n}").format(n=signed(compared.road, language)),
        _("agreed days kept {n}").format(n=signed(compared.kept, language)),
        _("expected reached {n}").format(n=signed(compared.reached, language, 1)),
    ]
    moved = [(kind, compared.count(kind)) for kind in Kind]
    others = ", ".join(f"{kind.label.say(language).lower()}: {n}" for kind, n in moved if n)
    going_on = _("The search goes on.") if searching else ""
    text = f"{change}: {', '.join(parts)}." + (f" {others}." if others else "") + (f" {going_on}" if going_on else "")
    return f'<p class="reconciled changed" role="status" data-worth="{compared.worth:.3f}">{markup(text)}</p>'


def days(plan: WeekPlan, ends: Mapping[tuple[str, date], Ends], language: Language) -> str:
    """Return every working day's load and its risk of ending late, as an HTML table.

    Parameters
    ----------
    ends
        Where the days begin and end that do so away from the crew's base; without any, nothing of it stands there.
    """
    _ = translator(language)
    names = [
        _("Day and crew"), *([_("Begins and ends in")] if ends else []), _("Stops"), _("Visits, min"), _("Road, min"),
        _("Waiting, min"), _("Left, min"), _("Risk of ending late"),
    ]  # fmt: skip
    words = 1 + bool(ends)
    head = "".join(
        f'<th scope="col" class="{"number" if n >= words else ""}">{markup(name)}</th>' for n, name in enumerate(names)
    )
    body = ""
    for day in plan.days:
        if not day.stops and not day.road:
            continue
        cells = [day.stops, *(round(each) for each in (day.visits, day.road, day.waiting, day.slack))]
        late = Unit.PERCENT.say(round(day.overtime * 100), language)
        mark = " ▲" if day.overtime >= LATE_OFTEN else ""
        at = ends.get((day.crew, day.day))
        where = f"<td>{markup(say_ends(at) if at else _('At the base'))}</td>" if ends else ""
        told = where + "".join(f'<td class="number">{say_number(cell, language)}</td>' for cell in cells)
        name = crew_day(day.crew, day.day, language)
        body += f'<tr><th scope="row">{markup(name)}</th>{told}<td class="number">{markup(late + mark)}</td></tr>'
    return records.framed(head, body, looks="whole")
