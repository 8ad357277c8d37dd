-- One row per site known on day $as_of: where it is, as far as that is known. The address itself stays here: address_key is
-- what two ways of writing it have in common, without case, marks and blanks, aa as å, and a house's letter at its number.
SELECT s.site_id, s.kind, s.municipality_code, s.team, s.region_code, s.status,
       r.location_quality, r.first_seen, r.lon, r.lat,
       nullif(regexp_replace(trim(regexp_replace(replace(lower(nfc_normalize(r.address)), 'aa', 'å'),
                                                 '[^\p{L}\p{N}]+', ' ', 'g')),
                             '(\d) (\p{L})( |$)', '\1\2\3', 'g'), '') AS address_key,
       CASE WHEN s.municipality_code = 'unknown' THEN 'no_municipality'
            WHEN r.lon IS NULL THEN 'no_point'
            ELSE 'placed' END AS place
FROM sites_on($as_of) AS s JOIN sites AS r USING (site_no)
WHERE s.known
ORDER BY s.site_id
