"""What the centre's reports print about 2006-2008, as data: the demo meets every figure here exactly.

Printed figures that contradict each other, or that leave something open, are settled here once, and each such choice
is marked *chosen*. The two municipalities not screened by 2007 are not named in any source: the seed picks them.
"""

from __future__ import annotations

from typing import Final

FIRST_YEAR: Final = 2006
LAST_PUBLISHED_YEAR: Final = 2008

SCREENED_BY_2006: Final = 32
WITH_SITES: Final = 60
"""Of the 96 screened by 2007, by the latest completed screening at its end; in the other 36 none were found."""

SITES_2007: Final = 308
SITES_2006_AND_2007: Final = 499
"""Distinct sites sought out in the two years together."""
SITES_BOTH_YEARS: Final = 60
"""*Chosen*: how many of the 308 were sought out in 2006 too."""
SITES_WITHOUT_MUNICIPALITY: Final = 6
"""*Chosen*: how many of the 308 name a team and no municipality."""

ATTEMPTS_2007: Final = 737
REACHED_2007: Final = 535
SITES_BY_ATTEMPTS_2007: Final = {"1": 157, "2-3": 92, "4+": 59}
"""*Chosen*: the printed 58, 30 and 19 % sum to 107 %; this split sums to the 308 sites and can hold 737 attempts."""

OUTCOME_SETS_2007: Final = {
    "conversation": 148,
    "conversation|new_appointment": 70,
    "new_appointment": 133,
    "new_appointment|limited_contact": 15,
    "limited_contact": 116,
    "not_stated": 53,
}
"""Of the 535 reached, 218 held a conversation, 218 made an appointment and 131 had limited contact, several to a visit.

*Chosen*: how these meet in one visit, and 53 not stated, which is printed as "10 %" without a count.
"""

CONVERSATIONS: Final = {
    2006: {"face_to_face": 317, "telephone": 50, "email": 3, "sms": 12},
    2007: {"face_to_face": 274, "telephone": 74, "email": 6, "sms": 24},
    2008: {"face_to_face": 600, "telephone": 82, "email": 9, "sms": 40},
}
"""2007 as printed. *Chosen*: 2006 and 2008, so that the three years sum to the evaluation's 1,191 and 206."""
PERSONS_2007: Final = 180

MEETINGS: Final = {2006: 80, 2007: 102, 2008: 135}
"""2007 as printed. *Chosen*: 2006 and 2008, so that the three years sum to the evaluation's 317."""
MEETINGS_2007: Final = {
    "social_services": 10,
    "social_crisis_centre": 2,
    "social_reden": 4,
    "social_other": 3,
    "health_addiction": 3,
    "health_hospital": 26,
    "health_gp": 3,
    "health_other": 4,
    "work_tax": 14,
    "work_jobcentre": 10,
    "work_fund": 3,
    "work_directorate": 3,
    "work_union": 2,
    "work_accountant": 2,
    "work_other": 2,
    "others_police": 6,
    "others_immigration": 5,
}
LEGALISING_2007: Final = {"work_tax": 14, "work_jobcentre": 4, "work_accountant": 2, "work_union": 1}
"""21 meetings made income legal, 14 of them with the tax authority. *Chosen*: where the other seven were held."""

PILOT: Final = ("2007-09-03", "2007-11-30")
"""*Chosen*: which three months of 2007 the advert pilot took."""
PILOT_HOURS: Final = 144
PILOT_ADVERTS: Final = {
    "adverts_escort": {"east": 88, "mid": 32, "west": 43, "unknown": 22},
    "adverts_private": {"east": 23, "mid": 13, "west": 15, "unknown": 15},
}
PILOT_CALLS: Final = {
    "adverts_called": {"escort": 121, "private": 31},
    "adverts_answered": {"operator": 34, "escort": 25, "private": 3},
}

PILOT_REPLIES: Final = {
    "adverts_rejected": {"escort": 12, "private": 1},
    "adverts_messages": {"escort": 30, "private": 7},
    "adverts_bags": {"escort": 6, "private": 3},
}
"""*Chosen*: which of the printed 3 and 6 toiletry bags went to which form; the order is that of the messages."""
PILOT_SOURCES: Final = {
    "adverts_escort": {"newspaper": 179, "web": 6},
    "adverts_private": {"newspaper": 64, "web": 2},
}
"""*Chosen*: 119 and 6 are printed for the 185 escort adverts, which leaves 60 without a source; 179 and 6 would fit."""

CALLS_2007: Final = {
    "advice_line": {"seller": 31, "former": 1, "relative": 5},
    "customer_line": {"silent": 59, "customer": 164, "seller": 13, "not_stated": 38},
}
MAILBOX: Final = {
    2006: {"seller": 7, "customer": 14, "relative": 5, "student": 7},
    2007: {"seller": 5, "customer": 10, "relative": 4, "student": 4},
}
"""23 letters in 2007 and 56 since February 2006 (12, 24, 9, 11). *Chosen*: how the senders divide over the years."""

PSYCHOLOGIST_COURSES_2007: Final = 26
THEME_DAYS_2007: Final = 19
COURSE_DAYS_2007: Final = 12
HOURS_EACH: Final = {"psychologist_grant": 11, "theme_day": 3, "course_day": 7}
