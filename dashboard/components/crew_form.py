"""The form in which a team says who works: crews, their bases, days, shifts and languages, and the slack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, TypeAlias

import streamlit as st

from dashboard.components import signature
from dashboard.text import translator
from dashboard.week_words import short_day
from geodata.routing import Durations
from geodata.routing.problem import days_of
from geodata.terms import SpokenLanguage
from geodata.week import crews
from geodata.week.crews import CrewWeek, TeamWeek

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.language import Language

ANY_WEEK = "2026-W49"
CrewRow: TypeAlias = tuple[str, str, tuple[int, ...], tuple[int, ...], tuple[str, ...]]
"""Name, base, day shifts, evening shifts, languages."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in, and by whom; whether it can be is for the domain to say."""

    team: str
    crews: tuple[CrewRow, ...]
    day_shift: tuple[int, int]
    evening_shift: tuple[int, int]
    durations: str
    extra_minutes: int
    set_by: str

    def week(self) -> TeamWeek:
        """Return it as a team's week.

        Raises
        ------
        geodata.errors.PlanRefusedError
            If it cannot be.
        """
        told = tuple(CrewWeek(*crew) for crew in self.crews)
        return TeamWeek(self.team, told, self.day_shift, self.evening_shift, self.durations, self.extra_minutes)


def show(kept: TeamWeek, names: Mapping[str, str], language: Language) -> Wish | None:
    """Draw the form, and return what it was sent with.

    Parameters
    ----------
    kept
        What holds now.
    names
        The name, by its code, of every municipality the viewer may open: those that a crew can leave from.
    """
    _ = translator(language)
    key = f"crews-{kept.team}"
    count = int(
        st.number_input(_("Crews"), 1, crews.MOST_CREWS, len(kept.crews), key=f"{key}-count", width=160)
    )  # outside the form: it decides how many rows the form has
    with st.form(key, border=False):
        rows = [_crew(kept, number, names, key, language) for number in range(count)]
        st.caption(_("Shifts: from and to"))
        one, two, three, four = st.columns(4)
        day = (
            one.time_input(_("Day shift from"), _clock(kept.day_shift[0]), key=f"{key}-d0"),
            two.time_input(_("Day shift to"), _clock(kept.day_shift[1]), key=f"{key}-d1"),
        )
        evening = (
            three.time_input(_("Evening shift from"), _clock(kept.evening_shift[0]), key=f"{key}-e0"),
            four.time_input(_("Evening shift to"), _clock(kept.evening_shift[1]), key=f"{key}-e1"),
        )
        slack, extra, who = st.columns(3)
        durations = slack.selectbox(
            _("A visit is planned with"),
            crews.DURATIONS,
            index=crews.DURATIONS.index(kept.durations),
            format_func=lambda code: Durations(code).label.say(language),
            help=_(
                "Full: every visit is given the time of one at which someone is reached. Expected: a visit in vain is "
                "short, so more fit in, and about every second day ends late."
            ),
            key=f"{key}-durations",
        )
        added = extra.number_input(
            _("Extra minutes a visit"), 0, crews.MOST_EXTRA, kept.extra_minutes, step=5, key=f"{key}-extra"
        )
        set_by = signature.ask(_("Saved by"), f"{key}-by", language, who)
        if not st.form_submit_button(_("Save crews and shifts"), icon=":material/group:"):
            return None
    return Wish(kept.team, tuple(rows), _minutes(day), _minutes(evening), durations, int(added), set_by)


def _crew(kept: TeamWeek, number: int, names: Mapping[str, str], key: str, language: Language) -> CrewRow:
    _ = translator(language)
    before = kept.crews[number] if number < len(kept.crews) else CrewWeek(f"Hold {number + 1}", kept.crews[0].base)
    week = days_of(ANY_WEEK)
    known = {code for code in crews.middles() if code in names} | {before.base}
    codes = sorted(known, key=lambda code: (names.get(code, code), code))
    who, where, day, evening = st.columns([1, 1.4, 1.8, 1.8])
    name = who.text_input(
        _("Crew {number}").format(number=number + 1), before.name, max_chars=crews.LONGEST_NAME, key=f"{key}-n{number}"
    )
    base = where.selectbox(
        _("Leaves from the middle of"),
        codes,
        index=codes.index(before.base),
        format_func=lambda code: names.get(code, code),
        key=f"{key}-b{number}",
    )
    days = day.pills(
        _("Day shifts"),
        list(crews.WEEKDAYS),
        selection_mode="multi",
        default=list(before.days),
        format_func=lambda weekday: short_day(week[weekday - 1], language),
        key=f"{key}-w{number}",
    )
    evenings = evening.pills(
        _("Evening shifts"),
        list(crews.WEEKDAYS),
        selection_mode="multi",
        default=list(before.evenings),
        format_func=lambda weekday: short_day(week[weekday - 1], language),
        key=f"{key}-v{number}",
    )
    spoken = st.multiselect(
        _("Languages of crew {number}").format(number=number + 1),
        [each.code for each in SpokenLanguage],
        default=list(before.languages),
        format_func=lambda code: SpokenLanguage(code).label.say(language),
        placeholder=_("None said"),
        help=_("What one of the two speaks. A site that needs a language is planned only for a crew that speaks it."),
        key=f"{key}-l{number}",
    )
    return name.strip(), base, tuple(sorted(set(days) - set(evenings))), tuple(sorted(evenings)), tuple(spoken)


def _clock(minutes: int) -> time:
    return time(min(minutes, 24 * 60 - 1) // 60, min(minutes, 24 * 60 - 1) % 60)


def _minutes(pair: tuple[time | None, time | None]) -> tuple[int, int]:
    begins, ends = (0 if clock is None else clock.hour * 60 + clock.minute for clock in pair)
    return begins, ends
