"""The figures by what they tell of, in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.indicators.contact import CONTACT
from geodata.indicators.counted import COUNTED
from geodata.indicators.coverage import COVERAGE
from geodata.indicators.effort import EFFORT
from geodata.indicators.plans import PLANS
from geodata.indicators.returns import CASCADE, RETURNS
from geodata.indicators.totals import OF_TOTALS
from geodata.language import Label

if TYPE_CHECKING:
    from geodata.indicators.indicator import Indicator


@dataclass(frozen=True, slots=True)
class Family:
    """Figures that belong together.

    Parameters
    ----------
    code
        Stable name.
    label, about
        What the family is called, and what its figures tell, in both languages.
    indicators
        Its figures, in the order they are read.
    """

    code: str
    label: Label
    about: Label
    indicators: tuple[Indicator, ...]


FAMILIES: tuple[Family, ...] = (
    Family(
        "coverage",
        Label("Dækning", "Coverage"),
        Label("Hvor meget af landet der er screenet, og hvor mange kendte steder der er opsøgt.", "How much of the country is screened, and how many known sites are sought out."),
        COVERAGE,
    ),
    Family(
        "totals",
        Label("Dækning af totaler, der ikke er talt", "Coverage of totals that are not counted"),
        Label("De samme opsøgte steder mod tre andre nævnere. De vises altid ved siden af hinanden, aldrig kun én.", "The same sites attempted against three other denominators. They are always shown beside each other, never only one."),
        OF_TOTALS,
    ),
    Family(
        "contact",
        Label("Besøg og kontakt", "Visits and contact"),
        Label("Besøgsforsøg, hvem de nåede, og hvor mange samtaler og møder de førte til.", "Attempted visits, whom they reached, and the conversations and meetings that followed."),
        CONTACT,
    ),
    Family(
        "cascade",
        Label("Hvor langt kontakten når", "How far contact comes"),
        Label("Kendte steder trin for trin; hvert trin er en andel af trinnet før. Enheden er stedet, ikke forsøget.", "Known sites step by step; each step is a share of the one before. The unit is the site, not the attempt."),
        CASCADE,
    ),
    Family(
        "returns",
        Label("Genbesøg", "Return visits"),
        Label("Hvordan kendte steder står i forhold til deres næste besøg, og om aftaler holdes.", "How known sites stand towards their next visit, and whether agreements are kept."),
        RETURNS,
    ),
    Family(
        "effort",
        Label("Tidsforbrug", "Time spent"),
        Label("Timer brugt på det opsøgende arbejde, og hvad de kom til.", "Hours spent on outreach, and what they came to."),
        EFFORT,
    ),
    Family(
        "plans",
        Label("Plan mod udført", "Plan against done"),
        Label("Hvad der blev af ugernes planer, og hvor lang tid stoppene tog.", "What became of the weeks' plans, and how long the stops took."),
        PLANS,
    ),
    Family(
        "counted",
        Label("Optalt efter art", "Counted by kind"),
        Label("Udfald, kanaler, instanser og aktiviteter: hvert ord på listerne er et tal for sig.", "Outcomes, channels, institutions and activities: each word of the lists is a figure of its own."),
        COUNTED,
    ),
)  # fmt: skip
