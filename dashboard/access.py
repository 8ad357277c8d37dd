"""Who looks, and what they may see: decided here, once for every run, and nowhere else.

The identity comes from the sign-in, the role from the ledger. Where no sign-in is set up there are the demo's personas,
for demo data on this machine's own address only; real data are then shown to no one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state, written
from dashboard.pages import Page, pages_of
from dashboard.warehouse import Edition, current
from geodata.errors import GeodataError
from geodata.language import Label
from geodata.ledger import access_log, users
from geodata.ledger.access_log import Access, Action
from geodata.roles import Reach, Role, reach_of
from geodata.settings import Settings
from geodata.signin import LOOPBACK, SignIn, sign_in
from geodata.users import TEAMS, Identity, municipality_codes

if TYPE_CHECKING:
    from collections.abc import Callable

DEMO = "demo"
"""Who looks where the persona is chosen and not signed in."""

DEFAULT_PERSONA = Role.MANAGER.code
PERSONAS = (
    Role.MANAGER.code,
    *(f"{Role.TEAM_LEAD.code}:{team}" for team in TEAMS),
    Role.ADMINISTRATOR.code,
    Role.MUNICIPALITY.code,
)
FIRST_MUNICIPALITY = "0101"
CLOCK_SKEW_S = 60


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks in this run.

    Parameters
    ----------
    identity
        What the sign-in calls the person; ``demo`` where no one signs in.
    role
        The role that holds now.
    team, municipality
        A team lead's team; a municipality's code.
    acting_as
        The code of the municipality as which a manager looks.
    label
        What the person is called in the list of users; it decides nothing.
    """

    identity: str
    role: Role
    team: str | None = None
    municipality: str | None = None
    acting_as: str | None = None
    label: str = ""

    @property
    def reach(self) -> Reach:
        """What the viewer reaches in the warehouse; acting as a municipality, no more than that one."""
        if self.acting_as is not None:
            return reach_of(Role.MUNICIPALITY, None, self.acting_as)
        return reach_of(self.role, self.team, self.municipality)

    @property
    def scope(self) -> str:
        """The area the viewer may see, as the access log has it."""
        return self.acting_as or self.team or self.municipality or "all"

    def may_open(self, page: Page) -> bool:
        """Return whether the role may open a page."""
        return self.role in page.roles


class TurnedAwayError(GeodataError):
    """Someone is not let in.

    ``who`` is what the sign-in calls them, where they are signed in; ``may_sign_in`` whether signing in may help.
    """

    def __init__(self, label: Label, *, who: str | None = None, may_sign_in: bool = False) -> None:
        super().__init__(label, **({"who": who} if who else {}))
        self.who = who
        self.may_sign_in = may_sign_in


NOT_SIGNED_IN = Label("Log ind for at bruge Feltplan.", "Sign in to use Feltplan.")
UNKNOWN = Label(
    "Du er logget ind som {who}, men er ikke bruger her; bed administratoren om at tilføje dig.",
    "You are signed in as {who}, but are no user here; ask the administrator to add you.",
)
NO_SIGN_IN = Label(
    "Der er indlæst rigtige data, og log ind er ikke sat op: sæt FELTPLAN_OIDC_ISSUER, FELTPLAN_OIDC_CLIENT_ID, "
    "FELTPLAN_OIDC_CLIENT_SECRET, FELTPLAN_OIDC_COOKIE_SECRET og FELTPLAN_OIDC_REDIRECT_URI, tilføj den første "
    "administrator med python -m geodata ledger users add, og start igen. README siger hvordan.",
    "Real data are loaded, and sign-in is not set up: set FELTPLAN_OIDC_ISSUER, FELTPLAN_OIDC_CLIENT_ID, "
    "FELTPLAN_OIDC_CLIENT_SECRET, FELTPLAN_OIDC_COOKIE_SECRET and FELTPLAN_OIDC_REDIRECT_URI, add the first "
    "administrator with python -m geodata ledger users add, and start again. README says how.",
)
NOT_LOOPBACK = Label(
    "Uden log ind vises demoen kun på maskinens egen adresse (127.0.0.1).",
    "Without sign-in the demo is shown on the machine's own address (127.0.0.1) only.",
)


def admit() -> Viewer:
    """Find out who looks, and remember it for this run; the ledger is asked anew every time.

    Raises
    ------
    TurnedAwayError
        If no one is to be let in; the sentence says why.
    GeodataError
        If the ledger or the warehouse cannot be read.
    """
    state.admit(None, None)
    found = _look_up()
    state.admit(found, found.reach.team)
    return found


def viewer() -> Viewer:
    """Return who looks in this run; asked by what a click calls, or by a part that runs alone, it is found out anew.

    Raises
    ------
    TurnedAwayError
        If no one is let in.
    """
    found = state.admitted()
    return found if isinstance(found, Viewer) else admit()


def opened(edition: Edition) -> Edition:
    """Return a version of the warehouse as far as the viewer of this run reaches.

    Raises
    ------
    TurnedAwayError
        If no one was let in, or if the data are real by now and there is no sign-in.
    """
    found = viewer()
    _allow_without_sign_in(edition)
    return edition.within(found.reach)


def acting_as(code: str) -> Viewer:
    """Return the viewer as the municipality ``code`` sees it, for a manager, and write that down.

    What the viewer of the result reaches is what that municipality reaches. The page must draw
    :func:`dashboard.components.gate.acting_mark` and read with ``current(...).within(result.reach)``.

    Raises
    ------
    TurnedAwayError
        If the viewer is no manager.
    """
    found = viewer()
    if found.role is not Role.MANAGER:
        raise TurnedAwayError(NOT_SIGNED_IN)
    if state.first_sight(("acting as", code)):
        log(Action.ACT_AS.code, code, state.page())
    return replace(found, acting_as=code)


def log(action: str, scope: str | None = None, detail: str | None = None) -> None:
    """Write into the access log what the viewer does.

    Parameters
    ----------
    action
        An :class:`~geodata.ledger.access_log.Action` code: ``view``, ``export``, ``change`` …
    scope
        A team's or municipality's code, or ``all``; the viewer's own where it is left out. Never a site.
    detail
        One of the program's own words, such as a page's name; this page where it is left out. Never what was typed.

    Raises
    ------
    GeodataError
        If it cannot be written: then what was to be done must not be.
    """
    _write(viewer(), action, scope, detail or state.page())


def seen(scope: str | None, *what: object) -> None:
    """Write down that site detail is shown, once for as long as the same is shown.

    Parameters
    ----------
    scope
        As in :func:`log`.
    what
        By what it is known that the same is shown; it is not written down.
    """
    if state.first_sight((state.page(), scope, *what)):
        log(Action.VIEW.code, scope)


def taking(kind: str) -> Callable[[], None]:
    """Return what to call when a file is taken away later, outside of any run: it looks anew whether that is allowed.

    Parameters
    ----------
    kind
        The file's ending.
    """
    found, page, identity = viewer(), state.page(), _identity()
    until = _valid_until()

    def check() -> None:
        if identity is None:
            _allow_without_sign_in(current(Settings().home))
        else:
            user = users.find(written.ledger(Settings()), identity)
            if user is None or (user.role, user.team, user.municipality) != (
                found.role.code,
                found.team,
                found.municipality,
            ):
                raise TurnedAwayError(NOT_SIGNED_IN)
            if until is not None and datetime.now(UTC).timestamp() > until:
                raise TurnedAwayError(NOT_SIGNED_IN)
        _write(found, Action.EXPORT.code, None, f"{page}:{kind}")

    return check


def start_page(found: Viewer) -> Page:
    """Return the page that opens first."""
    return pages_of(found.role)[0]


def owner() -> Identity | None:
    """Return the identity that is signed in, or ``None`` in the demo."""
    return _identity()


def check_start(address: str) -> None:
    """Refuse to start a server that would have to turn everyone away.

    Parameters
    ----------
    address
        The address it is to listen on.

    Raises
    ------
    GeodataError
        If the data are real and there is no sign-in, or the address is not this machine's own.
    """
    if sign_in() is not None:
        return
    if address not in LOOPBACK:
        raise TurnedAwayError(NOT_LOOPBACK)
    try:
        edition = current(Settings().home)
    except GeodataError:
        return  # nothing to see yet; every run looks again
    _allow_without_sign_in(edition)


def _look_up() -> Viewer:
    settings = sign_in()
    if settings is None:
        if st.get_option("server.address") not in LOOPBACK:
            raise TurnedAwayError(NOT_LOOPBACK)
        _allow_without_sign_in(current(Settings().home))
        return _persona()
    identity = _identity()
    until = _valid_until()
    if identity is None or until is None or datetime.now(UTC).timestamp() > until:
        raise TurnedAwayError(NOT_SIGNED_IN, may_sign_in=True)
    user = users.find(written.ledger(Settings()), identity)
    if user is None or user.role is None:
        raise TurnedAwayError(UNKNOWN, who=identity.subject)
    return Viewer(identity.subject, Role(user.role), user.team, user.municipality, label=user.label)


def _allow_without_sign_in(edition: Edition) -> None:
    if not edition.store.demo and sign_in() is None:
        raise TurnedAwayError(NO_SIGN_IN)


def _persona() -> Viewer:
    chosen, code = state.persona()
    role, _, team = (chosen if chosen in PERSONAS else DEFAULT_PERSONA).partition(":")
    known = code if code in municipality_codes() else FIRST_MUNICIPALITY
    return Viewer(DEMO, Role(role), team or None, known if role == Role.MUNICIPALITY.code else None)


def identity_of(claims: dict[str, Any], settings: SignIn) -> Identity | None:
    """Return whom the provider's claims vouch for; ``None`` where they are not ours, or vouch for no one.

    An e-mail address counts only if the provider says that it has verified it.
    """
    audience = claims.get("aud")
    subject = claims.get(settings.claim)
    if not claims.get("is_logged_in") or claims.get("iss") != settings.issuer:
        return None
    if settings.client_id not in (audience if isinstance(audience, list) else [audience]):
        return None
    if settings.claim == "email" and claims.get("email_verified") is not True:
        return None
    if not isinstance(subject, str) or not subject:
        return None
    return Identity(settings.issuer, settings.claim, settings.subject(subject))


def _identity() -> Identity | None:
    settings = sign_in()
    return None if settings is None else identity_of(dict(st.user.to_dict()), settings)


def _valid_until() -> float | None:
    """Return until when the sign-in holds; ``None`` where it does not say when it was."""
    issued = st.user.to_dict().get("iat")
    if not isinstance(issued, int | float) or issued > datetime.now(UTC).timestamp() + CLOCK_SKEW_S:
        return None
    return issued + Settings().session_hours * 3600


def _write(found: Viewer, action: str, scope: str | None, detail: str) -> None:
    entry = Access(datetime.now(UTC), found.identity, found.role.code, action, scope or found.scope, detail)
    access_log.record(written.ledger(Settings()), entry, Settings().access_log_days)
