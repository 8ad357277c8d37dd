-- One row per day of $days, municipality, team and region of that day, where an attempt is counted: what site_counts.sql
-- counts of attempts on one day, for all days at once. A day is its place in the list; an attempt is +1 at the first place
-- that it had been recorded by, and -1 at the first whose window it lies before, so that every visit is read once.
WITH days AS (
    FROM days_in_order($days, $months)
), come AS (
    SELECT unnest(generate_series(day_before + 1, day, INTERVAL 1 DAY))::DATE AS date, place FROM days
), gone AS (
    SELECT unnest(generate_series(since_before + 1, since, INTERVAL 1 DAY))::DATE AS date, place FROM days
), cells AS (
    SELECT municipality_code, team, row_number() OVER ()::SMALLINT AS cell
    FROM (SELECT DISTINCT municipality_code, team FROM sites)
), held AS MATERIALIZED (
    SELECT cell, come.place AS from_place, gone.place AS until_place, count(*) AS attempts,
           count(*) FILTER (reached) AS attempts_reached
    FROM visits
    JOIN sites USING (site_no)
    JOIN cells ON cells.municipality_code = sites.municipality_code AND cells.team = sites.team
    JOIN come ON come.date = visits.recorded_on
    LEFT JOIN gone ON gone.date = started_at::DATE
    WHERE gone.place IS NULL OR come.place < gone.place
    GROUP BY ALL
), steps AS (
    SELECT cell, from_place AS place, attempts, attempts_reached FROM held
    UNION ALL
    SELECT cell, until_place, -attempts, -attempts_reached FROM held WHERE until_place IS NOT NULL
), changed AS (
    SELECT cell, place, sum(attempts) AS attempts, sum(attempts_reached) AS attempts_reached FROM steps GROUP BY cell, place
), counted AS (
    SELECT municipality_code, team, day,
           sum(attempts) OVER past AS attempts, sum(attempts_reached) OVER past AS attempts_reached
    FROM cells CROSS JOIN days LEFT JOIN changed USING (cell, place)
    WINDOW past AS (PARTITION BY cell ORDER BY place)
)
SELECT day, counted.municipality_code,
       coalesce(members.team, counted.team) AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       sum(attempts)::BIGINT AS attempts,
       sum(attempts_reached)::BIGINT AS attempts_reached,
       (sum(attempts) - sum(attempts_reached))::BIGINT AS attempts_in_vain
FROM counted LEFT JOIN memberships_on($days) AS members USING (day, municipality_code)
WHERE attempts > 0
GROUP BY ALL
