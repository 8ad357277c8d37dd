-- One row per area of the level: known sites by how far contact has come in the window, each step within the one before,
-- and by how they stand on day $as_of.
WITH steps AS (
    SELECT site_id, reached, conversation, agreed_at IS NOT NULL AS agreed, agreed_at < last_at AS made, motivation
    FROM (
        SELECT site_id,
               bool_or(reached) AS reached,
               bool_or(list_contains(outcomes, 'conversation')) AS conversation,
               -- A later attempt than any agreement is a later one than the first.
               min(started_at) FILTER (list_contains(outcomes, 'conversation') AND return_on IS NOT NULL) AS agreed_at,
               max(started_at) AS last_at,
               bool_or(phase IN ('2', '3')) AS motivation
        FROM visits_by($as_of)
        WHERE started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
        GROUP BY site_id
    )
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), nullif(region_code, 'unknown')) AS area,
       count(*) AS cascade_known,
       count(steps.site_id) AS cascade_attempted,
       count(*) FILTER (steps.reached) AS cascade_reached,
       count(*) FILTER (conversation) AS cascade_conversation,
       count(*) FILTER (agreed) AS cascade_return_agreed,
       count(*) FILTER (made) AS cascade_return_made,
       count(*) FILTER (made AND motivation) AS cascade_motivation,
       count(*) FILTER (state = 'never_reached') AS due_never_reached,
       count(*) FILTER (state = 'on_track') AS due_on_track,
       count(*) FILTER (state = 'due_soon') AS due_soon,
       count(*) FILTER (state = 'overdue') AS due_overdue,
       count(*) FILTER (state <> 'never_reached') AS due_dated,
       median(overdue_days) FILTER (state = 'overdue') AS overdue_days_median
FROM returns_on($as_of, $talk_days, $limited_days, $vain_days, NULL, NULL) AS known
LEFT JOIN steps USING (site_id)
GROUP BY area
