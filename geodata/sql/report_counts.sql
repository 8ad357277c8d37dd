-- One row per measure: what happened from $begins to $ends as recorded by day $known, for the whole country or one $team.
-- Teams are those of day $on; a record without a municipality counts under the team it states, an advert under its area.
WITH members AS (
    FROM membership_on($on)
), places AS (
    SELECT m.municipality_code FROM municipalities AS m LEFT JOIN members AS t USING (municipality_code)
    WHERE $team IS NULL OR coalesce(t.team, 'unknown') = $team
), homes AS (
    SELECT s.site_no, s.municipality_code, s.first_seen
    FROM sites_by($known) AS s LEFT JOIN members AS t USING (municipality_code)
    WHERE $team IS NULL OR coalesce(t.team, s.team) = $team
), latest AS (
    SELECT municipality_code, arg_max(result, (completed_on, screening_id)) AS result,
           min(completed_on) < $begins AS before
    FROM completed_by($known) SEMI JOIN places USING (municipality_code)
    WHERE completed_on <= $ends
    GROUP BY municipality_code
), tried AS (
    SELECT v.*, v.started_at::DATE AS day
    FROM visits_by($known) AS v SEMI JOIN homes USING (site_no)
    WHERE v.started_at < $ends::DATE + 1
), visited AS (
    FROM tried WHERE day >= $begins
), per_site AS (
    SELECT site_no, count(*) AS n FROM visited GROUP BY site_no
), talks AS (
    SELECT c.channel, c.phase, c.person_key
    FROM conversations_by($known) AS c
    LEFT JOIN visits AS v USING (visit_id)
    LEFT JOIN sites AS s ON s.site_id = coalesce(c.site_id, v.site_id)
    LEFT JOIN members AS t ON t.municipality_code = s.municipality_code
    WHERE c.held_on BETWEEN $begins AND $ends
      AND ($team IS NULL OR coalesce(t.team, s.team, 'unknown') = $team)
), meetings AS (
    FROM bridge_meetings_by($known)
    WHERE held_on BETWEEN $begins AND $ends AND ($team IS NULL OR team = $team)
), acts AS (
    SELECT a.*, CASE WHEN starts_with(a.kind, 'adverts_') AND a.category IN ('east', 'mid', 'west') THEN a.category
                     ELSE coalesce(t.team, 'unknown') END AS at_team
    FROM activities_by($known) AS a LEFT JOIN members AS t USING (municipality_code)
    WHERE a.held_on <= $ends
), active AS (
    FROM acts WHERE held_on >= $begins AND ($team IS NULL OR at_team = $team)
), screened AS (
    SELECT c.hours FROM completed_by($known) AS c SEMI JOIN places USING (municipality_code)
    WHERE c.completed_on BETWEEN $begins AND $ends
), bodies AS (
    SELECT p.category,
           coalesce(least(contacted_on, meeting_on, agreement_on) <= $ends, true) AS known,
           coalesce(contacted_on <= $ends, false) AS contacted,
           coalesce(meeting_on <= $ends, false) AS met,
           coalesce(agreement_on <= $ends, false) AS agreed
    FROM partners AS p LEFT JOIN members AS t USING (municipality_code)
    WHERE $team IS NULL OR coalesce(t.team, 'unknown') = $team
)
SELECT 'municipalities' AS measure, count(*)::DOUBLE AS n FROM places
UNION ALL SELECT unnest(['screened', 'screened.before', 'screened.since', 'screened.sites_found', 'screened.none_found',
                         'screened.not_stated', 'screened.outreach']),
                 unnest([count(*), count(*) FILTER (before), count(*) FILTER (NOT before),
                         count(*) FILTER (result = 'sites_found'), count(*) FILTER (result = 'none_found'),
                         count(*) FILTER (result = 'not_stated'),
                         count(*) FILTER (result = 'sites_found' AND municipality_code IN (
                             SELECT h.municipality_code FROM tried JOIN homes AS h USING (site_no)))]) FROM latest
UNION ALL SELECT unnest(['attempts', 'attempts.reached', 'attempts.in_vain']),
                 unnest([count(*), count(*) FILTER (reached), count(*) FILTER (NOT reached)]) FROM visited
UNION ALL SELECT unnest(['sites', 'sites.1', 'sites.2_3', 'sites.4_plus']),
                 unnest([count(*), count(*) FILTER (n = 1), count(*) FILTER (n BETWEEN 2 AND 3), count(*) FILTER (n >= 4)])
          FROM per_site
UNION ALL SELECT 'sites.two_years', count(DISTINCT site_no) FROM tried WHERE day > $ends::DATE - INTERVAL 2 YEAR
UNION ALL SELECT 'outcome.' || term, count(*) FROM (SELECT unnest(outcomes) AS term FROM visited) GROUP BY term
UNION ALL SELECT unnest(['conversations', 'people']), unnest([count(*), count(DISTINCT person_key)]) FROM talks
UNION ALL SELECT 'conversations.' || channel, count(*) FROM talks GROUP BY channel
UNION ALL SELECT 'phase.' || coalesce(phase, 'not_stated'), count(*) FROM talks GROUP BY ALL
UNION ALL SELECT unnest(['meetings', 'meetings.legalise_income', 'meetings.legalise_income.tax']),
                 unnest([count(*), count(*) FILTER (purpose = 'legalise_income'),
                         count(*) FILTER (purpose = 'legalise_income' AND institution = 'work_tax')]) FROM meetings
UNION ALL SELECT 'meetings.' || institution, count(*) FROM meetings GROUP BY institution
UNION ALL SELECT kind, sum("count") FROM active GROUP BY kind
UNION ALL SELECT kind || '.' || category, sum("count") FROM active GROUP BY kind, category
UNION ALL SELECT kind || '/' || coalesce(source, 'not_stated'), sum("count") FROM active GROUP BY ALL
UNION ALL SELECT 'hours.' || kind, sum(hours) FROM active GROUP BY kind HAVING count(hours) > 0
UNION ALL SELECT 'mailbox_since', sum("count") FROM acts
          WHERE kind = 'mailbox' AND ($team IS NULL OR at_team = $team) HAVING count(*) > 0
UNION ALL SELECT 'mailbox_since.' || category, sum("count") FROM acts
          WHERE kind = 'mailbox' AND ($team IS NULL OR at_team = $team) GROUP BY category
UNION ALL SELECT unnest(['partners', 'partners.contacted', 'partners.met', 'partners.agreed']),
                 unnest([count(*), count(*) FILTER (contacted), count(*) FILTER (met), count(*) FILTER (agreed)])
          FROM bodies WHERE known
UNION ALL SELECT 'partners.' || category, count(*) FROM bodies WHERE known GROUP BY category
UNION ALL SELECT unnest(['hours.visits', 'timed.visits']), unnest([sum(hours), count(hours)]) FROM visited
UNION ALL SELECT unnest(['hours.screenings', 'timed.screenings', 'screenings']),
                 unnest([sum(hours), count(hours), count(*)]) FROM screened
ORDER BY measure
