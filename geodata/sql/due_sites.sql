-- One row per site known on day $as_of, or of those the one $site or those of $municipality: when it is due, from what,
-- and how it stands; the longest overdue first.
SELECT site_id, kind, municipality_code, team, region_code, status, attempted_on, reached_on, attempts, reached,
       agreed_purpose, due_from, due_on,
       $as_of - due_on AS overdue_days,
       CASE WHEN reached = 0 THEN 'never_reached'
            WHEN due_on < $as_of THEN 'overdue'
            WHEN due_on <= $as_of + 7 THEN 'due_soon'
            ELSE 'on_track' END AS state
FROM returns_on($as_of, $talk_days, $limited_days, $vain_days, NULL, $municipality, $site)
ORDER BY state = 'overdue' DESC, due_on NULLS LAST, site_id
