"""What a visitor has chosen: the only module with Streamlit's session state and the link's parameters.

A link carries codes only, and only what differs from the page's first view, so that it shows the same to whoever
opens it in either language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode
from uuid import uuid4

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.scope import Scope
from dashboard.text import as_language
from geodata.status import DEFAULT_WINDOW_MONTHS, WINDOWS_MONTHS
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from dashboard.period import Days
    from geodata.language import Language

LANGUAGE = "lang"
AS_OF = "as_of"
WINDOW = "window"
TEAM = "team"
REGION = "region"
MUNICIPALITY = "municipality"
FIGURE = "figure"
SITE = "site"
LIST = "list"
PLAN_TEAM = "plan-team"
WEEK = "week"
WEEK_DAY = "week-day"
WEEK_MAP = "week-map"
SPOT = "spot"
DUE_MAP = "due-map"
DUE_SPOT = "due-spot"
STANDING = "standing"
YEAR = "year"
CREW = "crew"
DAY = "day"
STOP = "stop"
PERSONA = "persona"
PERSONA_MUNICIPALITY = "persona-municipality"
REPORT_QUARTER = "of_year"
REPORT_PART = "about"
TOLD = "told"
MAP = "coverage-map"
TABLE = "coverage-table"
TIMELINE = "timeline-map"
MAPS = ("map-before", "map-after")
_LATEST = "_latest"
_WRITTEN = "_written"
_REFUSED = "_refused"
WHAT = "what"
FORM = "form"
CORRECTS = "corrects"
REACHED = "reached"
OUTCOMES = "outcomes"
RECORDER = "recorder"
_BUILD = "_build"
PART = "part"
FIGURES = "figures"
BEFORE = "before"
_VIEWER = "_viewer"
_PAGE = "_page"
_SEEN = "_seen"
_SAID = "_said"
_ONLY_TEAM = "_only_team"
QUARTER = "quarter"
RELEASE = "release"
WHO = "who"
_YEAR_BEFORE = "_year_before"
_HELD = "_held"
MOST_HELD = 12
"""Things a page lays by for one visitor, such as plans that are not accepted yet."""

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a page shows.

    ``site`` is what the link asks for, as written: whether there is such a site hangs on the day.
    """

    as_of: date
    window_months: int
    scope: Scope
    municipality: str | None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """What the page on time shows: which part of it, which figures, and the day the chosen one is compared with."""

    part: str
    figures: tuple[str, ...]
    before: date


def admit(viewer: object, only_team: str | None) -> None:
    """Remember for the rest of this run who looks, and the only team whose places they may look at."""
    st.session_state[_VIEWER] = (viewer, _run())
    st.session_state[_ONLY_TEAM] = only_team


def admitted() -> object:
    """Return who looks in this run, as :func:`admit` was told in it; ``None`` where it was told of no one yet."""
    viewer, run = st.session_state.get(_VIEWER, (None, None))
    return viewer if run is not None and run is _run() else None


def _run() -> object:
    """Return something that is another one in every run, also of a part of the page or of what a click calls."""
    context = get_script_run_ctx()
    return None if context is None else context.parallel_coordinator


def only_team() -> str | None:
    """Return the only team whose places the viewer may look at; ``None`` where there is no such bound."""
    team: str | None = st.session_state.get(_ONLY_TEAM)
    return team


def enter(page: str) -> None:
    """Remember which page is drawn."""
    st.session_state[_PAGE] = page


def page() -> str:
    """Return the page that is drawn."""
    name: str = st.session_state.get(_PAGE, "start")
    return name


def first_sight(what: object) -> bool:
    """Return whether ``what`` is shown newly: not the same as when this was last asked."""
    before, st.session_state[_SEEN] = st.session_state.get(_SEEN), what
    return bool(before != what)


def say_next(sentence: str) -> None:
    """Keep a sentence for the next run, which shows what it is about."""
    st.session_state[_SAID] = sentence


def said() -> str | None:
    """Return the sentence the run before left, once."""
    sentence: str | None = st.session_state.pop(_SAID, None)
    return sentence


def persona() -> tuple[str | None, str | None]:
    """Return which persona of the demo is chosen, and which municipality for those who are one."""
    chosen = st.session_state
    return chosen.get(PERSONA), chosen.get(PERSONA_MUNICIPALITY)


def offer(name: str, first: str) -> None:
    """Make sure something is chosen for ``name``: ``first``, until the visitor chooses."""
    st.session_state.setdefault(name, first)


def language() -> Language:
    """Return the language of the visitor; the first time, the link's or the deployment's."""
    if LANGUAGE not in st.session_state:
        st.session_state[LANGUAGE] = as_language(st.query_params.get(LANGUAGE))
    chosen: Language = st.session_state[LANGUAGE]
    return chosen


def begin(days: Days, codes: Collection[str]) -> None:
    """Take over what the link asks for, when the visit begins and when the visitor follows a link or goes back.

    What it asks wrongly is left at the first view. A page opened from the sidebar has no link and keeps the choices.

    A visitor who looks at the latest day goes on doing so when a new version of the data brings a later one.

    Parameters
    ----------
    codes
        The municipalities that can be chosen.
    """
    asks = st.query_params
    day = _day(asks.get(AS_OF))
    asked = {
        AS_OF: day if day and days.offers(day) else days.latest,
        WINDOW: next((w for w in WINDOWS_MONTHS if str(w) == asks.get(WINDOW)), DEFAULT_WINDOW_MONTHS),
        TEAM: asks.get(TEAM) if asks.get(TEAM) in {team.code for team in Team} else only_team(),
        REGION: asks.get(REGION) if asks.get(REGION) in {region.code for region in Region} else None,
        MUNICIPALITY: asks.get(MUNICIPALITY) if asks.get(MUNICIPALITY) in codes else None,
        SITE: asks.get(SITE),
    }
    arrived = bool(asks.to_dict()) and asks.to_dict() != st.session_state.get(_WRITTEN)
    for name, value in asked.items():
        if arrived or name not in st.session_state:
            st.session_state[name] = value
    # Who looks, and what there is, may have changed since something was chosen.
    st.session_state[TEAM] = only_team() or st.session_state[TEAM]
    if st.session_state[MUNICIPALITY] not in codes:
        st.session_state[MUNICIPALITY] = None
    if arrived:
        st.session_state[_REFUSED] = asks.get(MUNICIPALITY) if asked[MUNICIPALITY] is None else None
    if st.session_state[AS_OF] in {None, st.session_state.get(_LATEST)}:  # None: the field was emptied
        st.session_state[AS_OF] = days.latest
    st.session_state[_LATEST] = days.latest


def choice() -> Choice:
    """Return what is chosen now; call :func:`begin` first."""
    chosen = st.session_state
    scope = Scope(chosen[TEAM], chosen[REGION])
    return Choice(chosen[AS_OF], chosen[WINDOW], scope, chosen[MUNICIPALITY], chosen[SITE])


def own_choice(name: str, offered: Collection[str], first: str) -> str:
    """Return what one page alone lets choose: what the visitor chose, else what the link asks; ``first`` if neither."""
    asked = st.session_state.get(name, st.query_params.get(name))
    kept: str = asked if asked in offered else first
    st.session_state[name] = kept
    return kept


def linked_choice(name: str, offered: Collection[str], first: str, *, moves: bool = False) -> str:
    """Return what one page alone lets choose, as :func:`own_choice` does; a link that is followed later counts, too.

    Call before :func:`write_link`.

    Parameters
    ----------
    moves
        Whether who has left it at the first choice goes along when that becomes another, such as today at midnight.
    """
    asks = st.query_params.to_dict()
    followed = bool(asks) and asks != st.session_state.get(_WRITTEN)
    asked: Any = asks.get(name) if followed or name not in st.session_state else st.session_state[name]
    if moves and not followed and asked == st.session_state.get(f"_first-{name}"):
        asked = first
    kept: str = asked if asked in offered else first
    st.session_state[name], st.session_state[f"_first-{name}"] = kept, first
    return kept


def asked_day() -> date | None:
    """Return the day that the link asks a crew's route of, as written; ``None`` where it asks for none."""
    return _day(st.query_params.get(DAY))


def asked(name: str, known: Collection[str]) -> str | None:
    """Return what the link asks for as ``name``, if it is one of ``known``."""
    code = st.query_params.get(name)
    return code if code in known else None


def on_round() -> bool:
    """Return whether the visitor has looked at a crew's day in this visit."""
    return CREW in st.session_state


def leave_stop() -> None:
    """Forget which stop the link asked for: it is done with."""
    st.query_params.pop(STOP, None)
    st.session_state[_WRITTEN] = st.query_params.to_dict()


def begin_time(days: Days, parts: Sequence[str], offered: Sequence[str], first_figures: Sequence[str]) -> None:
    """Take over what a link to the page on time asks for beside what :func:`begin` takes.

    The day to compare with is a year before the chosen one until the visitor chooses another.

    Parameters
    ----------
    parts
        The parts of the page; the first is shown first.
    offered, first_figures
        The figures that can be chosen, and those of the first view.
    """
    link, chosen = st.query_params, st.session_state
    year_before = max(days.first, (pd.Timestamp(chosen[AS_OF]) - pd.DateOffset(years=1)).date())
    asked = set(link.get(FIGURES, "").split(","))
    day = _day(link.get(BEFORE))
    wanted = {
        PART: link.get(PART) if link.get(PART) in parts else parts[0],
        FIGURES: [name for name in offered if name in asked] or list(first_figures),
        BEFORE: day if day and days.offers(day) else year_before,
    }
    for name, value in wanted.items():
        if name not in chosen:
            chosen[name] = value
    if chosen[BEFORE] in {None, chosen.get(_YEAR_BEFORE)}:
        chosen[BEFORE] = year_before
    chosen[_YEAR_BEFORE] = year_before


def time_choice() -> TimeChoice:
    """Return what is chosen on the page on time; call :func:`begin_time` first."""
    chosen = st.session_state
    return TimeChoice(chosen[PART], tuple(chosen[FIGURES]), chosen[BEFORE])


def time_link(parts: Sequence[str], first_figures: Sequence[str]) -> dict[str, str | None]:
    """Return what the page on time adds to its address."""
    chosen = time_choice()
    return {
        PART: chosen.part if chosen.part != parts[0] else None,
        FIGURES: ",".join(chosen.figures) if chosen.figures != tuple(first_figures) else None,
        BEFORE: chosen.before.isoformat() if chosen.before != st.session_state[_YEAR_BEFORE] else None,
    }


def form_key() -> str:
    """Return the key of the form on the screen: the link's, so that a page loaded anew sends the same form again."""
    asked = st.query_params.get(FORM, "")
    if re.fullmatch(r"[0-9a-f]{32}", asked):
        st.session_state[FORM] = asked
    elif FORM not in st.session_state:
        st.session_state[FORM] = uuid4().hex
    key: str = st.session_state[FORM]
    return key


def new_form(what: str | None = None, corrects: int | None = None) -> None:
    """Begin an empty form; or one of another kind, or one that corrects a record.

    The link is changed at once: what it asked for until now is sent, and what it stated of a visit is said.
    """
    st.session_state[FORM] = uuid4().hex
    st.query_params[FORM] = st.session_state[FORM]
    for name in (REACHED, OUTCOMES):
        st.query_params.pop(name, None)
    if corrects is None:
        st.query_params.pop(CORRECTS, None)
    else:
        st.query_params[CORRECTS] = str(corrects)
    if what is not None:
        st.session_state[WHAT] = what
        st.query_params[WHAT] = what
    st.session_state[_WRITTEN] = st.query_params.to_dict()


def corrected() -> int | None:
    """Return the row of the ledger that the form corrects, by the link; ``None`` where it makes a new record."""
    asked = st.query_params.get(CORRECTS, "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None


def keep(name: str, first: str) -> None:
    """Let a choice begin with what is first, unless it was made already; then a widget can be bound to it."""
    st.session_state.setdefault(name, first)


def written_by() -> str:
    """Return who records, as written last in this visit."""
    return str(st.session_state.get(RECORDER, "")).strip()


def choose_site(code: str) -> None:
    """Make a site the one the page is about."""
    st.session_state[SITE] = code


def asked_build(number: int | None = None) -> int | None:
    """Return the build that this visit waits for, after noting it where one is given; 0 waits for none."""
    if number is not None:
        st.session_state[_BUILD] = number
    found: int | None = st.session_state.get(_BUILD)
    return found


def held(what: object, first: Held) -> Held:
    """Return what a page has laid by under ``what``, until the visit ends; ``first`` where it has not yet."""
    held: Held = st.session_state.setdefault(_HELD, {}).get(what, first)
    return held


def hold(what: object, value: object) -> None:
    """Lay something by under ``what``; of the oldest no more than :data:`MOST_HELD` are kept."""
    laid: dict[object, object] = st.session_state.setdefault(_HELD, {})
    laid.pop(what, None)
    laid[what] = value
    while len(laid) > MOST_HELD:
        laid.pop(next(iter(laid)))


def take_spot(site_of: Callable[[Any], str | None], key: str, name: str) -> Callable[[], None]:
    """Return what to call when the map ``key`` reports a click: it chooses the site that is meant for ``name``."""

    def choose() -> None:
        site = site_of(st.session_state.get(key))
        if site is not None:
            st.session_state[name] = site

    return choose


def chosen_of(name: str, offered: Collection[str]) -> str | None:
    """Return what is chosen for ``name``, if it is still offered; nothing is, until the visitor chooses."""
    kept: str | None = st.session_state.get(name)
    st.session_state[name] = kept if kept in offered else None
    return kept if kept in offered else None


def refused() -> str | None:
    """Return the municipality's code that the link asked for and that is none, until another is chosen."""
    asked: str | None = st.session_state.get(_REFUSED)
    return asked if st.session_state[MUNICIPALITY] is None else None


def choose_municipality(code: str | None) -> None:
    """Make a municipality the one every page shows; call before the list of municipalities is drawn."""
    st.session_state[MUNICIPALITY] = code


def link(**changed: str | None) -> dict[str, str]:
    """Return the link's parameters for what is chosen now.

    Parameters
    ----------
    changed
        Parameters that are to be otherwise, put last in this order; ``None`` leaves one out. A site is in no link that
        does not name it.
    """
    chosen = choice()
    told = {
        LANGUAGE: language() if language() != as_language(None) else None,
        AS_OF: chosen.as_of.isoformat() if chosen.as_of != st.session_state[_LATEST] else None,
        WINDOW: str(chosen.window_months) if chosen.window_months != DEFAULT_WINDOW_MONTHS else None,
        TEAM: chosen.scope.team if chosen.scope.team != only_team() else None,
        REGION: chosen.scope.region,
        MUNICIPALITY: chosen.municipality,
    }
    kept = {name: value for name, value in told.items() if name not in changed}
    return {name: value for name, value in {**kept, **changed}.items() if value is not None}


def address(url_path: str, **changed: str | None) -> str:
    """Return a page's address, relative to any page of ours, for what is chosen now with some of it ``changed``."""
    parameters = urlencode(link(**changed))
    return f"./{url_path}?{parameters}" if parameters else f"./{url_path}"


def write_link(**more: str | None) -> None:
    """Put what is chosen, and what only this page needs, into the page's address."""
    wanted = link(**more)
    st.session_state[_WRITTEN] = wanted
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def bound(name: str) -> dict[str, Any]:
    """Return the key and the callback by which a widget shows the choice ``name`` and changes it.

    The choice outlives the widget, so it is still there when the visitor comes back from another page.
    """
    key = f"{name}-widget"
    st.session_state[key] = st.session_state[name]

    def take() -> None:
        st.session_state[name] = st.session_state[key]

    return {"key": key, "on_change": take}


def take_click(code_of: Callable[[Any], str | None], key: str) -> Callable[[], None]:
    """Return what to call when the component ``key`` reports a click: it chooses the municipality that is meant.

    Parameters
    ----------
    code_of
        Reads the municipality's code from the component's report.
    """

    def choose() -> None:
        code = code_of(st.session_state.get(key))
        if code is not None:
            st.session_state[MUNICIPALITY] = code

    return choose


def asked_municipality(offered: Collection[str]) -> str | None:
    """Return the municipality that the link asks for, else the one that is chosen; remember it where it is offered.

    For the page that reads releases and knows no day of the warehouse. What is not offered is returned as asked.
    """
    arrived = bool(st.query_params.to_dict()) and st.query_params.to_dict() != st.session_state.get(_WRITTEN)
    held = st.session_state.setdefault(MUNICIPALITY, None)
    asked: str | None = st.query_params.get(MUNICIPALITY, held) if arrived else held
    st.session_state[MUNICIPALITY] = asked if asked in offered else None
    return asked


def picture_address(url_path: str, municipality: str, quarter: str) -> str:
    """Return the address of what a release tells a municipality."""
    lang = {LANGUAGE: language()} if language() != as_language(None) else {}
    return f"./{url_path}?{urlencode({**lang, MUNICIPALITY: municipality, QUARTER: quarter})}"


def write_own_link(**told: str | None) -> None:
    """Put the language and what a page needs, which shares no choices with the others, into the page's address."""
    mine = {LANGUAGE: language() if language() != as_language(None) else None, **told}
    wanted = {name: value for name, value in mine.items() if value is not None}
    st.session_state[_WRITTEN] = wanted
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
