-- One row per area of the level: the planned stops of the weeks that ended in the window, what came of them, and the
-- attempts of those weeks that no plan had.
WITH planned AS (
    FROM planned_on($as_of, $months)
), gaps AS (
    -- From leaving one stop to arriving at the next, planned and as it was; only where both were made on their day.
    SELECT municipality_code, team, region_code,
           date_diff('minute', lag(leave) OVER run, arrive) AS gap_planned,
           date_diff('minute', lag(started_at) OVER run, started_at) - lag(minutes) OVER run AS gap_used,
           started_at::DATE = day AND lag(started_at) OVER run::DATE = day AS on_the_day
    FROM planned
    WINDOW run AS (PARTITION BY plan_team, crew, day ORDER BY arrive, stop_id)
), tried AS (
    -- Every attempt of a week for which its team had a plan.
    SELECT s.municipality_code, coalesce(place.team, nullif(s.team, 'unknown')) AS team, place.region_code,
           v.visit_id NOT IN (SELECT visit_id FROM planned WHERE visit_id IS NOT NULL) AS unplanned
    FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE (coalesce(place.team, s.team), date_trunc('week', v.started_at)::DATE) IN (SELECT (plan_team, monday) FROM planned)
), stopped AS (
    SELECT place_of($level, municipality_code, team, region_code) AS area,
           count(*) AS plan_stops,
           count(*) FILTER (reached) AS plan_done,
           count(*) FILTER (NOT reached) AS plan_in_vain,
           count(*) FILTER (visit_id IS NULL) AS plan_missed,
           count(*) FILTER (promised) AS plan_promises,
           count(*) FILTER (promised AND visit_id IS NOT NULL) AS plan_promises_kept,
           coalesce(sum(expected_minutes) FILTER (minutes IS NOT NULL), 0)::DOUBLE AS plan_minutes_planned,
           coalesce(sum(minutes), 0) AS plan_minutes_used
    FROM planned GROUP BY area
), moved AS (
    SELECT place_of($level, municipality_code, team, region_code) AS area,
           coalesce(sum(gap_planned), 0)::DOUBLE AS plan_travel_planned, coalesce(sum(gap_used), 0) AS plan_travel_used
    FROM gaps
    WHERE on_the_day AND gap_planned > 0 AND gap_used >= 0
    GROUP BY area
), attempted AS (
    SELECT place_of($level, municipality_code, team, region_code) AS area,
           count(*) AS plan_week_attempts, count(*) FILTER (unplanned) AS plan_unplanned
    FROM tried GROUP BY area
)
FROM stopped FULL JOIN moved USING (area) FULL JOIN attempted USING (area)
