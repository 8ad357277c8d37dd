"""What is looked for on any page: rules of axe that it breaks, and what is wider than a telephone's screen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as TooLate

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
LAID_OUT_MS = 5_000
"""How long a page may take to lay itself out anew."""
_GRAVE = {"serious", "critical"}
_TOO_WIDE = """() => {
  const inBox = node => node.closest('.records, .municipalities, .compared, .js-plotly-plot');
  const main = document.querySelector('[data-testid="stMain"]');
  const beyond = Array.from(main.querySelectorAll("*"))
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1 && !inBox(node.parentElement))
    .filter(node => getComputedStyle(node).position !== "absolute");
  const moved = [document.documentElement, main].filter(node => node.scrollWidth > node.clientWidth);
  return [...moved, ...beyond].map(node => node.outerHTML.slice(0, 120));
}"""


def grave_faults(place: Page | Frame) -> list[tuple[str, list[str]]]:
    """Return the rules that a page or a frame breaks gravely, each with the elements that do."""
    broken = Axe().run(place).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken if rule["impact"] in _GRAVE]


def too_wide(page: Page) -> list[str]:
    """Return what can be moved sideways or reaches beyond the screen, tables in their own box left out.

    A map takes the width of a window that was just made narrow a moment after the page around it has.
    """
    with suppress(TooLate):
        page.wait_for_function(f"() => ({_TOO_WIDE})().length === 0", timeout=LAID_OUT_MS)
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found
