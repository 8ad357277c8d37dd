"""Every class can be told from every other, also without colour and with the common forms of colour blindness."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from dashboard.components.palette import stylesheet
from geodata.drawing.looks import LOOKS, picture
from geodata.status import STATUSES, Freshness
from geodata.terms import ScreeningResult

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB: what a dichromat sees.
DICHROMATS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
TOLD_APART = 20
"""CIE76 colour difference that is plain at a glance; about 2.3 is just noticeable."""


def linear(colour: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(a: str, b: str) -> float:
    light, dark = sorted((float(TO_XYZ[1] @ linear(colour)) for colour in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_status_has_a_look_and_a_picture() -> None:
    assert set(LOOKS) == {status.code for status in STATUSES}
    assert all(f'data-of="{status.code}"' in stylesheet() for status in STATUSES)


@pytest.mark.parametrize("result", ScreeningResult)
def test_the_fresher_a_screening_the_darker_it_is_drawn(result: ScreeningResult) -> None:
    steps = [lab(linear(LOOKS[f"{freshness.code}_{result.code}"].fill))[0] for freshness in list(Freshness)[:3]]
    assert all(older - fresher >= 15 for fresher, older in pairwise(steps))


@pytest.mark.parametrize("seen_by", DICHROMATS)
@pytest.mark.parametrize("freshness", [Freshness.FRESH, Freshness.AGEING])
def test_sites_and_none_are_told_apart_by_colour_alone_with_every_dichromacy(
    freshness: Freshness, seen_by: str
) -> None:
    found, none = (
        lab(np.array(DICHROMATS[seen_by]) @ linear(LOOKS[f"{freshness.code}_{result.code}"].fill))
        for result in (ScreeningResult.SITES_FOUND, ScreeningResult.NONE_FOUND)
    )
    assert np.linalg.norm(found - none) >= TOLD_APART


def test_no_two_classes_share_hatching_lightness_and_symbol() -> None:
    without_colour = {
        code: (bool(look.hatch), look.angle, round(float(lab(linear(look.fill))[0]) / 10), look.glyph)
        for code, look in LOOKS.items()
    }
    assert all(one != other for one, other in combinations(without_colour.values(), 2))


@pytest.mark.parametrize("code", LOOKS)
def test_a_symbol_stands_out_from_its_area(code: str) -> None:
    look = LOOKS[code]
    assert contrast(look.ink, look.fill) >= 4.5
    assert not look.hatch or contrast(look.ink, look.hatch) >= 3


@pytest.mark.parametrize("code", LOOKS)
def test_a_picture_asks_for_nothing_from_elsewhere(code: str) -> None:
    assert picture(code).replace("http://www.w3.org/2000/svg", "").count("http") == 0
