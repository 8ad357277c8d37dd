-- One row per sighting of site $site up to day $as_of, the latest first.
SELECT seen_on, source, round_id
FROM sightings_by($as_of)
WHERE site_id = $site
ORDER BY seen_on DESC, source, round_id
