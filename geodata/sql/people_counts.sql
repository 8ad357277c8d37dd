-- One row per area of the level: conversations of the window and the different people in them, where a key is kept.
WITH talks AS (
    SELECT c.person_key, s.municipality_code, coalesce(place.team, s.team) AS team, place.region_code
    FROM conversations_by($as_of) AS c
    LEFT JOIN visits AS v USING (visit_id)
    LEFT JOIN sites AS s ON s.site_id = coalesce(c.site_id, v.site_id)
    LEFT JOIN membership_on($as_of) AS place ON place.municipality_code = s.municipality_code
    WHERE c.held_on > $as_of - to_months($months)
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), region_code) AS area,
       count(*) AS conversations,
       count(DISTINCT person_key) AS people
FROM talks
GROUP BY area
