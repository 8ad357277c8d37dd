"""``python -m geodata ledger users …`` and ``… access-log``: who may see what, and who saw what, without a screen."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from geodata.doors import Json, grid, refusals
from geodata.errors import UserRefusedError, WrongSettingError
from geodata.language import Label
from geodata.ledger import access_log, users
from geodata.ledger.sessions import open_ledger
from geodata.roles import Role
from geodata.signin import sign_in
from geodata.terms import Team
from geodata.users import TEAMS, Identity, User

app = typer.Typer(no_args_is_help=True, help="Who may see what; a change holds at once.")

Subject = Annotated[str, typer.Argument(help="What the sign-in service calls the user, in the claim that is gone by.")]
RoleName = Annotated[str, typer.Option("--role", help=f"One of: {', '.join(role.code for role in Role)}.")]
TeamName = Annotated[str | None, typer.Option("--team", help=f"A team lead's: {', '.join(TEAMS)}.")]
Code = Annotated[str | None, typer.Option("--municipality", help="A municipality's code, such as 0101.")]
By = Annotated[str, typer.Option("--by", help="Who settles it: a function or initials.")]


@app.command("list")
def list_users(
    *,
    past: Annotated[bool, typer.Option("--history", help="Everything that was ever settled, the last first.")] = False,
    as_json: Json = False,
) -> None:
    """Tell the users there are now."""
    with refusals() as (settings, _), closing(open_ledger(settings)) as ledger:
        told = users.history(ledger) if past else [user for user in users.users(ledger) if user.role]
        if as_json:
            typer.echo(json.dumps([_row(user) for user in told], ensure_ascii=False))
            return
        say = settings.language
        table = grid(
            (Label("bruger", "user"), Label("rolle", "role"), Label("område", "area"), Label("identitet", "id")), say
        )
        for user in told:
            role = Role(user.role).label.say(say) if user.role else Label("fjernet", "removed").say(say)
            area = Team(user.team).label.say(say) if user.team else user.municipality or ""
            table.add_row(user.label, role, area, user.identity.subject)
        Console().print(table)


@app.command("add")
def add(
    subject: Subject,
    role: RoleName,
    label: Annotated[str, typer.Option("--called", help="What the user is called in lists.")],
    by: By,
    team: TeamName = None,
    municipality: Code = None,
) -> None:
    """Add a user, also before the first sign-in."""
    with refusals() as (settings, say), closing(open_ledger(settings)) as ledger:
        users.add_user(ledger, User(_identity(subject), label, role, team, municipality, datetime.now(UTC), by))
        say(Label("Brugeren er tilføjet.", "The user is added."))


@app.command("change")
def change(
    subject: Subject,
    role: RoleName,
    by: By,
    team: TeamName = None,
    municipality: Code = None,
    label: Annotated[str | None, typer.Option("--called", help="What the user is called in lists from now on.")] = None,
) -> None:
    """Change what a user may see; it holds from the user's next click."""
    with refusals() as (settings, say), closing(open_ledger(settings)) as ledger:
        identity = _identity(subject)
        called = label or _there(users.find(ledger, identity)).label
        users.change_user(ledger, User(identity, called, role, team, municipality, datetime.now(UTC), by))
        say(Label("Brugeren er ændret.", "The user is changed."))


@app.command("remove")
def remove(subject: Subject, by: By) -> None:
    """Remove a user; what was settled before stays in the history."""
    with refusals() as (settings, say), closing(open_ledger(settings)) as ledger:
        identity = _identity(subject)
        called = _there(users.find(ledger, identity)).label
        users.change_user(ledger, User(identity, called, None, None, None, datetime.now(UTC), by))
        say(Label("Brugeren er fjernet.", "The user is removed."))


def show_access_log(
    *,
    as_json: Json = False,
) -> None:
    """Tell who saw, took away or changed what, the latest first."""
    with refusals() as (settings, _), closing(open_ledger(settings)) as ledger:
        told = access_log.accesses(ledger)
        rows = [
            {
                "at": each.at.isoformat(), "who": each.who, "role": each.role, "action": each.action,
                "scope": each.scope, "detail": each.detail,
            }
            for each in told
        ]  # fmt: skip
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            typer.echo("  ".join(row.values()))


def _identity(subject: str) -> Identity:
    settings = sign_in()
    if settings is None:
        raise WrongSettingError(
            Label(
                "Sæt FELTPLAN_OIDC_* først: en bruger hører til en log ind-tjeneste.",
                "Set FELTPLAN_OIDC_* first: a user belongs to a sign-in service.",
            )
        )
    return Identity(settings.issuer, settings.claim, settings.subject(subject))


def _there(user: User | None) -> User:
    if user is None:
        raise UserRefusedError(Label("Identiteten er ikke bruger.", "The identity is no user."))
    return user


def _row(user: User) -> dict[str, object]:
    return {
        "issuer": user.identity.issuer,
        "claim": user.identity.claim,
        "subject": user.identity.subject,
        "label": user.label,
        "role": user.role,
        "team": user.team,
        "municipality": user.municipality,
        "set_at": user.set_at.isoformat(),
        "set_by": user.set_by,
    }
