-- One row per partner of a municipality that was known on day $as_of: what it is called, no dates. One without any date
-- was registered before anything is told of it.
SELECT municipality_code, category, kind, name
FROM partners
WHERE municipality_code <> 'unknown'
  AND coalesce(least(contacted_on, meeting_on, agreement_on) <= $as_of, true)
ORDER BY municipality_code, category, name COLLATE da, partner_id
