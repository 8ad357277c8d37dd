"""A municipality's own status and its released figures beside its region's and the country's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.palette import swatch
from dashboard.components.records import framed
from dashboard.picture import hidden_word
from dashboard.safe import markup
from dashboard.text import translator

if TYPE_CHECKING:
    from dashboard.picture import Picture
    from geodata.language import Language


def card(told: Picture, language: Language) -> str:
    """Return the status as HTML."""
    _ = translator(language)
    facts = [(_("Last screened"), told.screened), (_("Next screening"), told.due), (_("Team"), told.team)]
    listed = "".join(f"<div><dt>{markup(name)}</dt><dd>{markup(text)}</dd></div>" for name, text in facts)
    return (
        f'<section class="card" data-code="{markup(told.facts.code)}">'
        f"<h2>{markup(told.facts.name)} <small>{markup(told.facts.code)} · {markup(told.areas[1])}</small></h2>"
        f'<p class="status">{swatch(told.facts.status)}<strong>{markup(told.status)}</strong></p>'
        f"<dl>{listed}</dl></section>"
    )


def figures(told: Picture, language: Language) -> str:
    """Return the figures as an HTML table; what is hidden is said in words and set apart."""
    _ = translator(language)
    hidden = hidden_word(language)
    head = f'<th scope="col">{markup(_("Sites known"))}</th>' + "".join(
        f'<th scope="col" class="number">{markup(area)}</th>' for area in told.areas
    )
    body = "".join(
        f'<tr><th scope="row">{markup(name)}</th>'
        + "".join(f'<td class="number{" withheld" if cell == hidden else ""}">{markup(cell)}</td>' for cell in cells)
        + "</tr>"
        for name, cells in told.figures
    )
    return framed(head, body, looks="released")


def partners(told: Picture, language: Language) -> str:
    """Return the partners by category as HTML."""
    _ = translator(language)
    parts = "".join(
        f"<div><dt>{markup(category)}</dt>"
        + "".join(f"<dd>{markup(name)}</dd>" for name in names or [_("None registered")])
        + "</div>"
        for category, names in told.partners
    )
    return f'<dl class="partners">{parts}</dl>'


def contact(told: Picture, language: Language) -> str:
    """Return how to reach the team, as HTML."""
    _ = translator(language)
    how = told.contact or _("Write to or call the person at the team whom you usually speak with.")
    return f'<p class="contact"><strong>{markup(told.team)}</strong> {markup(how)}</p>'


def listed(sentences: list[str]) -> str:
    """Return sentences as an HTML list."""
    return '<ul class="offers">' + "".join(f"<li>{markup(each)}</li>" for each in sentences) + "</ul>"


def explained(parts: list[tuple[str, str]]) -> str:
    """Return headings and sentences as HTML."""
    told = "".join(f"<div><dt>{markup(head)}</dt><dd>{markup(text)}</dd></div>" for head, text in parts)
    return f'<dl class="reading">{told}</dl>'
