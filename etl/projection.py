"""Shapes from one coordinate reference system to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def reprojected(shapes: NDArray[np.object_], source: int, target: int) -> NDArray[np.object_]:
    """Return shapes of the EPSG code ``source`` in that of ``target``; x is east or longitude in both."""
    if source == target:
        return shapes
    transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return np.asarray(shapely.transform(shapes, transformer.transform, interleaved=False), dtype=object)
