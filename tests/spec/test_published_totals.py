"""The demo's warehouse holds every total of the published report, told by the same code as the page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geodata.figures import figures

if TYPE_CHECKING:
    from geodata.store import Store

END_2006, END_2007, END_2008 = date(2006, 12, 31), date(2007, 12, 31), date(2008, 12, 31)

BRIDGE_MEETINGS_2007 = {
    "social_services": 10, "social_crisis_centre": 2, "social_reden": 4, "social_other": 3,
    "health_addiction": 3, "health_hospital": 26, "health_gp": 3, "health_other": 4,
    "work_tax": 14, "work_jobcentre": 10, "work_fund": 3, "work_directorate": 3, "work_union": 2,
    "work_accountant": 2, "work_other": 2, "others_police": 6, "others_immigration": 5,
}  # fmt: skip

PUBLISHED = [
    # Screening coverage.
    (END_2006, 12, "ever_screened", 32, 98),
    (END_2007, 12, "ever_screened", 96, 98),
    (END_2007, 12, "screening_yield", 60, 96),
    (END_2007, 12, "screened_without_sites", 36, 96),
    (END_2007, 12, "outreach_started", 60, 60),
    # Visits of 2007, and sites sought out in 2006 and 2007 together.
    (END_2007, 12, "attempts", 737, None),
    (END_2007, 12, "sites_sought_out", 308, None),
    (END_2007, 12, "contact_rate", 535, 737),
    (END_2007, 12, "in_vain_rate", 202, 737),
    (END_2007, 12, "sites_sought_out.1", 157, 308),
    (END_2007, 12, "sites_sought_out.2_3", 92, 308),
    (END_2007, 12, "sites_sought_out.4_plus", 59, 308),
    (END_2007, 24, "sites_sought_out", 499, None),
    # What came of the 535 contacts; several outcomes may hold for one.
    (END_2007, 12, "outcome.conversation", 218, 535),
    (END_2007, 12, "outcome.new_appointment", 218, 535),
    (END_2007, 12, "outcome.limited_contact", 131, 535),
    # Conversations of 2007, and of 2006-2008.
    (END_2007, 12, "conversations", 378, None),
    (END_2007, 12, "people", 180, None),
    (END_2007, 12, "conversations.face_to_face", 274, 378),
    (END_2007, 12, "conversations.telephone", 74, 378),
    (END_2007, 12, "conversations.email", 6, 378),
    (END_2007, 12, "conversations.sms", 24, 378),
    # Bridge-building.
    (END_2007, 12, "bridge_meetings", 102, None),
    (END_2007, 12, "bridge_group.social", 19, 102),
    (END_2007, 12, "bridge_group.health", 36, 102),
    (END_2007, 12, "bridge_group.work", 36, 102),
    (END_2007, 12, "bridge_group.others", 11, 102),
    *((END_2007, 12, f"bridge_meetings.{code}", n, 102) for code, n in BRIDGE_MEETINGS_2007.items()),
    (END_2007, 12, "bridge_purpose.legalise_income", 21, 102),
    (END_2008, 36, "bridge_meetings", 317, None),
    # Adverts with the area they name, unknown included.
    (END_2007, 12, "adverts_escort", 185, None),
    (END_2007, 12, "adverts_escort.east", 88, 185),
    (END_2007, 12, "adverts_escort.mid", 32, 185),
    (END_2007, 12, "adverts_escort.west", 43, 185),
    (END_2007, 12, "adverts_escort.unknown", 22, 185),
    (END_2007, 12, "adverts_private", 66, None),
    (END_2007, 12, "adverts_private.east", 23, 66),
    (END_2007, 12, "adverts_private.mid", 13, 66),
    (END_2007, 12, "adverts_private.west", 15, 66),
    (END_2007, 12, "adverts_private.unknown", 15, 66),
    (END_2007, 12, "adverts_called.escort", 121, 152),
    (END_2007, 12, "adverts_called.private", 31, 152),
    (END_2007, 12, "adverts_answered.operator", 34, 62),
    (END_2007, 12, "adverts_answered.escort", 25, 62),
    (END_2007, 12, "adverts_answered.private", 3, 62),
    # Advice lines, mailbox, psychologist grants and courses.
    (END_2007, 12, "advice_line", 37, None),
    (END_2007, 12, "advice_line.seller", 31, 37),
    (END_2007, 12, "advice_line.former", 1, 37),
    (END_2007, 12, "advice_line.relative", 5, 37),
    (END_2007, 12, "customer_line", 274, None),
    (END_2007, 12, "customer_line.silent", 59, 274),
    (END_2007, 12, "customer_line.customer", 164, 274),
    (END_2007, 12, "customer_line.seller", 13, 274),
    (END_2007, 12, "customer_line.not_stated", 38, 274),
    (END_2007, 12, "mailbox", 23, None),
    (END_2007, 24, "mailbox", 56, None),
    (END_2007, 24, "mailbox.seller", 12, 56),
    (END_2007, 24, "mailbox.customer", 24, 56),
    (END_2007, 24, "mailbox.relative", 9, 56),
    (END_2007, 24, "mailbox.student", 11, 56),
    (END_2007, 12, "psychologist_grant", 26, None),
    (END_2007, 12, "theme_day", 19, None),
    (END_2007, 12, "course_day", 12, None),
]


@pytest.mark.parametrize(
    ("as_of", "months", "indicator", "numerator", "denominator"),
    PUBLISHED,
    ids=[f"{as_of.year} {months} months {name}" for as_of, months, name, _, _ in PUBLISHED],
)
def test_the_published_total_is_recomputed_from_the_records(
    demo_store: Store, as_of: date, months: int, indicator: str, numerator: int, denominator: int | None
) -> None:
    (figure,) = figures(demo_store, as_of, months, "nation", [indicator])
    assert (figure.numerator, figure.denominator) == (numerator, denominator)


@pytest.mark.parametrize(("channel", "total"), [("face_to_face", 1191), ("telephone", 206)])
def test_conversations_of_2006_to_2008_add_up_to_the_evaluations_totals(
    demo_store: Store, channel: str, total: int
) -> None:
    (figure,) = figures(demo_store, END_2008, 36, "nation", [f"conversations.{channel}"])
    assert figure.numerator == total


def test_about_a_tenth_of_the_contacts_state_no_outcome(demo_store: Store) -> None:
    (figure,) = figures(demo_store, END_2007, 12, "nation", ["outcome.not_stated"])
    assert figure.numerator is not None
    assert 51 <= figure.numerator <= 56


def test_outcomes_may_sum_above_the_contacts_and_are_never_normalised(demo_store: Store) -> None:
    told = figures(demo_store, END_2007, 12, "nation", ["outcome.conversation", "outcome.new_appointment"])
    shares = [figure.value for figure in told]
    assert shares == [pytest.approx(100 * 218 / 535)] * 2
