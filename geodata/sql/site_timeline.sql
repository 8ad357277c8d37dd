-- One row per day of $days, municipality, team and region of that day, where a site is counted: what site_counts.sql counts
-- of sites on one day, for at most 128 days at once. Every visit is read once, however many the days: the days on which
-- something holds are the bits of one number per site.
WITH days AS (
    SELECT *, 1::UHUGEINT << (place - 1)::UHUGEINT AS bit FROM days_in_order($days, $months)
), come AS (
    -- The days from the one on that a date has come by.
    SELECT unnest(generate_series(day_before + 1, day, INTERVAL 1 DAY))::DATE AS date, ~(bit - 1) AS onward FROM days
), gone AS (
    -- The days before the one whose window a date lies before.
    SELECT unnest(generate_series(since_before + 1, since, INTERVAL 1 DAY))::DATE AS date, bit - 1 AS before FROM days
), calendar AS (
    -- The days on which a date has come, and those whose window holds it.
    SELECT date, onward AS come, CASE WHEN before IS NULL THEN onward ELSE onward & before END AS within
    FROM come LEFT JOIN gone USING (date)
), knowing AS (
    SELECT site_no, bit_or(recorded.come & ~coalesce(ended.come, 0)) AS known
    FROM site_statuses
    JOIN calendar AS recorded ON recorded.date = recorded_on
    LEFT JOIN calendar AS ended ON ended.date = ended_on
    WHERE is_known(status)
    GROUP BY site_no
), trying AS (
    SELECT site_no, bit_or(happened.within & recorded.come) AS attempted,
           bit_or(happened.within & recorded.come) FILTER (reached) AS reached
    FROM visits
    JOIN calendar AS happened ON happened.date = started_at::DATE
    JOIN calendar AS recorded ON recorded.date = recorded_on
    GROUP BY site_no
), cells AS (
    SELECT municipality_code, team, row_number() OVER ()::SMALLINT AS cell
    FROM (SELECT DISTINCT municipality_code, team FROM sites)
), sited AS (
    SELECT cell, coalesce(known, 0) AS known, coalesce(attempted, 0) AS attempted, coalesce(reached, 0) AS reached
    FROM sites JOIN cells USING (municipality_code, team)
    LEFT JOIN knowing USING (site_no) LEFT JOIN trying USING (site_no)
), counted AS (
    SELECT cell, day,
           sum((known & bit <> 0)::UTINYINT) AS sites_known,
           sum((known & attempted & bit <> 0)::UTINYINT) AS sites_known_attempted,
           sum((known & reached & bit <> 0)::UTINYINT) AS sites_known_reached,
           sum((attempted & bit <> 0)::UTINYINT) AS sites_sought_out
    FROM sited CROSS JOIN days
    GROUP BY cell, day
)
SELECT day, cells.municipality_code,
       coalesce(members.team, cells.team) AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       sum(sites_known)::BIGINT AS sites_known,
       sum(sites_known_attempted)::BIGINT AS sites_known_attempted,
       sum(sites_known_reached)::BIGINT AS sites_known_reached,
       sum(sites_sought_out)::BIGINT AS sites_sought_out
FROM counted JOIN cells USING (cell)
LEFT JOIN memberships_on($days) AS members USING (day, municipality_code)
WHERE sites_known > 0 OR sites_sought_out > 0
GROUP BY ALL
