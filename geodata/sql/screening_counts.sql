-- One row per area of the level: municipalities, and how many of them are screened on day $as_of.
WITH latest AS (
    SELECT municipality_code, max(completed_on) AS completed_on,
           arg_max(result, (completed_on, screening_id)) AS result
    FROM completed_by($as_of)
    GROUP BY municipality_code
), outreach AS (
    SELECT DISTINCT s.municipality_code
    FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
), state AS (
    SELECT m.municipality_code, m.population, t.team, t.region_code, latest.result,
           latest.completed_on IS NOT NULL AS ever,
           coalesce(latest.completed_on + to_months($months) >= $as_of, false) AS current,
           outreach.municipality_code IS NOT NULL AS outreach
    FROM municipalities AS m
    LEFT JOIN membership_on($as_of) AS t USING (municipality_code)
    LEFT JOIN latest USING (municipality_code)
    LEFT JOIN outreach USING (municipality_code)
)
SELECT place_of($level, municipality_code, team, region_code) AS area,
       count(*) AS municipalities,
       count(*) FILTER (ever) AS screened,
       count(*) FILTER (current) AS screened_now,
       count(*) FILTER (ever AND result = 'sites_found') AS screened_with_sites,
       count(*) FILTER (ever AND result = 'none_found') AS screened_without_sites,
       count(*) FILTER (ever AND result = 'sites_found' AND outreach) AS outreach_begun,
       -- A sum with an unknown population in it is unknown, not small.
       CASE WHEN count(population) = count(*) THEN sum(population)::BIGINT END AS population,
       CASE WHEN count(population) = count(*) THEN coalesce(sum(population) FILTER (current), 0)::BIGINT END
           AS population_screened_now
FROM state
GROUP BY area
