"""Who may see what: the users, and the form in which one is added, changed or removed."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import access, cache, export, state, user_columns, written
from dashboard.components import downloads, frame, records, user_form
from dashboard.text import say_number, translator
from geodata.errors import GeodataError
from geodata.ledger.users import add_user, change_user, history, users
from geodata.settings import Settings
from geodata.signin import sign_in
from geodata.users import Identity, User

language = state.language()
_ = translator(language)
settings = sign_in()
issuer, claim = (settings.issuer, settings.claim) if settings else (user_columns.NO_ISSUER, user_columns.NO_CLAIM)


def own(user: User) -> bool:
    """Return whether a user belongs to the sign-in that is set up now; the others are of no effect."""
    return (user.identity.issuer, user.identity.claim) == (issuer, claim)


def settle(wish: user_form.Wish) -> None:
    """Write what the form was sent with, and say so."""
    try:
        user = User(
            Identity(issuer, claim, settings.subject(wish.subject) if settings else wish.subject),
            wish.label,
            wish.role,
            wish.team,
            wish.municipality,
            datetime.now(UTC),
            access.viewer().identity,
        )
        access.log("change", "all", "users")
        (change_user if wish.known else add_user)(ledger, user)
    except GeodataError as refused:
        st.error(refused.say(language))
        return
    state.say_next(_("The user is removed.") if user.role is None else _("The user is saved. It holds from now on."))
    st.rerun()


frame.heading(_("Users"), _("Who may see what. A change holds from the user's next click."))
if settings is None:
    st.info(_("Sign-in is not set up, so these users are of no effect yet: the demo lets one choose whom to be."))
ledger = written.ledger(Settings())
listed = users(ledger)
places = cache.municipality_choices()
current = [user for user in listed if user.role and own(user)]
if said := state.said():
    st.success(said)
wish = user_form.show(current, places, language)
if wish is not None:
    settle(wish)
past = history(ledger)
records.show(
    _("Users now"),
    _("{n} users. A municipal user is mapped to its code here, and nowhere else.").format(
        n=say_number(len(current), language)
    ),
    user_columns.rows(current),
    user_columns.USERS,
    language,
)
if current:
    downloads.show(
        lambda: export.table(user_columns.rows(current), user_columns.USERS, language, demo=False),
        _("users"),
        datetime.now(UTC).date().isoformat(),
        demo=False,
        language=language,
    )
records.show(
    _("Everything that was ever settled"),
    _("The latest of an identity counts; what was before stays."),
    user_columns.rows(past),
    user_columns.USERS,
    language,
)
