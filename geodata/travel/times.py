"""Minutes between places by the engine that is set; the land grid where none is, or where it does not answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.language import Label
from geodata.terms import Term
from geodata.travel import cached
from geodata.travel.bundled import checksum

if TYPE_CHECKING:
    from geodata.settings import Settings
    from geodata.travel.land import Floats


class Engine(Term):
    """What travel times come from."""

    GRID = ("grid", "Landkort med faste forbindelser og færger", "Land grid with bridges and ferries")
    OSRM = ("osrm", "OSRM", "OSRM")
    VALHALLA = ("valhalla", "Valhalla", "Valhalla")
    OPENROUTESERVICE = ("openrouteservice", "openrouteservice", "openrouteservice")


GRID_ERROR = Label(
    "Anslået af landkortet: typisk inden for 10 % af køretiden, ni af ti inden for 20 %; korte ture i byer mere. "
    "Færger regnes med overfart og halvdelen af tiden mellem to afgange.",
    "Estimated on the land grid: typically within 10% of the driving time, nine in ten within 20%; short drives in "
    "towns more. Ferries count as the crossing and half the time between two departures.",
)
ROAD_ERROR = Label(
    "Beregnet på vejnettet af organisationens egen rutemaskine, uden trængsel.",
    "Worked out on the road network by the organisation's own engine, without congestion.",
)


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Minutes between places, and what they come from.

    Parameters
    ----------
    minutes
        n x n; from the row's place to the column's. ``inf`` where there is no way, 0 on the diagonal.
    engine
        What they come from.
    expected_error
        How far off they are likely to be.
    notice
        Why the engine that is set was not used, or not for all; ``None`` where it was.
    """

    minutes: Floats
    engine: Engine
    expected_error: Label
    notice: Label | None = None

    def unreachable(self, base: int = 0) -> list[int]:
        """Return the places that cannot be reached from the place ``base`` and back."""
        there, back = self.minutes[base], self.minutes[:, base]
        return [int(place) for place in np.flatnonzero(~np.isfinite(there) | ~np.isfinite(back))]


def minutes(lonlat: Floats, settings: Settings) -> TravelTimes:
    """Return the minutes between places.

    Places are rounded to five decimals (about a metre), so that the same places are the same everywhere. What was
    worked out once is kept in the data directory and never leaves it.

    Parameters
    ----------
    lonlat
        n x 2, longitude and latitude in EPSG:4326.

    Raises
    ------
    ValueError
        If a place has no coordinates.
    WrongSettingError
        If the engine's address is missing, or outside the organisation's network without being allowed.
    """
    places = np.round(np.asarray(lonlat, dtype=np.float64).reshape(-1, 2), 5)
    if not np.isfinite(places).all():
        raise ValueError("Every place needs a longitude and a latitude.")
    wanted = Engine(settings.travel_engine)
    if wanted is not Engine.GRID:
        from geodata.travel import engines  # noqa: PLC0415 - most deployments have no engine

        client = engines.client(settings)
        edition = f"{wanted.code} {settings.travel_url}"
        found = cached.read(settings.home, edition, places)
        try:
            if found is None:
                found = cached.as_kept(engines.ask(client, wanted.code, places))
                cached.write(settings.home, edition, places, found)
        except engines.NoAnswerError as failed:
            why = Label(failed.say("da"), failed.say("en"))
            return TravelTimes(_by_grid(places, settings), Engine.GRID, GRID_ERROR, why)
        return TravelTimes(found, wanted, ROAD_ERROR)
    return TravelTimes(_by_grid(places, settings), Engine.GRID, GRID_ERROR)


def _by_grid(places: Floats, settings: Settings) -> Floats:
    edition = f"grid {checksum()}"
    found = cached.read(settings.home, edition, places)
    if found is None:
        from geodata.travel.kept_grid import grid  # noqa: PLC0415 - what is kept needs no graph
        from geodata.travel.shortest import grid_minutes  # noqa: PLC0415

        found = cached.as_kept(grid_minutes(grid(settings.home), places))
        cached.write(settings.home, edition, places, found)
    return found
