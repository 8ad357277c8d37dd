"""The parts of the day: one division of it for what was agreed, what was tried, and when to come."""

from __future__ import annotations

from geodata.language import Label
from geodata.terms import DayPart

HOURS: dict[DayPart, tuple[int, int]] = {
    DayPart.MORNING: (8, 12),
    DayPart.AFTERNOON: (12, 17),
    DayPart.EVENING: (17, 22),
}
"""From which hour to which someone who agreed to a part of the day may be expected; Danish local time. Own choice.

What was tried before 8 counts with the morning, and after 22 with the evening. ``day_part_of`` in
``geodata/sql/schema.sql`` divides at the same hours.
"""

_WHEN = {
    DayPart.MORNING: Label("om formiddagen", "in the morning"),
    DayPart.AFTERNOON: Label("om eftermiddagen", "in the afternoon"),
    DayPart.EVENING: Label("om aftenen", "in the evening"),
}


def part_of(hour: int) -> DayPart:
    """Return the part of the day an hour (0-23) lies in."""
    return next((part for part, (_begins, ends) in HOURS.items() if hour < ends), DayPart.EVENING)


def when(part: DayPart) -> Label:
    """Return a part of the day as it stands in a sentence: ``in the morning``."""
    return _WHEN[part]


def with_hours(part: DayPart) -> Label:
    """Return a part of the day with the hours it is counted by: ``Afternoon (12-17)``."""
    begins, ends = HOURS[part]
    danish, english = {
        DayPart.MORNING: (f"før {ends}", f"before {ends}"),
        DayPart.AFTERNOON: (f"{begins}-{ends}", f"{begins}-{ends}"),
        DayPart.EVENING: (f"fra {begins}", f"from {begins}"),
    }[part]
    return Label(f"{part.label.danish} ({danish})", f"{part.label.english} ({english})")
