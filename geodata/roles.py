"""Who may see what: four roles, and what each of them reaches in the warehouse."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.terms import Term


class Role(Term):
    """What a person does here. A team lead has one team, a municipality one code; the others have neither."""

    TEAM_LEAD = ("team_lead", "Teamleder", "Team lead")
    MANAGER = ("manager", "Leder", "Manager")
    MUNICIPALITY = ("municipality", "Kommune", "Municipality")
    ADMINISTRATOR = ("administrator", "Administrator", "Administrator")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows a reading of the warehouse may return; :mod:`geodata.within` applies it in the query.

    Parameters
    ----------
    team
        Rows of sites and municipalities are this team's only, as the teams are on the day that is asked for.
    municipality
        The one municipality whose name is known; for those who reach no rows.
    rows
        Whether there are rows of single sites and municipalities at all.
    pooled
        Whether figures of the nation and of whole teams are told.
    build
        Whether it is told what the build read and set aside.
    """

    team: str | None = None
    municipality: str | None = None
    rows: bool = True
    pooled: bool = True
    build: bool = True


EVERYTHING = Reach()
"""What a manager reaches, and whoever runs a command on the server."""

NOTHING = Reach(rows=False, pooled=False, build=False)


def reach_of(role: Role, team: str | None, municipality: str | None) -> Reach:
    """Return what a role reaches.

    A municipality reaches nothing of the live warehouse but its own name: what it sees was published to it.
    """
    if role is Role.MANAGER:
        return EVERYTHING
    if role is Role.TEAM_LEAD and team is not None:
        return Reach(team=team, build=False)
    if role is Role.ADMINISTRATOR:
        return Reach(rows=False, pooled=False)
    return Reach(municipality=municipality, rows=False, pooled=False, build=False)
