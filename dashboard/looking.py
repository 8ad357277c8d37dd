"""Whose picture is shown, and who acts on releases: what the pages on releases ask of :mod:`dashboard.access`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import access, state
from geodata.disclosure.publishing import DEMO_PROPOSER, DEMO_PUBLISHER
from geodata.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection

DEMO_PEOPLE = (DEMO_PROPOSER, DEMO_PUBLISHER)


@dataclass(frozen=True, slots=True)
class Looking:
    """Whose picture is shown.

    Parameters
    ----------
    code
        The municipality's code, or what was asked for instead; ``None`` where none is chosen.
    chosen
        Whether it was chosen by a manager, who is then told so; a municipality sees its own only.
    """

    code: str | None
    chosen: bool


def picture_code(offered: Collection[str]) -> Looking:
    """Return whose picture is shown: a municipality's own, or the one that a manager chose, which is written down.

    Parameters
    ----------
    offered
        The codes that a release has a row for.

    Raises
    ------
    dashboard.access.TurnedAwayError
        If whoever looks is neither.
    """
    viewer = access.viewer()
    if viewer.role is Role.MUNICIPALITY:
        return Looking(viewer.municipality, chosen=False)
    code = state.asked_municipality(offered)
    if code in offered:
        code = access.acting_as(str(code)).acting_as
    return Looking(code, chosen=True)


def who() -> str:
    """Return who proposes or publishes: the person who is signed in, or one of two invented people of the demo."""
    viewer = access.viewer()
    if viewer.identity != access.DEMO:
        return viewer.identity
    return state.own_choice(state.WHO, DEMO_PEOPLE, DEMO_PROPOSER)


def may_choose_who() -> bool:
    """Return whether the demo's invented people are chosen from, because no one signs in."""
    return access.viewer().identity == access.DEMO
