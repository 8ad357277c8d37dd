-- One row per day of $days, municipality, team and region of that day, where anything is counted: what site_counts.sql
-- counts on one day, for at most 128 days at once. Every visit is read once, however many the days: the days on which
-- something holds are the bits of one number per site.
WITH days AS (
    SELECT day, (row_number() OVER (ORDER BY day) - 1)::UHUGEINT AS place, (day - to_months($months))::DATE AS since
    FROM (SELECT DISTINCT unnest($days::DATE[]) AS day)
), masks AS (
    -- The days from each one on, and those before it.
    SELECT *, ~((1::UHUGEINT << place) - 1) AS onward, (1::UHUGEINT << place) - 1 AS before,
           coalesce(lag(day) OVER (ORDER BY day), (SELECT min(first_seen) - 1 FROM sites)) AS day_before,
           coalesce(lag(since) OVER (ORDER BY day), (SELECT min(first_seen) - 1 FROM sites)) AS since_before
    FROM days
), come AS (
    SELECT unnest(generate_series(day_before + 1, day, INTERVAL 1 DAY))::DATE AS date, onward FROM masks
), gone AS (
    SELECT unnest(generate_series(since_before + 1, since, INTERVAL 1 DAY))::DATE AS date, before FROM masks
), calendar AS (
    -- The days on which a date has come, and those whose window holds it.
    SELECT date, onward AS come, CASE WHEN before IS NULL THEN onward ELSE onward & before END AS within
    FROM come LEFT JOIN gone USING (date)
), cells AS (
    SELECT municipality_code, team, row_number() OVER ()::SMALLINT AS cell
    FROM (SELECT DISTINCT municipality_code, team FROM sites)
), located AS (
    SELECT site_id, cell FROM sites JOIN cells USING (municipality_code, team)
), spells AS (
    -- A status holds on the days it had been recorded by, without those on which one that began later had been.
    SELECT site_id, is_known(status) AS known, come,
           coalesce(bit_or(come) OVER (
               PARTITION BY site_id ORDER BY status_from DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0) AS over
    FROM site_statuses JOIN calendar ON date = recorded_on
), knowing AS (
    SELECT site_id, bit_or(come & ~over) AS known
    FROM spells
    WHERE known
    GROUP BY site_id
), made AS (
    SELECT site_id, reached, happened.within & recorded.come AS within
    FROM visits
    JOIN calendar AS happened ON happened.date = started_at::DATE
    JOIN calendar AS recorded ON recorded.date = recorded_on
), trying AS (
    SELECT site_id, bit_or(within) AS attempted, coalesce(bit_or(within) FILTER (reached), 0) AS reached
    FROM made
    GROUP BY site_id
), sited AS (
    SELECT cell, coalesce(known, 0) AS known, coalesce(attempted, 0) AS attempted, coalesce(reached, 0) AS reached
    FROM located LEFT JOIN knowing USING (site_id) LEFT JOIN trying USING (site_id)
), site_days AS (
    SELECT cell, place,
           sum(known >> place & 1) AS sites_known,
           sum((known & attempted) >> place & 1) AS sites_known_attempted,
           sum((known & reached) >> place & 1) AS sites_known_reached,
           sum(attempted >> place & 1) AS sites_sought_out
    FROM sited CROSS JOIN days
    GROUP BY cell, place
), tried AS (
    SELECT cell, within, count(*) AS attempts, count(*) FILTER (reached) AS attempts_reached
    FROM made JOIN located USING (site_id)
    GROUP BY cell, within
), tried_days AS (
    SELECT cell, place, sum(attempts) AS attempts, sum(attempts_reached) AS attempts_reached
    FROM tried JOIN days ON within >> place & 1 = 1
    GROUP BY cell, place
)
SELECT day, cells.municipality_code,
       coalesce(members.team, cells.team) AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       sum(sites_known)::BIGINT AS sites_known,
       sum(sites_known_attempted)::BIGINT AS sites_known_attempted,
       sum(sites_known_reached)::BIGINT AS sites_known_reached,
       sum(sites_sought_out)::BIGINT AS sites_sought_out,
       coalesce(sum(attempts), 0)::BIGINT AS attempts,
       coalesce(sum(attempts_reached), 0)::BIGINT AS attempts_reached,
       coalesce(sum(attempts) - sum(attempts_reached), 0)::BIGINT AS attempts_in_vain
FROM site_days JOIN cells USING (cell) JOIN days USING (place)
LEFT JOIN tried_days USING (cell, place)
LEFT JOIN memberships_on($days) AS members USING (day, municipality_code)
WHERE sites_known > 0 OR attempts > 0
GROUP BY ALL
