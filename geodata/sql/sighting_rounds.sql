-- One row per round begun in the $months months up to day $as_of in which $first or $second shows a site: its days, and
-- how many days lie between the two sources' readings, the longest way; empty where only one of them was read.
WITH readings AS (
    SELECT round_id, min(seen_on) AS begun_on, max(seen_on) AS ended_on,
           min(seen_on) FILTER (source = $first) AS first_from,
           max(seen_on) FILTER (source = $first) AS first_to,
           min(seen_on) FILTER (source = $second) AS second_from,
           max(seen_on) FILTER (source = $second) AS second_to
    FROM sightings_by($as_of)
    WHERE source IN ($first, $second)
    GROUP BY round_id
)
SELECT round_id, begun_on, ended_on, greatest(second_to - first_from, first_to - second_from) AS apart_days
FROM readings
WHERE begun_on > $as_of - to_months($months)
ORDER BY begun_on, round_id
