-- One row per area of the level in which $first or $second shows a site by day $as_of: in the rounds $compared, sites
-- seen in each source and in both; in the rounds $repeated, sites seen at all, in just one and in just two of them.
-- Records merged by that day are one site.
WITH shown AS (
    SELECT coalesce(same.into_no, sightings.site_no) AS site_no,
           bool_or(source = $first AND list_contains($compared, round_id)) AS by_first,
           bool_or(source = $second AND list_contains($compared, round_id)) AS by_second,
           count(DISTINCT round_id) FILTER (list_contains($repeated, round_id)) AS rounds
    FROM sightings_by($as_of) AS sightings
    LEFT JOIN merged_on($as_of) AS same USING (site_no)
    WHERE source IN ($first, $second)
      AND (list_contains($compared, round_id) OR list_contains($repeated, round_id))
    GROUP BY ALL
)
SELECT place_of($level, s.municipality_code, coalesce(place.team, s.team), place.region_code) AS area,
       count(*) FILTER (by_first) AS in_first,
       count(*) FILTER (by_second) AS in_second,
       count(*) FILTER (by_first AND by_second) AS in_both,
       count(*) FILTER (rounds >= 1) AS seen,
       count(*) FILTER (rounds = 1) AS once,
       count(*) FILTER (rounds = 2) AS twice
FROM shown
JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
GROUP BY area
