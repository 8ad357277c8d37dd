-- One row per day of $days and municipality: what screening_counts.sql counts on one day with a window of $months months.
WITH days AS (
    SELECT DISTINCT unnest($days::DATE[]) AS day
)
SELECT day, municipality_code,
       coalesce(members.team, 'unknown') AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       1::BIGINT AS municipalities,
       (completed_on IS NOT NULL)::BIGINT AS screened,
       coalesce(completed_on + to_months($months) >= day, false)::BIGINT AS screened_now,
       coalesce(result = 'sites_found', false)::BIGINT AS screened_with_sites,
       coalesce(result = 'none_found', false)::BIGINT AS screened_without_sites
FROM (SELECT day, municipality_code FROM days CROSS JOIN municipalities)
LEFT JOIN latest_completed_by($days) AS done USING (day, municipality_code)
LEFT JOIN memberships_on($days) AS members USING (day, municipality_code)
