-- One row per partner in municipality $municipality, by category and name: the dates up to day $as_of. A partner whose
-- dates all lie later is not known that day; when one without any date was registered is not recorded.
SELECT partner_id, category, kind, name,
       CASE WHEN contacted_on <= $as_of THEN contacted_on END AS contacted_on,
       CASE WHEN meeting_on <= $as_of THEN meeting_on END AS meeting_on,
       CASE WHEN agreement_on <= $as_of THEN agreement_on END AS agreement_on
FROM partners
WHERE municipality_code = $municipality
  AND coalesce(least(contacted_on, meeting_on, agreement_on) <= $as_of, true)
ORDER BY category, name COLLATE da, partner_id
