-- One row per pair of neighbours: the line they share as GeoJSON text in EPSG:4326.
SELECT code_a, code_b, geojson FROM map_borders ORDER BY code_a, code_b
