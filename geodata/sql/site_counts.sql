-- One row per area of the level: sites known on day $as_of and sought out in the window of $months months up to it.
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), nullif(region_code, 'unknown')) AS area,
       count(*) FILTER (known) AS sites_known,
       count(*) FILTER (known AND attempts > 0) AS sites_known_attempted,
       count(*) FILTER (known AND reached > 0) AS sites_known_reached,
       count(*) FILTER (attempts > 0) AS sites_sought_out,
       count(*) FILTER (attempts = 1) AS sites_sought_out_1,
       count(*) FILTER (attempts BETWEEN 2 AND 3) AS sites_sought_out_2_3,
       count(*) FILTER (attempts >= 4) AS sites_sought_out_4_plus,
       coalesce(sum(attempts), 0)::BIGINT AS attempts,
       coalesce(sum(reached), 0)::BIGINT AS attempts_reached,
       coalesce(sum(attempts) - sum(reached), 0)::BIGINT AS attempts_in_vain
FROM sites_tried_on($as_of, $months)
GROUP BY area
