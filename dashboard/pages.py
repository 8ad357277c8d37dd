"""The pages: their files, their addresses and their names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geodata.language import Label

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``url_path`` is its stable address, empty for the page that opens first."""

    file: Path
    url_path: str
    name: Label
    icon: str


PAGES: tuple[Page, ...] = (
    Page(VIEWS / "coverage.py", "", Label("Screeningsdækning", "Screening coverage"), ":material/map:"),
    Page(VIEWS / "imports.py", "imports", Label("Datakvalitet", "Data quality"), ":material/fact_check:"),
)
