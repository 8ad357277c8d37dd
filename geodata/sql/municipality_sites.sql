-- One row per site of municipality $municipality known of by day $as_of, those no longer known too: its status that day,
-- every attempt up to it and those of the $months months up to it (tried, met), and of known ones when they are due; by the
-- order of states in $urgency, then by when due.
SELECT site_id, kind, status, status_from, first_seen, attempts, tried, met, attempted_on, reached_on,
       due_on, due_from, overdue_days, state
FROM histories_on($as_of, $months, $talk_days, $limited_days, $vain_days, NULL, $municipality, NULL, true)
ORDER BY list_position($urgency, state) NULLS LAST, due_on NULLS LAST, site_id
