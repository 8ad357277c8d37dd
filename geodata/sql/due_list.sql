-- One row per site known on day $as_of, of team $team or of all: when it is due and how it stands (as in due_sites), and what
-- its worth is told from. Face-to-face attempts of the last $history_months months by part of the day.
WITH mine AS MATERIALIZED (
    SELECT * FROM returns_on($as_of, $talk_days, $limited_days, $vain_days, $team, NULL)
), past AS (
    SELECT v.*, list_contains(outcomes, 'refused') AS refused,
           day_part_of(started_at) AS part,
           channel = 'face_to_face' AND started_at >= $as_of - to_months($history_months) + INTERVAL 1 DAY AS recent
    FROM visits_by($as_of) AS v SEMI JOIN mine USING (site_no)
), welcome AS (
    SELECT site_no, max(started_at) AS welcome_at FROM past WHERE reached AND NOT refused GROUP BY site_no
), tried AS (
    SELECT site_no,
           count(*) FILTER (refused AND started_at > coalesce(welcome_at, TIMESTAMP '1900-01-01')) AS refusals,
           max(started_at) FILTER (refused)::DATE AS refused_on,
           arg_max(phase, (started_at, visit_id)) FILTER (phase IS NOT NULL) AS phase,
           max(started_at) FILTER (list_contains(outcomes, 'conversation'))::DATE AS talked_on,
           count(*) FILTER (recent AND part = 'morning') AS tried_morning,
           count(*) FILTER (recent AND part = 'morning' AND reached) AS reached_morning,
           count(*) FILTER (recent AND part = 'afternoon') AS tried_afternoon,
           count(*) FILTER (recent AND part = 'afternoon' AND reached) AS reached_afternoon,
           count(*) FILTER (recent AND part = 'evening') AS tried_evening,
           count(*) FILTER (recent AND part = 'evening' AND reached) AS reached_evening
    FROM past LEFT JOIN welcome USING (site_no)
    GROUP BY site_no
), people AS (
    SELECT site_id, count(DISTINCT person_key) AS people
    FROM conversations_by($as_of)
    WHERE site_id IS NOT NULL AND held_on > $as_of - to_months(12)
    GROUP BY site_id
), seen AS (
    SELECT site_no, max(seen_on) AS seen_on FROM sightings_by($as_of) GROUP BY site_no
)
SELECT m.site_id, m.kind, m.municipality_code, m.team, m.region_code, m.status, m.attempted_on, m.reached_on, m.attempts,
       m.reached, m.agreed_purpose, m.agreed_window, m.due_from, m.due_on, m.overdue_days, m.state,
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
JOIN sites AS s USING (site_no)
LEFT JOIN tried AS t USING (site_no)
LEFT JOIN people AS p ON p.site_id = m.site_id
LEFT JOIN seen USING (site_no)
ORDER BY m.site_id
