"""The line that says what travel times come from and how far off they are likely to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.text import translator

if TYPE_CHECKING:
    from geodata.language import Language
    from geodata.travel.times import TravelTimes


def travel_note(times: TravelTimes, language: Language) -> str:
    """Return the line: the engine that was used, its expected error, and why another was not, if so."""
    _ = translator(language)
    told = _("Travel times: {engine}. {error}").format(
        engine=times.engine.label.say(language), error=times.expected_error.say(language)
    )
    return f"{told} {times.notice.say(language)}" if times.notice else told
