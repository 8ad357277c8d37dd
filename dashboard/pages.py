"""The pages: their files, their addresses, their names, and who may open them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geodata.language import Label
from geodata.roles import Role

VIEWS = Path(__file__).parent / "views"
MUNICIPALITY = "municipality"
SITE = "site"
NEXT = "next"
PICTURE = "picture"
RECORD = "record"
TAKE_IN = "take-in"


IN_THE_FIELD = frozenset((Role.TEAM_LEAD, Role.MANAGER))


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``url_path`` is its stable address, empty for the page that opens first.

    ``roles`` may open it; a page that says nothing is for managers. ``needs_data`` is false where a page is of use
    before anything was built.
    """

    file: Path
    url_path: str
    name: Label
    icon: str
    roles: frozenset[Role] = frozenset((Role.MANAGER,))
    needs_data: bool = True

    @property
    def word(self) -> str:
        """What the page is called in the access log."""
        return self.file.stem


PAGES: tuple[Page, ...] = (
    Page(VIEWS / "coverage.py", "", Label("Screeningsdækning", "Screening coverage"), ":material/map:", IN_THE_FIELD),
    Page(VIEWS / "time.py", "time", Label("Udvikling", "Over time"), ":material/timeline:", IN_THE_FIELD),
    Page(
        VIEWS / "municipality.py",
        MUNICIPALITY,
        Label("Kommune", "Municipality"),
        ":material/location_city:",
        IN_THE_FIELD,
    ),
    Page(
        VIEWS / "worklists.py",
        "worklists",
        Label("Arbejdslister", "Work lists"),
        ":material/checklist:",
        IN_THE_FIELD,
    ),
    Page(
        VIEWS / "due.py", "due", Label("Ugens steder", "Sites of the week"), ":material/event_upcoming:", IN_THE_FIELD
    ),
    Page(VIEWS / "week.py", "week", Label("Ugen", "The week"), ":material/calendar_view_week:", IN_THE_FIELD),
    Page(VIEWS / "next_stop.py", NEXT, Label("Næste stop", "Next stop"), ":material/directions_car:", IN_THE_FIELD),
    Page(VIEWS / "record.py", RECORD, Label("Registrér", "Record"), ":material/edit_note:", IN_THE_FIELD),
    Page(VIEWS / "site.py", SITE, Label("Sted", "Site"), ":material/pin_drop:", IN_THE_FIELD),
    Page(VIEWS / "targets.py", "targets", Label("Mål", "Targets"), ":material/flag:", IN_THE_FIELD),
    Page(VIEWS / "report.py", "report", Label("Statusrapport", "Status report"), ":material/summarize:"),
    Page(VIEWS / "evidence.py", "evidence", Label("Hvad loggen lærer", "What the log teaches"), ":material/school:"),
    Page(
        VIEWS / "hidden.py",
        "hidden",
        Label("Skjulte steder", "Hidden sites"),
        ":material/visibility_off:",
        IN_THE_FIELD,
    ),
    Page(
        VIEWS / "picture.py",
        PICTURE,
        Label("Kommunens billede", "Municipal picture"),
        ":material/lock_open:",
        frozenset((Role.MUNICIPALITY, Role.MANAGER)),
    ),
    Page(VIEWS / "releases.py", "releases", Label("Udgivelser", "Releases"), ":material/publish:"),
    Page(
        VIEWS / "take_in.py",
        TAKE_IN,
        Label("Indlæs et regneark", "Take in a workbook"),
        ":material/upload_file:",
        IN_THE_FIELD,
    ),
    Page(
        VIEWS / "users.py",
        "users",
        Label("Brugere", "Users"),
        ":material/group:",
        frozenset((Role.ADMINISTRATOR,)),
        needs_data=False,
    ),
    Page(
        VIEWS / "definitions.py",
        "definitions",
        Label("Definitioner", "Definitions"),
        ":material/menu_book:",
        frozenset(Role),
    ),
    Page(
        VIEWS / "imports.py",
        "imports",
        Label("Datakvalitet", "Data quality"),
        ":material/fact_check:",
        frozenset((Role.MANAGER, Role.ADMINISTRATOR)),
    ),
    Page(
        VIEWS / "access_log.py",
        "access-log",
        Label("Adgangslog", "Access log"),
        ":material/history:",
        needs_data=False,
    ),
)


def pages_of(role: Role) -> list[Page]:
    """Return the pages a role may open, the one that opens first at the head."""
    return [page for page in PAGES if role in page.roles]
