"""Every figure, defined once: pages, exports, commands and tests all loop over :data:`INDICATORS`.

The definitions are told in docs/figures.md. Areas are pooled by adding numerators and denominators, never by averaging
shares.
"""

from __future__ import annotations

from geodata.indicators.contact import CONTACT
from geodata.indicators.counted import COUNTED
from geodata.indicators.coverage import COVERAGE
from geodata.indicators.effort import EFFORT
from geodata.indicators.families import FAMILIES, Family
from geodata.indicators.indicator import Better, Indicator
from geodata.indicators.plans import PLANS
from geodata.indicators.returns import CASCADE, RETURNS
from geodata.indicators.totals import OF_TOTALS

__all__ = [
    "BY_ID", "CASCADE", "CONTACT", "COVERAGE", "EFFORT", "FAMILIES", "INDICATORS", "OF_TOTALS", "PLANS", "RETURNS",
    "Better", "Family", "Indicator",
]  # fmt: skip

INDICATORS: tuple[Indicator, ...] = (*COVERAGE, *CONTACT, *CASCADE, *RETURNS, *EFFORT, *PLANS, *COUNTED)

BY_ID: dict[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}
