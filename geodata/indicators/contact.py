"""Attempts, whom they reached, and what was said: the counts of the status report."""

from __future__ import annotations

from geodata.indicators.indicator import Indicator
from geodata.language import Label
from geodata.units import Unit

CONTACT: tuple[Indicator, ...] = (
    Indicator(
        "sites_sought_out",
        Label("Forskellige steder opsøgt", "Different sites sought out"),
        Label(
            "Forskellige steder med mindst ét besøgsforsøg i perioden, uanset om de siden er lukket. Tæller også private hjem.",
            "Different sites with at least one attempted visit in the window, whether or not they have closed since. Private homes count too.",
        ),
        Unit.COUNT, "sites_sought_out", source="Statusrapport 2007",
    ),
    *(
        Indicator(
            f"sites_sought_out.{code}",
            Label(f"Steder opsøgt {danish}", f"Sites sought out {english}"),
            Label(
                f"Steder med {danish} besøgsforsøg i perioden, af opsøgte steder. Et besøg er her et forsøg, også forgæves.",
                f"Sites with {english} attempted visits in the window, of sites sought out. A visit is an attempt here, in vain or not.",
            ),
            Unit.PERCENT, f"sites_sought_out_{code}", "sites_sought_out", source="Statusrapport 2007",
        )
        for code, danish, english in (("1", "1", "1"), ("2_3", "2-3", "2-3"), ("4_plus", "4 eller flere", "4 or more"))
    ),
    Indicator(
        "attempts",
        Label("Besøgsforsøg", "Attempted visits"),
        Label("Uanmeldte besøg i perioden, også forgæves.", "Unannounced visits in the window, in vain or not."),
        Unit.COUNT, "attempts", source="Statusrapport 2007",
    ),
    Indicator(
        "contact_rate",
        Label("Forsøg med kontakt", "Contact rate"),
        Label(
            "Besøgsforsøg, hvor nogen blev truffet, af alle besøgsforsøg i perioden.",
            "Attempted visits that reached someone, of all attempted visits in the window.",
        ),
        Unit.PERCENT, "attempts_reached", "attempts", "higher", "docs/figures.md",
    ),
    Indicator(
        "in_vain_rate",
        Label("Forgæves forsøg", "Attempts in vain"),
        Label(
            "Besøgsforsøg, hvor ingen blev truffet, af alle besøgsforsøg i perioden.",
            "Attempted visits that reached no one, of all attempted visits in the window.",
        ),
        Unit.PERCENT, "attempts_in_vain", "attempts", "lower", "docs/figures.md",
    ),
    Indicator(
        "conversations",
        Label("Samtaler og tætte kontakter", "Conversations and close contacts"),
        Label(
            "Samtaler i perioden, ansigt til ansigt, på telefon, e-mail og sms.",
            "Conversations in the window: face to face, by telephone, e-mail and text message.",
        ),
        Unit.COUNT, "conversations", source="Statusrapport 2007",
    ),
    Indicator(
        "people",
        Label("Forskellige personer i samtaler", "Different people in conversations"),
        Label(
            "Forskellige personnøgler i periodens samtaler. Samtaler uden nøgle tæller ikke med, så tallet er et mindstetal.",
            "Different person keys in the window's conversations. Conversations without a key are not counted, so the figure is a lower bound.",
        ),
        Unit.PEOPLE, "people", source="Statusrapport 2007",
    ),
    Indicator(
        "bridge_meetings",
        Label("Brobygningsmøder", "Bridge-building meetings"),
        Label("Møder, hvor der blev bygget bro til en instans, i perioden.", "Meetings that built a bridge to an institution, in the window."),
        Unit.COUNT, "bridge_meetings", source="Statusrapport 2007",
    ),
)  # fmt: skip
