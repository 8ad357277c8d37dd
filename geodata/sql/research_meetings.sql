-- One row per bridge-building meeting recorded by day $known: team, year and quarter, institution, purpose.
SELECT team, year(held_on)::INTEGER AS year, quarter(held_on)::INTEGER AS quarter, institution, purpose
FROM bridge_meetings_by($known)
ORDER BY meeting_id
