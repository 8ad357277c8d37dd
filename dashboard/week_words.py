"""How the week is said: weeks, days, times, and where a stop stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date

from dashboard.text import say_days, say_number, say_weekday, translator
from geodata.routing.problem import days_of
from geodata.week.crews import town_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.language import Label, Language
    from geodata.routing import Stop
    from geodata.week.nights import Ends, Night


def week_name(day: date) -> str:
    """Return the ISO week of a day: ``2026-W49``."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def say_week(week: str, language: Language) -> str:
    """Return a week as people say it, with its days: ``uge 49 (30.11.2026–06.12.2026)``."""
    _ = translator(language)
    days = days_of(week)
    return _("week {number} ({days})").format(
        number=days[0].isocalendar()[1], days=say_days(days[0], days[-1], language)
    )


def short_day(day: date, language: Language) -> str:
    """Return a weekday in two letters: ``ma``, ``Mo``."""
    text: str = format_date(day, "EEEEEE", locale=language)
    return text.rstrip(".")


def say_day_off(day: date, holidays: Mapping[date, Label], language: Language) -> str:
    """Return a day in two letters, or a public holiday with its date and name: ``tors. 2. apr. · skærtorsdag``."""
    if day not in holidays:
        return short_day(day, language)
    return f"{say_weekday(day, language, short=True)} · {holidays[day].say(language)}"


def say_night(night: Night, language: Language) -> str:
    """Return a night by the days it lies between: ``ma–ti``."""
    return f"{short_day(night.day, language)}–{short_day(night.until, language)}"


def say_ends(at: Ends) -> str:
    """Return where a day begins and where it ends: ``Viborg → Thisted``; nothing where both are the base."""
    if not at.away:
        return ""
    towns = town_names()
    return f"{towns[at.begins_in]} → {towns[at.ends_in]}"


def say_day(day: date, language: Language) -> str:
    """Return a day with its weekday: ``mandag 30.11.``, ``Monday 30 Nov``."""
    text: str = format_date(day, "EEEE dd.MM." if language == "da" else "EEEE d MMM", locale=language)
    return text


def crew_day(crew: str, day: date, language: Language) -> str:
    """Return whose day it is: ``mandag 30.11., Hold 1``."""
    return f"{say_day(day, language)}, {crew}"


def clock(minutes: float) -> str:
    """Return a minute of the day as a clock shows it."""
    whole = round(minutes)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def the_clock(begins: float, ends: float, language: Language) -> str:
    """Return from when to when, and how long: ``10:09-10:39 (30 min.)``."""
    _ = translator(language)
    return _("{begins}-{ends} ({minutes} min)").format(
        begins=clock(begins), ends=clock(ends), minutes=round(ends - begins)
    )


def say_stop(stop: Stop, language: Language) -> str:
    """Return where a stop stands: ``ma 10:09, Hold 1``."""
    return f"{short_day(stop.day, language)} {clock(stop.arrive)}, {stop.crew}"


def signed(number: float, language: Language, decimals: int = 0) -> str:
    """Return a difference with its sign: ``+12``, ``−5``, ``0``."""
    rounded = round(number, decimals)
    if not rounded:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{say_number(abs(rounded), language)}"


def fixed(number: float | None, language: Language, decimals: int = 0) -> str:
    """Return a number with so many decimals at most; a dash where there is none."""
    return say_number(None if number is None else round(number, decimals), language)
