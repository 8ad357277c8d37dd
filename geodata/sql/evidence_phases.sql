-- One row per quarter with conversations from $begins to $ends as recorded by $known: all of them, and those of each phase.
SELECT date_trunc('quarter', held_on)::DATE AS quarter, count(*) AS talks,
       count(phase) AS stated, count(*) FILTER (phase IN ('2', '3')) AS later
FROM conversations_by($known)
WHERE held_on BETWEEN $begins AND $ends
GROUP BY quarter
ORDER BY quarter
