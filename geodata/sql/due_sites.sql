-- One row per site known on day $as_of, or of those the one $site: when it is due, from what, and how it stands; the
-- longest overdue first.
SELECT site_id, kind, municipality_code, team, region_code, status, attempted_on, reached_on, attempts, reached,
       agreed_purpose, agreed_window, due_from, due_on, overdue_days, state
FROM returns_on($as_of, $talk_days, $limited_days, $vain_days, NULL, $site)
ORDER BY state = 'overdue' DESC, due_on NULLS LAST, site_id
