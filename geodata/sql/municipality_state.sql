-- The row of municipality $municipality: its place and its screenings on day $as_of.
FROM municipalities_on($as_of) WHERE municipality_code = $municipality
