"""A team's week: who is visited, by whom, when and why; changed by hand, planned again, compared and accepted."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, cache, opening, state, written
from dashboard.components import (
    accept_form,
    crew_form,
    days_off_choice,
    frame,
    nights_form,
    own_order,
    run_sheet,
    search_progress,
    week_figures,
    week_plan,
)
from dashboard.period import say_moment
from dashboard.safe import markup
from dashboard.text import say_date, translator
from dashboard.week_desk import Desk, Week, changed, key_of, on_edition, planned
from dashboard.week_words import say_week, week_name
from geodata import danish_time
from geodata.errors import GeodataError, PlanRefusedError
from geodata.ledger.crews import keep_nights, keep_week, kept_nights, kept_week
from geodata.ledger.plans import read_plans, save_plan
from geodata.ledger.team_rules import team_rules
from geodata.routing.problem import days_of
from geodata.settings import Settings
from geodata.targets import TEAMS
from geodata.terms import Team
from geodata.week.accept import accepted_of
from geodata.week.crews import Kept, usual
from geodata.week.edits import Edits
from geodata.week.effort import effort_of
from geodata.week.nights import Nights, nights_between
from geodata.week.promises import promises

if TYPE_CHECKING:
    from geodata.routing import WeekPlan

WEEKS_AHEAD = 8
PROPOSAL, ACCEPTED, OWN = "proposal", "accepted", "own"


def choose() -> None:
    """Draw the choice of team, week and days off."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(
            _("Team"),
            teams,
            **state.bound(state.PLAN_TEAM),
            format_func=lambda code: Team(code).label.say(language),
            width=180,
        )
        st.selectbox(
            _("Week"), weeks, **state.bound(state.WEEK), format_func=lambda each: say_week(each, language), width=300
        )


def say_versions() -> None:
    """Say which version holds."""
    if accepted is None:
        return
    told = _("saved {moment} by {name}.").format(
        moment=say_moment(accepted.saved_at.isoformat(), language), name=accepted.saved_by
    )
    head = _("Version {number} holds").format(number=accepted.version)
    st.html(
        f'<p class="reconciled accepted" role="status" data-version="{accepted.version}">'
        f"<strong>{markup(head)}</strong> {markup(told)}</p>"
    )


def save_crews(wish: crew_form.Wish) -> None:
    """Keep who works, or say why it cannot be kept."""
    try:
        kept = Kept(wish.week(), datetime.now(UTC), wish.set_by)
        access.log("change", team, "crews")
        keep_week(book, kept)
    except GeodataError as refused:
        st.error(refused.say(language))
        return
    st.rerun()


def save_nights(wish: nights_form.Wish, week: Week) -> None:
    """Keep where the crews stay overnight, or say why they cannot."""
    try:
        nights = Nights(team, name, wish.stays, datetime.now(UTC), wish.set_by)
        with st.spinner(_("Working out the travel times …")):
            replace(week, nights=nights.stays).problem(Edits())  # refused where a crew cannot get there
        access.log("change", team, "nights")
        keep_nights(book, nights)
    except GeodataError as refused:
        st.error(refused.say(language))
        return
    st.rerun()


def choose_nights(week: Week) -> Week:
    """Draw where the crews stay overnight, and return the week with those nights; without, where they cannot be."""
    kept = kept_nights(book, team, name)
    if kept is not None and kept.stays:
        try:
            week = replace(week, nights=kept.stays)
            week.problem(Edits())
        except PlanRefusedError as refused:
            st.error(refused.say(language) + " " + _("The nights away are left out until they are changed."))
            week = replace(week, nights={})
    with st.expander(_("Nights away from the base"), icon=":material/hotel:", expanded=False):
        offered = nights_between(week.team, week.ground.days, week.off)
        if not offered:
            st.caption(_("No crew works on two days of this week."))
            return week
        st.caption(
            _("Saved {moment} by {name}; it holds for this week alone.").format(
                moment=say_moment(kept.set_at.isoformat(), language), name=kept.set_by
            )
            if kept
            else _(
                "A crew that stays away begins its next day of work where it stayed, in the middle of the municipality."
            )
        )
        wish = nights_form.show(f"{team}-{name}", offered, kept.stays if kept else {}, names, language)
        if wish is not None:
            save_nights(wish, week)
    return week


def save(plan: WeekPlan, by: str) -> None:
    """Make a plan the version that holds, or say why it cannot be."""
    try:
        version = accepted_of(
            ground,
            plan,
            week.done,
            edits=under,
            off=week.off,
            ends=week.ends,
            saved_at=datetime.now(UTC),
            saved_by=by,
            demo=edition.store.demo,
        )
        access.log("change", team, "week")
        save_plan(book, version, key=key_of(plan, week, under))
    except GeodataError as refused:
        st.error(refused.say(language))
        return
    lay(Desk(edition=week.mark), ACCEPTED)


def lay(next_desk: Desk, show: str) -> None:
    """Put something else on the desk, and draw the page anew."""
    state.hold(desk_name, next_desk)
    state.hold((desk_name, "shown"), show)
    st.rerun()


def beside_map() -> None:
    """Draw the plans side by side, and the form that accepts the one that is shown."""
    if shown != ACCEPTED and desk.search is None:
        sent = accept_form.show(language)
        if sent is not None:
            save(plan, sent)
    if len(offered) > 1:
        frame.part(_("Side by side"), _("The same figures for every plan of this week, from now on."))
        told = {
            said[code]: (each, effort_of(each, ground, litres), promises(each, ground))
            for code, each in offered.items()
        }
        st.html(week_figures.side_by_side(told, language))


def pick(offered: dict[str, WeekPlan]) -> str:
    """Draw the choice among the plans there are, and return the one to show."""
    shown = state.held((desk_name, "shown"), next(iter(offered)))
    shown = shown if shown in offered else next(iter(offered))
    if len(offered) > 1:
        picked = st.segmented_control(
            _("Plan"),
            list(offered),
            default=shown,
            format_func=said.__getitem__,
            key=f"shown-{team}-{name}-{shown}",
            required=True,
            label_visibility="collapsed",
        )
        if picked != shown:
            state.hold((desk_name, "shown"), picked)
            st.rerun()
    return shown


language = state.language()
_ = translator(language)
litres = Settings().litres_per_road_hour
edition, days, names, chosen = opening.begin()
now = danish_time.on_the_clock(datetime.now(UTC))
only = state.only_team()
teams = [only] if only else list(TEAMS)
first_team = chosen.scope.team or teams[0]
first_week = week_name(now.date() + timedelta(days=3))  # from Friday on the next one
weeks = [week_name(now.date() + timedelta(weeks=number)) for number in range(-1, WEEKS_AHEAD + 1)]
team = state.own_choice(state.PLAN_TEAM, teams, first_team if first_team in teams else teams[0])
name = state.own_choice(state.WEEK, weeks, first_week)
state.write_link(
    **{
        state.PLAN_TEAM: team if team != first_team else None,
        state.WEEK: name if name != first_week else None,
    }
)
access.seen(team, name)
book = written.ledger(Settings())
ground = cache.week_ground(edition, team, name, days.latest, team_rules(book, team).key())
kept = kept_week(book, team)
year, number, _weekday = days_of(name)[0].isocalendar()
versions = read_plans(book, team, year, number)
accepted = versions[0] if versions else None
desk_name = ("week", repr(edition.reach), team, name)

frame.heading(
    _("The week"),
    f"{Team(team).label.say(language)} · {say_week(name, language)} · "
    + _("as of {date}").format(date=say_date(days.latest, language)),
)
choose()
with st.expander(_("Crews and shifts"), icon=":material/group:", expanded=False):
    off = days_off_choice.show(team, days_of(name), accepted, language)
    st.caption(
        _("Saved {moment} by {name}; it holds for every week until it is changed.").format(
            moment=say_moment(kept.set_at.isoformat(), language), name=kept.set_by
        )
        if kept
        else _("Nothing is saved for the team yet: two crews from its largest town are supposed.")
    )
    wish = crew_form.show(kept.week if kept else usual(team), names, language)
    if wish is not None:
        save_crews(wish)
week = choose_nights(Week(edition, ground, kept.week if kept else usual(team), accepted, now, off))
desk = on_edition(week, state.held(desk_name, Desk()).looked_at())
state.hold(desk_name, desk)
say_versions()
days_off_choice.say(week.team, week.ground.days, week.off, language)
nights_form.say(week.away, language)
if days_of(name)[-1] < now.date():
    st.info(_("The week is over; it can be looked at, but not planned."))
elif st.button(
    _("Plan the rest of the week") if days_of(name)[0] <= now.date() else _("Plan the week"),
    type="primary",
    icon=":material/route:",
    key="plan",
):
    with st.spinner(_("Working out the travel times …")):
        lay(planned(week, desk, desk.plan or week.accepted_plan()), PROPOSAL)
if desk.search is not None:
    search_progress.show(desk.search, desk.plan, time.monotonic(), language)

said = {PROPOSAL: _("Proposal"), ACCEPTED: _("Last version"), OWN: _("Own order")}
edits = desk.edits_of(week)
plans = {
    PROPOSAL: desk.plan,
    ACCEPTED: week.accepted_plan(),
    OWN: week.follow(desk.own, edits) if desk.own else None,
}
offered = {code: plan for code, plan in plans.items() if plan is not None}
if not offered:
    frame.hint(_("Nothing is planned yet. The map shows who is due; press the button to plan the week."))
    week_plan.draw_map(week, None, names, language)
else:
    shown = pick(offered)
    plan = offered[shown]
    on_desk = desk if shown == PROPOSAL else None
    under = week.accepted_edits if shown == ACCEPTED else edits
    pressed = week_plan.show(week, plan, under, on_desk, names, litres, language, beside_map)
    if pressed is not None:
        lay(changed(week, desk, pressed.edits, plan, pressed.said), PROPOSAL)
    own = own_order.show(plan, ground, names, language)
    if own is not None:
        lay(replace(desk, own={**(desk.own or own_order.whole(plan)), **own}), OWN)
if accepted is not None:
    run_sheet.of_week(accepted, now.date(), edition=edition, as_of=days.last, language=language)
travel = cache.week_travel(edition, ground, week.places)  # last of all, so that it is there when it is asked for
parts = [travel.engine.label, travel.expected_error, *([travel.notice] if travel.notice else [])]
st.caption(_("Travel times") + ": " + " · ".join(each.say(language) for each in parts))
if ground.travel_planned:
    st.caption(week_figures.corrected(ground, language))
st.caption(week_figures.assumption(litres, ground.reached, ground.talked, language))
