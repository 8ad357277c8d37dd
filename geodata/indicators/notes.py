"""What holds for every figure, said once."""

from __future__ import annotations

from geodata.language import Label

NOTES: tuple[tuple[Label, Label], ...] = (
    (
        Label("Nævneren er 98", "The denominator is 98"),
        Label(
            "Landstal for kommuner måles altid mod alle 98 kommuner, også dem uden screening. Christiansø hører ikke til nogen kommune.",
            "National figures on municipalities are always of all 98, screened or not. Christiansø belongs to no municipality.",
        ),
    ),
    (
        Label("Ukendt er en værdi", "Unknown is a value"),
        Label(
            "Poster uden kommune eller team har deres egen række og tæller med i alle totaler. Kan et tal ikke siges, står der en streg, aldrig 0.",
            "Records without a municipality or team have a row of their own and count in every total. Where a figure cannot be told there is a dash, never 0.",
        ),
    ),
    (
        Label("Lagt sammen, ikke gennemsnit", "Pooled, not averaged"),
        Label(
            "Tal for team, region og land lægger tællere sammen og nævnere sammen. Procenter gøres aldrig til et gennemsnit.",
            "Team, region and national figures add numerators and add denominators. Percentages are never averaged.",
        ),
    ),
    (
        Label("Flere svar ad gangen", "Several answers at once"),
        Label(
            "Et besøg kan have flere udfald. Andelene kan derfor tilsammen overstige 100 % og regnes aldrig om, så de passer.",
            "A visit may have several outcomes. The shares may therefore sum above 100 % and are never made to fit.",
        ),
    ),
    (
        Label("Perioden", "The window"),
        Label(
            "Det, der tælles over tid, tælles i perioden (t − måneder, t]: efter dagen for så mange måneder siden, til og med datoen t. Intet senere end t bruges.",
            "What is counted over time is counted in the window (t − months, t]: after the day so many months ago, up to and including the date t. Nothing later than t is used.",
        ),
    ),
    (
        Label("Usikkerhed", "Uncertainty"),
        Label(
            "En andel af noget optalt har et 95 %-interval efter Wilson. Hvor nævneren selv er et skøn, står der et spænd, og det er ikke et interval af den slags.",
            "A share of something counted has a Wilson 95 % interval. Where the denominator is an estimate itself there is a range, which is no such interval.",
        ),
    ),
)
"""Heading and sentence of each note."""
