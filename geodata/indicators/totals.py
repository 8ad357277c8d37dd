"""Sites attempted in the window, measured against totals that are not counted: weighted, estimated, published."""

from __future__ import annotations

from geodata.indicators.indicator import Indicator
from geodata.language import Label
from geodata.units import Unit

ACTIVE_WEIGHTED = Indicator(
    "sites_attempted_of_active",
    Label("Opsøgte steder af dem, der stadig ventes at findes", "Sites attempted of those still expected to be there"),
    Label(
        "Kendte steder opsøgt i perioden, af alle kendte steder; hvert sted vejer exp(−rate × dage, siden det sidst blev set). Spændet dækker rater eller halveringstider, ikke tilfældighed i andelen.",
        "Known sites attempted in the window, of all known sites; each weighs exp(−rate × days since it was last seen). The range covers rates or half-lives, not chance in the share.",
    ),
    Unit.PERCENT, "weight_attempted", "weight_known", "higher", "docs/figures.md C10",
)  # fmt: skip

ESTIMATED = Indicator(
    "sites_attempted_of_estimated",
    Label("Opsøgte steder af det anslåede antal", "Sites attempted of the estimated number"),
    Label(
        "Forskellige steder opsøgt i perioden, også siden lukkede, af det antal, som to kilders overlap peger på (Chapman). Spændet er følsomheden for afhængighed mellem kilderne (odds ratio 0,5-2), ikke et konfidensinterval.",
        "Different sites sought out in the window, closed since or not, of the number that the overlap of two sources points to (Chapman). The range is the sensitivity to dependence between the sources (odds ratio 0.5-2), no confidence interval.",
    ),
    Unit.PERCENT, "sites_sought_out", "estimated_total", "higher", "docs/figures.md C9",
)  # fmt: skip

PUBLISHED = Indicator(
    "sites_attempted_of_published",
    Label("Opsøgte steder af det offentliggjorte antal", "Sites attempted of the published number"),
    Label(
        "Forskellige steder opsøgt i perioden, også siden lukkede, af det offentliggjorte antal. Antallet er et mindstetal fra ét år, så andelen er højst den viste og siges kun for det år.",
        "Different sites sought out in the window, closed since or not, of the published number. The number is a lower bound of one year, so the share is at most the one shown and is told for that year only.",
    ),
    Unit.PERCENT, "sites_sought_out", "published_total", "higher", "docs/figures.md C8",
)  # fmt: skip

OF_TOTALS: tuple[Indicator, ...] = (ACTIVE_WEIGHTED, ESTIMATED, PUBLISHED)
"""Not counted by :func:`geodata.figures.counts`: geodata/denominators.py tells them, or why it cannot."""
