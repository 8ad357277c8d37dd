-- One row per area of the level: known sites by how far contact has come in the window, each step within the one before.
WITH steps AS (
    SELECT v.site_id,
           bool_or(v.reached) AS reached,
           bool_or(list_contains(v.outcomes, 'conversation')) AS conversation,
           bool_or(list_contains(v.outcomes, 'conversation') AND v.return_on IS NOT NULL) AS agreed,
           bool_or(list_contains(v.outcomes, 'conversation') AND v.return_on IS NOT NULL AND EXISTS (
               FROM visits AS again WHERE again.site_id = v.site_id AND again.started_at > v.started_at
                AND again.started_at < $as_of + INTERVAL 1 DAY)) AS made,
           bool_or(v.phase IN ('2', '3')) AS motivation
    FROM visits AS v
    WHERE v.started_at < $as_of + INTERVAL 1 DAY AND v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
    GROUP BY v.site_id
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), nullif(region_code, 'unknown')) AS area,
       count(*) AS cascade_known,
       count(steps.site_id) AS cascade_attempted,
       count(*) FILTER (steps.reached) AS cascade_reached,
       count(*) FILTER (conversation) AS cascade_conversation,
       count(*) FILTER (agreed) AS cascade_return_agreed,
       count(*) FILTER (made) AS cascade_return_made,
       count(*) FILTER (made AND motivation) AS cascade_motivation
FROM sites_on($as_of, $months) LEFT JOIN steps USING (site_id)
WHERE known
GROUP BY area
