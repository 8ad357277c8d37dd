"""A municipality's brief on two sheets of paper: the page's texts and map, ready for a PDF."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dashboard.components.count_palette import CLASSES, LOOKS, say_class
from dashboard.picture import counted, explained, hidden_word, offers, painted, picture, say_quarter
from dashboard.text import say_boundaries, say_number, translator
from geodata.drawing import map_picture
from geodata.drawing.looks import LOOKS as STATUS_LOOKS
from geodata.drawing.looks import small_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.disclosure.content import Content
    from geodata.language import Language
    from geodata.store import Store


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief's texts; the pictures are SVG."""

    language: Language
    title: str
    line: str
    notice: str
    hidden: str
    status_title: str
    status: str
    status_picture: str
    facts: list[tuple[str, str]]
    figures_title: str
    areas: list[str]
    figures: list[tuple[str, list[str]]]
    map_title: str
    map_svg: str
    map_words: str
    classes: list[tuple[str, str, str]]
    partners_title: str
    partners: list[tuple[str, list[str]]]
    none: str
    contact_title: str
    contact: str
    offers_title: str
    offers: list[str]
    reading_title: str
    reading: list[tuple[str, str]]
    source: list[str]

    def told(self) -> str:
        """Return the texts as ``picture.typ`` reads them."""
        return json.dumps(asdict(self))


def brief(content: Content, code: str, contacts: Mapping[str, str], store: Store, language: Language) -> Brief:
    """Return a municipality's brief from a release; of the warehouse it takes the shapes of the map only.

    Raises
    ------
    KeyError
        If the release has no row for the municipality.
    """
    _ = translator(language)
    told = picture(content, code, contacts, language)
    rows = painted(content)
    outline = map_picture.outlines(store)
    drawn = map_picture.drawing(outline, rows, rows, language, LOOKS, say_class, code)
    many = counted(rows)
    how = told.contact or _("Write to or call the person at the team whom you usually speak with.")
    quarter = say_quarter(str(content.quarter), language)
    return Brief(
        language=language,
        title=told.facts.name,
        line=_("Published figures for {quarter}").format(quarter=quarter),
        notice=_("DEMO: made-up data. They describe no real place.") if content.demo else "",
        hidden=hidden_word(language),
        status_title=_("Screening"),
        status=told.status,
        status_picture=small_picture(STATUS_LOOKS[told.facts.status]),
        facts=[(_("Last screened"), told.screened), (_("Next screening"), told.due), (_("Team"), told.team)],
        figures_title=_("Sites known"),
        areas=list(told.areas),
        figures=[(name, list(cells)) for name, cells in told.figures],
        map_title=_("Municipalities by published number of sites"),
        map_svg=map_picture.alone(drawn, map_picture.size(outline)[1]),
        map_words=_("Map of the municipalities by published number of sites"),
        classes=[
            (small_picture(each.look), each.label.say(language), say_number(many[each.code], language))
            for each in CLASSES
        ],
        partners_title=_("Partners in the municipality"),
        partners=told.partners,
        none=_("None registered"),
        contact_title=_("Your contact"),
        contact=f"{told.team}. {how}",
        offers_title=_("What the centre offers"),
        offers=offers(language),
        reading_title=_("How to read the figures"),
        reading=explained(language),
        source=[say_boundaries(store.info, language), _("Release {checksum}").format(checksum=content.checksum[:12])],
    )
