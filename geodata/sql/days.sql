-- One row: the first and the last day on which anything is recorded; empty where nothing is.
SELECT min(day) AS first_day, max(day) AS last_day
FROM (
    SELECT min(started_on) AS day FROM screenings
    UNION ALL SELECT max(coalesce(completed_on, started_on)) FROM screenings
    UNION ALL SELECT unnest([min(started_at)::DATE, max(started_at)::DATE]) FROM visits
    UNION ALL SELECT unnest([min(first_seen), max(first_seen)]) FROM sites
    UNION ALL SELECT unnest([min(held_on), max(held_on)]) FROM conversations
    UNION ALL SELECT unnest([min(held_on), max(held_on)]) FROM activities
    UNION ALL SELECT unnest([min(held_on), max(held_on)]) FROM bridge_meetings
    -- What was recorded later than it happened is shown from the day it was recorded, so that day has to be offered.
    UNION ALL SELECT max(recorded_on) FROM visits
    UNION ALL SELECT max(recorded_on) FROM screenings
    UNION ALL SELECT max(recorded_on) FROM conversations
    UNION ALL SELECT max(recorded_on) FROM bridge_meetings
    UNION ALL SELECT max(recorded_on) FROM site_changes
    UNION ALL SELECT max(recorded_on) FROM sites
)
