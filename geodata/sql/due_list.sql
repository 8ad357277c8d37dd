-- One row per site known on day $as_of, of team $team or of all: when it is due and how it stands (as in due_sites), and what
-- its worth is told from. Attempts of the last $history_months months by window of the day: before 12, before 16.30, later.
WITH mine AS MATERIALIZED (
    SELECT * FROM returns_on($as_of, $talk_days, $limited_days, $vain_days, $team, NULL, NULL)
), past AS (
    SELECT v.*, list_contains(outcomes, 'refused') AS refused,
           started_at::TIME < TIME '12:00' AS morning,
           started_at::TIME >= TIME '16:30' AS evening,
           started_at >= $as_of - to_months($history_months) + INTERVAL 1 DAY AS recent
    FROM visits_by($as_of) AS v SEMI JOIN mine USING (site_id)
), welcome AS (
    SELECT site_id, max(started_at) AS welcome_at FROM past WHERE reached AND NOT refused GROUP BY site_id
), tried AS (
    SELECT site_id,
           count(*) FILTER (refused AND started_at > coalesce(welcome_at, TIMESTAMP '1900-01-01')) AS refusals,
           max(started_at) FILTER (refused)::DATE AS refused_on,
           arg_max(phase, (started_at, visit_id)) FILTER (phase IS NOT NULL) AS phase,
           max(started_at) FILTER (list_contains(outcomes, 'conversation'))::DATE AS talked_on,
           count(*) FILTER (recent AND morning) AS tried_morning,
           count(*) FILTER (recent AND morning AND reached) AS reached_morning,
           count(*) FILTER (recent AND NOT morning AND NOT evening) AS tried_afternoon,
           count(*) FILTER (recent AND NOT morning AND NOT evening AND reached) AS reached_afternoon,
           count(*) FILTER (recent AND evening) AS tried_evening,
           count(*) FILTER (recent AND evening AND reached) AS reached_evening
    FROM past LEFT JOIN welcome USING (site_id)
    GROUP BY site_id
), people AS (
    SELECT site_id, count(DISTINCT person_key) AS people
    FROM conversations_by($as_of)
    WHERE site_id IS NOT NULL AND held_on > $as_of - to_months(12)
    GROUP BY site_id
), seen AS (
    SELECT site_id, max(seen_on) AS seen_on FROM sightings_by($as_of) GROUP BY site_id
)
SELECT m.site_id, m.kind, m.municipality_code, m.team, m.region_code, m.status, m.attempted_on, m.reached_on, m.attempts,
       m.reached, m.agreed_purpose, m.due_from, m.due_on, $as_of - m.due_on AS overdue_days,
       CASE WHEN m.reached = 0 THEN 'never_reached'
            WHEN m.due_on < $as_of THEN 'overdue'
            WHEN m.due_on <= $as_of + 7 THEN 'due_soon'
            ELSE 'on_track' END AS state,
       t.phase, t.talked_on, t.refused_on,
       coalesce(t.refusals, 0) AS refusals,
       coalesce(p.people, 0) AS people,
       greatest(s.first_seen, seen.seen_on, m.reached_on) AS confirmed_on,
       s.lon IS NOT NULL AS placed,
       s.address IS NOT NULL AS addressed,
       coalesce(t.tried_morning, 0) AS tried_morning, coalesce(t.reached_morning, 0) AS reached_morning,
       coalesce(t.tried_afternoon, 0) AS tried_afternoon, coalesce(t.reached_afternoon, 0) AS reached_afternoon,
       coalesce(t.tried_evening, 0) AS tried_evening, coalesce(t.reached_evening, 0) AS reached_evening
FROM mine AS m
JOIN sites AS s USING (site_id)
LEFT JOIN tried AS t USING (site_id)
LEFT JOIN people AS p USING (site_id)
LEFT JOIN seen USING (site_id)
ORDER BY m.site_id
