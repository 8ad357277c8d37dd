-- One row per municipality: its code and its name, in Danish order of names.
SELECT municipality_code, name FROM municipalities ORDER BY name COLLATE da
