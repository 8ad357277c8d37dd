-- One row per conversation recorded by day $known: team, year and quarter, channel, phase, themes. No person, site or visit.
SELECT coalesce(t.team, s.team, 'unknown') AS team, year(c.held_on)::INTEGER AS year, quarter(c.held_on)::INTEGER AS quarter,
       c.channel, c.phase, list_sort(c.themes) AS themes
FROM conversations_by($known) AS c
LEFT JOIN visits AS v USING (visit_id)
LEFT JOIN sites AS s ON s.site_id = coalesce(c.site_id, v.site_id)
LEFT JOIN membership_on($known) AS t ON t.municipality_code = s.municipality_code
ORDER BY c.conversation_id
