"""What stands at the door: the way in, the way out, who one is, and the demo's choice of whom to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, state
from dashboard.safe import markup
from dashboard.text import translator
from geodata.roles import Role
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.language import Language


def turned_away(reason: access.TurnedAwayError, language: Language) -> None:
    """Say in one sentence why nothing is shown, with the way in or out; draws nothing else."""
    _ = translator(language)
    st.html(f'<section class="problem"><h1>Feltplan</h1><p>{markup(reason.say(language))}</p></section>')
    if reason.may_sign_in:
        st.button(_("Sign in"), on_click=st.login, type="primary", icon=":material/login:", key="sign-in")
    elif reason.who:
        st.button(_("Sign out"), on_click=st.logout, icon=":material/logout:", key="sign-out")


def say_role(viewer: access.Viewer, language: Language) -> str:
    """Return what a viewer is, with the team or the municipality's code."""
    role = viewer.role.label.say(language)
    if viewer.team:
        return f"{role}, {Team(viewer.team).label.say(language)}"
    return f"{role} {viewer.municipality}" if viewer.municipality else role


def signed_in(viewer: access.Viewer, language: Language) -> None:
    """Draw who is signed in, and the way out."""
    _ = translator(language)
    st.html(
        f'<p class="explained signed-in">{markup(viewer.label or viewer.identity)}<br>'
        f"{markup(say_role(viewer, language))}</p>"
    )
    st.button(_("Sign out"), on_click=st.logout, icon=":material/logout:", key="sign-out", width="stretch")


def say_persona(persona: str, language: Language) -> str:
    """Return what a persona of the demo is called."""
    role, _colon, team = persona.partition(":")
    return Team(team).label.say(language) if team else Role(role).label.say(language)


def personas(names: Mapping[str, str], language: Language) -> None:
    """Draw the demo's choice of whom to be.

    Parameters
    ----------
    names
        The municipalities' names by their codes.
    """
    _ = translator(language)
    state.offer(state.PERSONA, access.DEFAULT_PERSONA)
    st.selectbox(
        _("Demo: see it as"),
        access.PERSONAS,
        **state.bound(state.PERSONA),
        format_func=lambda persona: say_persona(persona, language),
    )
    if state.persona()[0] == Role.MUNICIPALITY.code:
        state.offer(state.PERSONA_MUNICIPALITY, access.FIRST_MUNICIPALITY)
        st.selectbox(
            _("Demo: which municipality"),
            list(names),
            **state.bound(state.PERSONA_MUNICIPALITY),
            format_func=lambda code: names.get(code, code),
        )


def acting_mark(name: str, language: Language) -> None:
    """Say on the page that a manager looks at it as a municipality does.

    Parameters
    ----------
    name
        The municipality's name.
    """
    _ = translator(language)
    text = _("You see this page as {name} does. That you do is written in the access log.").format(name=name)
    st.html(f'<p class="demo acting" role="note">{markup(text)}</p>')
