"""How fast one comes along: minutes per kilometre of straight line, by what lies under the line.

The numbers are fitted to ``geodata/data/known_drives.csv`` and hold detours: roads are some 1.3 times the straight line
(docs/travel.md).
"""

from __future__ import annotations

import numpy as np

MINUTES_PER_KM = np.array([3.0, 0.9, 1.9, 1.9])
"""Sea that a line touches at its edge, open country, town, city."""
MOST_SEA = 0.06
"""The share of a line that may lie over water: a shore drawn a little askew is no sea."""
ENDS_MIN = 1.7
"""Minutes that go at either end of a drive: out of a yard, to a place to park."""
WINDING = 1.03
"""How much longer a fast road is than the chain of its junctions."""
SLIP_ROAD_MIN = 0.8
"""Minutes to get on or off a fast road."""


def told() -> str:
    """Return the speeds as text, for what is kept on the disk by them."""
    return f"{MINUTES_PER_KM.tolist()} {MOST_SEA} {ENDS_MIN} {WINDING} {SLIP_ROAD_MIN}"
