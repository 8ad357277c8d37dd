"""The choice of the days on which nobody works: public holidays at first, each with its name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.safe import markup
from dashboard.text import translator
from dashboard.week_words import say_day_off
from geodata.week.days_off import days_off, holidays_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geodata.language import Language
    from geodata.ledger.plans import AcceptedPlan
    from geodata.week.crews import TeamWeek


def show(team: str, days: Sequence[date], accepted: AcceptedPlan | None, language: Language) -> frozenset[date]:
    """Draw the choice, and return the days on which nobody works.

    Parameters
    ----------
    days
        The week's days, Monday first.
    accepted
        The version that holds.
    """
    _ = translator(language)
    known = holidays_in(days)
    chosen: list[str] = st.pills(
        _("Days off this week"),
        [day.isoformat() for day in days],
        default=sorted(day.isoformat() for day in days_off(days, accepted)),
        selection_mode="multi",
        format_func=lambda day: say_day_off(date.fromisoformat(day), known, language),
        help=_("Days on which nobody of the team works. Public holidays are filled in; press one to work on it."),
        key=f"off-{team}-{days[0]}",
    )
    return frozenset(map(date.fromisoformat, chosen))


def say(team: TeamWeek, days: Sequence[date], off: Collection[date], language: Language) -> None:
    """Say which days of work are off, where the plan is seen: the choice of them may be folded away."""
    _ = translator(language)
    worked = {day for (_crew, day), hours in team.hours(days).items() if hours is not None}
    lost = sorted(worked & set(off))
    if lost:
        known = holidays_in(days)
        told = _("Days off: {days}.").format(days=", ".join(say_day_off(day, known, language) for day in lost))
        st.html(f'<p class="reconciled">{markup(told)}</p>')
