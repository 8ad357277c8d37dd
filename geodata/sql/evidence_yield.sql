-- One row per source: screenings completed from $begins to $ends (recorded by $known) that state hours and used it, their
-- hours, and the sites first seen while they ran that this source showed then.
WITH done AS (
    SELECT screening_id, municipality_code, started_on, completed_on, hours, unnest(sources) AS source
    FROM completed_by($known)
    WHERE completed_on BETWEEN $begins AND $ends AND hours IS NOT NULL
), found AS (
    SELECT DISTINCT done.screening_id, done.source, s.site_no
    FROM done JOIN sites_by($known) AS s
      ON s.municipality_code = done.municipality_code AND s.first_seen BETWEEN done.started_on AND done.completed_on
    JOIN sightings_by($known) AS seen
      ON seen.site_no = s.site_no AND seen.source = done.source AND seen.seen_on BETWEEN done.started_on AND done.completed_on
)
SELECT done.source, count(*) AS screenings, sum(done.hours) AS hours,
       (SELECT count(DISTINCT site_no) FROM found WHERE found.source = done.source) AS found
FROM done
GROUP BY done.source
ORDER BY done.source
