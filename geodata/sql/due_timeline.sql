-- One row per day of $days, municipality, team and region of that day, where a known site has a date to keep:
-- what contact_counts.sql counts of them on one day, for all days at once. A day is its place in the list; what holds from
-- one place up to another is +1 at the first and -1 at the other, so that every visit is read once.
WITH days AS (
    SELECT day, row_number() OVER (ORDER BY day)::INTEGER AS place
    FROM (SELECT DISTINCT unnest($days::DATE[]) AS day)
), beyond AS (
    SELECT (count(*) + 1)::INTEGER AS place FROM days
), calendar AS (
    SELECT date, 1 + count(*) FILTER (day < date)::INTEGER AS place
    FROM (SELECT unnest(generate_series(min(first_seen), (SELECT max(day) FROM days), INTERVAL 1 DAY))::DATE AS date
          FROM sites)
    CROSS JOIN days
    GROUP BY date
), cells AS (
    SELECT municipality_code, team, row_number() OVER ()::SMALLINT AS cell
    FROM (SELECT DISTINCT municipality_code, team FROM sites)
), located AS (
    SELECT site_no, cell
    FROM sites JOIN cells USING (municipality_code, team)
), spells AS (
    -- A status holds from the place it had been recorded by up to that of the first that began later.
    SELECT site_no, recorded.place AS from_place, coalesce(ended.place, (FROM beyond)) AS until_place
    FROM site_statuses
    JOIN calendar AS recorded ON recorded.date = recorded_on
    LEFT JOIN calendar AS ended ON ended.date = ended_on
    WHERE is_known(status) AND (ended.place IS NULL OR recorded.place < ended.place)
), latest AS (
    -- The last of the attempts that were recorded at one place, and when it falls due.
    SELECT site_no, cell, calendar.place, max((started_at, visit_id)) AS attempt, bool_or(reached) AS reached,
           arg_max(due_on_of(return_on, reached, outcomes, started_at::DATE, $talk_days, $limited_days, $vain_days),
                   (started_at, visit_id)) AS due_on
    FROM visits JOIN located USING (site_no) JOIN calendar ON date = recorded_on
    GROUP BY site_no, cell, calendar.place
), met AS (
    SELECT site_no, min(place) AS place FROM latest WHERE reached GROUP BY site_no
), standing AS (
    -- It stands up to the first place that a later attempt had been recorded by.
    SELECT site_no, cell, place AS from_place, due_on,
           coalesce(min(place) OVER (
               PARTITION BY site_no ORDER BY attempt DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), (FROM beyond)) AS until_place
    FROM latest
    QUALIFY from_place < until_place
), held AS MATERIALIZED (
    SELECT s.cell, greatest(s.from_place, k.from_place, met.place) AS from_place,
           least(s.until_place, k.until_place) AS until_place,
           coalesce(due.place, (FROM beyond)) AS overdue_place
    FROM standing AS s
    JOIN spells AS k ON k.site_no = s.site_no AND k.from_place < s.until_place AND k.until_place > s.from_place
    JOIN met ON met.site_no = s.site_no AND met.place < least(s.until_place, k.until_place)
    LEFT JOIN calendar AS due ON due.date = s.due_on + 1
), steps AS (
    SELECT cell, from_place AS place, count(*) AS due_dated, 0 AS due_overdue FROM held GROUP BY ALL
    UNION ALL
    SELECT cell, until_place, -count(*), -count(*) FILTER (overdue_place < until_place) FROM held GROUP BY ALL
    UNION ALL
    SELECT cell, greatest(from_place, overdue_place), 0, count(*)
    FROM held WHERE overdue_place < until_place GROUP BY ALL
), changed AS (
    SELECT cell, place, sum(due_dated) AS due_dated, sum(due_overdue) AS due_overdue FROM steps GROUP BY cell, place
), counted AS (
    SELECT municipality_code, team, day,
           sum(due_dated) OVER past AS due_dated, sum(due_overdue) OVER past AS due_overdue
    FROM cells CROSS JOIN days LEFT JOIN changed USING (cell, place)
    WINDOW past AS (PARTITION BY cell ORDER BY place)
)
SELECT day, counted.municipality_code,
       coalesce(members.team, counted.team) AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       sum(due_dated)::BIGINT AS due_dated,
       sum(due_overdue)::BIGINT AS due_overdue
FROM counted LEFT JOIN memberships_on($days) AS members USING (day, municipality_code)
WHERE due_dated > 0
GROUP BY ALL
