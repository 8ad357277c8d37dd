-- One row per term of the municipal courses, and how many municipalities reported: each one's last count of the period.
WITH counted AS (
    FROM course_counts_by($known) WHERE period_to BETWEEN $begins AND $ends
), latest AS (
    SELECT municipality_code, max(period_to) AS period_to FROM counted GROUP BY municipality_code
)
SELECT term, sum("count")::BIGINT AS n, count(DISTINCT municipality_code) AS reporting
FROM counted SEMI JOIN latest USING (municipality_code, period_to)
GROUP BY term
UNION ALL
SELECT 'reporting', count(*), count(*) FROM latest
ORDER BY term
