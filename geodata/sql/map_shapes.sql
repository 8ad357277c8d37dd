-- One row per municipality: its generalised shape as GeoJSON text in EPSG:4326.
SELECT municipality_code AS code, geojson FROM map_shapes ORDER BY code
