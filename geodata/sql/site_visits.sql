-- One row per attempted visit of site $site up to day $as_of, the latest first.
SELECT started_at::DATE AS started_on,
       strftime(started_at, '%H:%M') AS started_time,
       team, channel,
       CASE WHEN reached THEN 'reached' ELSE 'in_vain' END AS contact,
       nullif(array_to_string(list_sort(outcomes), '|'), '') AS outcomes,
       opened_by, phase, minutes, waited_minutes,
       nullif(array_to_string(list_sort(material_left), '|'), '') AS material_left,
       return_on, return_window, return_purpose, note
FROM visits_by($as_of)
WHERE site_id = $site
ORDER BY started_at DESC, visit_id DESC
