"""How much of the country is screened, and how many of the known sites are sought out."""

from __future__ import annotations

from geodata.indicators.indicator import Indicator
from geodata.language import Label
from geodata.units import Unit

COVERAGE: tuple[Indicator, ...] = (
    Indicator(
        "ever_screened",
        Label("Screenet nogensinde", "Ever screened"),
        Label(
            "Kommuner med mindst én afsluttet screening til og med datoen, af alle kommuner. En påbegyndt screening tæller ikke.",
            "Municipalities with at least one completed screening up to the date, of all municipalities. A screening that has only begun does not count.",
        ),
        Unit.PERCENT, "screened", "municipalities", "higher", "docs/figures.md C1",
    ),
    Indicator(
        "currently_screened",
        Label("Screenet inden for perioden", "Currently screened"),
        Label(
            "Kommuner, hvis seneste afsluttede screening er højst én periode gammel på datoen, af alle kommuner.",
            "Municipalities whose last completed screening is at most one window old on the date, of all municipalities.",
        ),
        Unit.PERCENT, "screened_now", "municipalities", "higher", "docs/figures.md C2",
    ),
    Indicator(
        "screening_yield",
        Label("Screeninger med fund", "Screening yield"),
        Label(
            "Kommuner, hvis seneste afsluttede screening fandt steder, af kommuner der er screenet.",
            "Municipalities whose last completed screening found sites, of municipalities screened.",
        ),
        Unit.PERCENT, "screened_with_sites", "screened", "neither", "docs/figures.md C3",
    ),
    Indicator(
        "screened_without_sites",
        Label("Screenet uden fund", "Screened, none found"),
        Label(
            "Kommuner, hvis seneste afsluttede screening ingen steder fandt, af kommuner der er screenet. Det er et resultat, ikke et hul.",
            "Municipalities whose last completed screening found no site, of municipalities screened. That is a result, not a gap.",
        ),
        Unit.PERCENT, "screened_without_sites", "screened", "neither", "Statusrapport 2007",
    ),
    Indicator(
        "outreach_started",
        Label("Opsøgende arbejde i gang", "Outreach started"),
        Label(
            "Kommuner med fund ved seneste screening, hvor der er gjort mindst ét besøgsforsøg til og med datoen, af kommuner med fund.",
            "Municipalities whose last screening found sites and where at least one visit has been attempted up to the date, of municipalities with sites found.",
        ),
        Unit.PERCENT, "outreach_begun", "screened_with_sites", "higher", "docs/figures.md C4",
    ),
    Indicator(
        "population_currently_screened",
        Label("Befolkning i screenede kommuner", "Population in screened municipalities"),
        Label(
            "Befolkning i kommuner, der er screenet inden for perioden, af hele befolkningen. Mangler ét folketal, kan tallet ikke siges.",
            "Population of municipalities currently screened, of the whole population. If one population is missing the figure cannot be told.",
        ),
        Unit.PERCENT, "population_screened_now", "population", "higher", "docs/figures.md C5",
    ),
    Indicator(
        "sites_known",
        Label("Kendte steder", "Sites known"),
        Label(
            "Steder set første gang senest på datoen og ikke lukket, flyttet eller lagt sammen på datoen; også steder uden kendt kommune.",
            "Sites first seen on or before the date and not closed, moved or merged on it; sites without a known municipality too.",
        ),
        Unit.COUNT, "sites_known",
    ),
    Indicator(
        "sites_attempted",
        Label("Opsøgte kendte steder", "Known sites attempted"),
        Label(
            "Kendte steder med mindst ét besøgsforsøg i perioden, af alle kendte steder.",
            "Known sites with at least one attempted visit in the window, of all known sites.",
        ),
        Unit.PERCENT, "sites_known_attempted", "sites_known", "higher", "docs/figures.md C6",
    ),
    Indicator(
        "sites_reached",
        Label("Kendte steder med kontakt", "Known sites reached"),
        Label(
            "Kendte steder, hvor mindst ét besøg i perioden traf nogen, af alle kendte steder.",
            "Known sites where at least one visit in the window reached someone, of all known sites.",
        ),
        Unit.PERCENT, "sites_known_reached", "sites_known", "higher", "docs/figures.md C7",
    ),
)  # fmt: skip
