-- One row per area of the level: known sites by how far contact has come in the window, each step within the one before,
-- and by how they stand on day $as_of.
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), nullif(region_code, 'unknown')) AS area,
       count(*) AS cascade_known,
       count(*) FILTER (tried > 0) AS cascade_attempted,
       count(*) FILTER (met > 0) AS cascade_reached,
       count(*) FILTER (talked > 0) AS cascade_conversation,
       count(*) FILTER (agreed_at IS NOT NULL) AS cascade_return_agreed,
       -- A later attempt than any agreement is a later one than the first.
       count(*) FILTER (agreed_at < last_at) AS cascade_return_made,
       count(*) FILTER (agreed_at < last_at AND motivated > 0) AS cascade_motivation,
       count(*) FILTER (state = 'never_reached') AS due_never_reached,
       count(*) FILTER (state = 'on_track') AS due_on_track,
       count(*) FILTER (state = 'due_soon') AS due_soon,
       count(*) FILTER (state = 'overdue') AS due_overdue,
       count(*) FILTER (state <> 'never_reached') AS due_dated,
       median(overdue_days) FILTER (state = 'overdue') AS overdue_days_median
FROM histories_on($as_of, $months, $talk_days, $limited_days, $vain_days, NULL, NULL, NULL, false)
GROUP BY area
