-- One row per municipality: the median hours of the screenings it completed by day $as_of, or else of its team's, or else
-- of the nation's; which of them it is, and over how many screenings. Only screenings that state their hours.
WITH done AS (
    SELECT s.municipality_code, place.team, s.hours
    FROM completed_by($as_of) AS s LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE s.hours IS NOT NULL
), own AS (
    SELECT municipality_code, median(hours) AS hours, count(*) AS n FROM done GROUP BY municipality_code
), teams AS (
    SELECT team, median(hours) AS hours, count(*) AS n FROM done GROUP BY team
), nation AS (
    SELECT median(hours) AS hours, nullif(count(*), 0) AS n FROM done
)
SELECT m.municipality_code,
       coalesce(own.hours, teams.hours, nation.hours) AS usual_hours,
       CASE WHEN own.n > 0 THEN 'municipality' WHEN teams.n > 0 THEN 'team' WHEN nation.n > 0 THEN 'nation' END AS hours_from,
       coalesce(own.n, teams.n, nation.n) AS hours_n
FROM municipalities AS m
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
LEFT JOIN own USING (municipality_code)
LEFT JOIN teams ON teams.team = place.team
CROSS JOIN nation
