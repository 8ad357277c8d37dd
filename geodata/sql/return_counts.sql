-- One row per area of the level: known sites by how they stand, and agreed returns that fell due in the window.
WITH standing AS (
    SELECT place_of($level, municipality_code, nullif(team, 'unknown'), nullif(region_code, 'unknown')) AS area,
           reached = 0 AS never_reached, due_on
    FROM returns_on($as_of, $talk_days, $limited_days, $vain_days, NULL, NULL, NULL)
), agreed AS (
    SELECT v.site_id, v.return_on,
           EXISTS (FROM visits_by($as_of) AS again
                   WHERE again.site_id = v.site_id AND again.started_at > v.started_at
                     AND again.started_at::DATE BETWEEN v.return_on - 7 AND v.return_on + 7) AS kept
    FROM visits_by($as_of) AS v
    -- A return is judged once the last day it could have been kept on has passed.
    WHERE v.return_on + 7 <= $as_of AND v.return_on + 7 > $as_of - to_months($months)
), promised AS (
    SELECT place_of($level, s.municipality_code, coalesce(place.team, nullif(s.team, 'unknown')), place.region_code) AS area,
           count(*) AS returns_due, count(*) FILTER (kept) AS returns_kept
    FROM agreed JOIN sites AS s USING (site_id)
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    GROUP BY area
), stood AS (
    SELECT area,
           count(*) FILTER (never_reached) AS due_never_reached,
           count(*) FILTER (NOT never_reached AND due_on > $as_of + 7) AS due_on_track,
           count(*) FILTER (NOT never_reached AND due_on BETWEEN $as_of AND $as_of + 7) AS due_soon,
           count(*) FILTER (NOT never_reached AND due_on < $as_of) AS due_overdue,
           count(*) FILTER (NOT never_reached) AS due_dated,
           median($as_of - due_on) FILTER (NOT never_reached AND due_on < $as_of) AS overdue_days_median
    FROM standing GROUP BY area
)
SELECT area, due_never_reached, due_on_track, due_soon, due_overdue, due_dated, overdue_days_median,
       returns_due, returns_kept
FROM stood FULL JOIN promised USING (area)
