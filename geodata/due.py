"""When a site is due for a return visit, and how it stands (docs/figures.md, return visits)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from geodata.terms import Term


class Standing(Term):
    """How a known site stands on a day; every known site stands in exactly one way."""

    NEVER_REACHED = ("never_reached", "Aldrig truffet", "Never reached")
    OVERDUE = ("overdue", "Over tid", "Overdue")
    DUE_SOON = ("due_soon", "Forfalder inden 7 dage", "Due within 7 days")
    ON_TRACK = ("on_track", "Følger planen", "On track")


class DueFrom(Term):
    """What a due date comes from."""

    AGREED = ("agreed", "Aftalt genbesøg", "Agreed return")
    CONVERSATION = ("conversation", "Efter en samtale", "After a conversation")
    LIMITED = ("limited", "Efter begrænset kontakt eller afvisning", "After limited contact or a refusal")
    IN_VAIN = ("in_vain", "Efter et forgæves forsøg", "After an attempt in vain")
    NEVER_TRIED = ("never_tried", "Aldrig forsøgt", "Never tried")


@dataclass(frozen=True, slots=True)
class DueRules:
    """Days until a site is due again where no date has been agreed.

    Parameters
    ----------
    talk_days
        After a conversation. 14 is the example of the status report for 2007.
    limited_days
        After limited contact, a refusal or an outcome that is not stated; the product's own.
    vain_days
        After an attempt in vain; the product's own.

    Raises
    ------
    ValueError
        If a number of days is not positive.
    """

    talk_days: int = 14
    limited_days: int = 90
    vain_days: int = 30

    def __post_init__(self) -> None:
        if min(self.talk_days, self.limited_days, self.vain_days) < 1:
            raise ValueError("A site is due again after at least one day.")

    def parameters(self) -> dict[str, object]:
        """Return the rules as the queries' parameters."""
        return asdict(self)


RULES = DueRules()

KEPT_WITHIN_DAYS = 7
"""An agreed return is kept when an attempt is made at most this many days before or after the agreed day."""
