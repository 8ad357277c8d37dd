"""The form in which a user is added, changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.text import translator
from geodata.roles import Role
from geodata.terms import Team
from geodata.users import LONGEST_LABEL, LONGEST_SUBJECT, TEAMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.language import Language
    from geodata.users import User


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in; whether it is a user is for the domain to say. ``known`` for one who is there already."""

    subject: str
    label: str
    role: str | None
    team: str | None
    municipality: str | None
    known: bool


def show(listed: Sequence[User], places: Mapping[str, str], language: Language) -> Wish | None:
    """Draw the form, and return what it was sent with.

    Parameters
    ----------
    listed
        The users there are.
    places
        The municipalities' names by their codes.
    """
    _ = translator(language)
    by_subject = {user.identity.subject: user for user in listed}
    asked = st.selectbox(
        _("Whom"),
        list(by_subject),
        index=None,
        format_func=lambda subject: f"{by_subject[subject].label} ({subject})",
        placeholder=_("A new user"),
        key="user-whom",
    )
    user = by_subject.get(asked) if asked else None
    key = asked or ""
    who, what = st.columns(2)
    subject = user.identity.subject if user else who.text_input(
        _("Identity"), max_chars=LONGEST_SUBJECT, key=f"user-subject-{key}",
        help=_("What the sign-in service calls the user, in the claim that this deployment goes by."),
    )  # fmt: skip
    label = (who if user else what).text_input(
        _("Called"), value=user.label if user else "", max_chars=LONGEST_LABEL, key=f"user-label-{key}"
    )
    roles = [role.code for role in Role]
    role_box, area_box = st.columns(2)
    role = role_box.selectbox(
        _("Role"),
        roles,
        index=roles.index(user.role) if user and user.role else 0,
        format_func=lambda code: Role(code).label.say(language),
        key=f"user-role-{key}",
    )
    team = municipality = None
    if role == Role.TEAM_LEAD.code:
        team = area_box.selectbox(
            _("Team"),
            TEAMS,
            index=TEAMS.index(user.team) if user and user.team else 0,
            format_func=lambda code: Team(code).label.say(language),
            key=f"user-team-{key}",
        )
    if role == Role.MUNICIPALITY.code:
        codes = list(places)
        municipality = area_box.selectbox(
            _("Municipality"),
            codes,
            index=codes.index(user.municipality) if user and user.municipality in codes else None,
            format_func=lambda code: f"{code} {places[code]}",
            placeholder=_("Choose a municipality"),
            key=f"user-municipality-{key}",
        )
    with st.container(horizontal=True, gap="small"):
        save = st.button(_("Save the user"), type="primary", icon=":material/person_add:", key="user-save")
        remove = user is not None and st.button(_("Remove the user"), icon=":material/person_off:", key="user-remove")
    if remove and user is not None:
        return Wish(user.identity.subject, user.label, None, None, None, known=True)
    if save:
        return Wish(subject.strip(), label.strip(), role, team, municipality, known=user is not None)
    return None
