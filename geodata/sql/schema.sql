-- The warehouse: the contract between etl and dashboard. One file per build, read-only once published.
-- Coordinates are WGS 84 longitude/latitude (EPSG:4326); geometry for measuring is WKB in EPSG:25832 (metres).
-- 'unknown' is a value: a record without a municipality or team is kept under it and stays in every total.
-- site_no is a site's number in this build, its place in the order of site_id: the largest tables are joined and grouped by
-- it, many times faster than by text. It is another in the next build, so it is never shown, sent or kept.

CREATE TABLE build_info (
    key   VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

CREATE TABLE sources (
    table_name VARCHAR NOT NULL,
    file       VARCHAR NOT NULL,
    format     VARCHAR NOT NULL,
    encoding   VARCHAR,
    bytes      BIGINT NOT NULL,
    sha256     VARCHAR NOT NULL,
    note       VARCHAR,
    PRIMARY KEY (table_name, file)
);

-- What the build read, and what became of it; new, changed, unchanged and gone are against the version before.
CREATE TABLE imports (
    table_name VARCHAR PRIMARY KEY,
    read       BIGINT NOT NULL,
    kept       BIGINT NOT NULL,
    set_aside  BIGINT NOT NULL,
    new        BIGINT NOT NULL,
    changed    BIGINT NOT NULL,
    unchanged  BIGINT NOT NULL,
    gone       BIGINT NOT NULL,
    CHECK (read = kept + set_aside),
    CHECK (kept = new + changed + unchanged)
);

CREATE TABLE rejects (
    table_name  VARCHAR NOT NULL,
    file        VARCHAR NOT NULL,
    line        BIGINT NOT NULL,
    column_name VARCHAR NOT NULL,
    value       VARCHAR NOT NULL,
    rule        VARCHAR NOT NULL
);

CREATE TABLE municipalities (
    municipality_code VARCHAR PRIMARY KEY CHECK (regexp_full_match(municipality_code, '[0-9]{4}')),
    name              VARCHAR NOT NULL,
    area_km2          DOUBLE CHECK (area_km2 > 0),
    population        BIGINT CHECK (population >= 0),
    population_on     DATE
);

CREATE TABLE boundaries (
    municipality_code VARCHAR PRIMARY KEY REFERENCES municipalities,
    geometry          BLOB NOT NULL
);

-- Generalised shapes for the screen, GeoJSON text in EPSG:4326.
CREATE TABLE map_shapes (
    municipality_code VARCHAR PRIMARY KEY REFERENCES municipalities,
    geojson           VARCHAR NOT NULL
);

-- The line that two municipalities share: a team's border is the lines whose two sides differ in team on the day.
CREATE TABLE map_borders (
    code_a  VARCHAR NOT NULL REFERENCES municipalities,
    code_b  VARCHAR NOT NULL REFERENCES municipalities,
    geojson VARCHAR NOT NULL,
    PRIMARY KEY (code_a, code_b),
    CHECK (code_a < code_b)
);

-- Periods of one municipality do not overlap: a last day that is the next period's first day is the day before it here.
CREATE TABLE team_membership (
    municipality_code VARCHAR NOT NULL REFERENCES municipalities,
    team              VARCHAR NOT NULL,
    region_code       VARCHAR NOT NULL,
    valid_from        DATE NOT NULL,
    valid_to          DATE,  -- the last day it holds; empty while it still does
    PRIMARY KEY (municipality_code, valid_from),
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

CREATE TABLE sites (
    site_id           VARCHAR PRIMARY KEY,
    kind              VARCHAR NOT NULL,
    municipality_code VARCHAR NOT NULL,  -- or 'unknown'
    municipality_from VARCHAR NOT NULL CHECK (municipality_from IN ('point', 'code', 'coast', 'unknown')),
    team              VARCHAR NOT NULL,  -- as stated on the record, or 'unknown'
    lon               DOUBLE,
    lat               DOUBLE,
    location_quality  VARCHAR NOT NULL,
    address           VARCHAR,
    first_seen        DATE NOT NULL,
    status            VARCHAR NOT NULL,
    status_from       DATE NOT NULL,
    status_reason     VARCHAR,
    merged_into       VARCHAR,
    recorded_on        DATE NOT NULL,  -- since when the site has been known; never before it was seen
    status_recorded_on DATE NOT NULL,
    site_no            INTEGER NOT NULL,
    CHECK (recorded_on >= first_seen),
    CHECK (status_recorded_on >= status_from),
    CHECK ((lon IS NULL) = (lat IS NULL)),
    CHECK (municipality_from <> 'point' OR lon IS NOT NULL),
    CHECK ((municipality_from = 'unknown') = (municipality_code = 'unknown'))
);

-- What a site was, and from which day: the state on any day is the latest row on or before it that was known by then. A row
-- is that from the day it was recorded until ended_on, when one that began later had been.
CREATE TABLE site_statuses (
    site_id       VARCHAR NOT NULL,
    status_from   DATE NOT NULL,
    status        VARCHAR NOT NULL,
    status_reason VARCHAR,
    merged_into   VARCHAR,
    recorded_on   DATE NOT NULL,
    ended_on      DATE,
    site_no       INTEGER NOT NULL,
    PRIMARY KEY (site_id, status_from),
    CHECK (recorded_on >= status_from)
);

-- What people recorded on the screen of a site: its status or its kind from a day on. A status is also in site_statuses;
-- sites.kind is the last kind of all, for every day, as a row that was corrected counts as it stands now.
CREATE TABLE site_changes (
    change_id   VARCHAR PRIMARY KEY,
    site_id     VARCHAR NOT NULL,
    changed_on  DATE NOT NULL,
    status      VARCHAR,
    kind        VARCHAR,
    merged_into VARCHAR,
    reason      VARCHAR,
    recorded_on DATE NOT NULL,
    CHECK (recorded_on >= changed_on),
    CHECK (status IS NOT NULL OR kind IS NOT NULL)
);

-- The stops of the plan that counts for a team's ISO week.
CREATE TABLE plan_stops (
    stop_id          VARCHAR PRIMARY KEY,
    team             VARCHAR NOT NULL,
    iso_year         INTEGER NOT NULL,
    iso_week         INTEGER NOT NULL CHECK (iso_week BETWEEN 1 AND 53),
    version          INTEGER NOT NULL,
    crew             VARCHAR NOT NULL,
    day              DATE NOT NULL,
    site_id          VARCHAR NOT NULL,
    arrive           TIME NOT NULL,
    leave            TIME NOT NULL,
    expected_minutes INTEGER NOT NULL CHECK (expected_minutes >= 0),
    promised         BOOLEAN NOT NULL,
    recorded_on      DATE NOT NULL,
    CHECK (leave >= arrive)
);

CREATE TABLE visit_windows (
    site_id VARCHAR NOT NULL,
    weekday SMALLINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens   TIME NOT NULL,
    closes  TIME NOT NULL,
    PRIMARY KEY (site_id, weekday, opens),
    CHECK (opens < closes)
);

CREATE TABLE sightings (
    site_id  VARCHAR NOT NULL,
    source   VARCHAR NOT NULL,
    round_id VARCHAR NOT NULL,
    seen_on  DATE NOT NULL,
    recorded_on DATE NOT NULL,
    site_no  INTEGER NOT NULL,
    PRIMARY KEY (site_id, source, round_id, seen_on),
    CHECK (recorded_on >= seen_on)
);

CREATE TABLE screenings (
    screening_id      VARCHAR PRIMARY KEY,
    municipality_code VARCHAR NOT NULL,
    started_on        DATE NOT NULL,
    completed_on      DATE,
    result            VARCHAR,
    sources           VARCHAR[] NOT NULL,
    hours             DOUBLE CHECK (hours >= 0),
    recorded_on       DATE NOT NULL,  -- when its completion was; that it had begun was known at once
    CHECK (recorded_on >= coalesce(completed_on, started_on)),
    CHECK (completed_on >= started_on),
    CHECK ((completed_on IS NULL) = (result IS NULL))
);

CREATE TABLE visits (
    visit_id       VARCHAR NOT NULL,
    site_id        VARCHAR NOT NULL,
    started_at     TIMESTAMP NOT NULL,  -- Danish local time
    channel        VARCHAR NOT NULL,
    reached        BOOLEAN NOT NULL,
    outcomes       VARCHAR[] NOT NULL,
    opened_by      VARCHAR,
    minutes        DOUBLE CHECK (minutes >= 0),
    waited_minutes DOUBLE CHECK (waited_minutes >= 0),
    hours          DOUBLE CHECK (hours >= 0),
    material_left  VARCHAR[] NOT NULL,
    return_on      DATE,
    return_window  VARCHAR,
    return_purpose VARCHAR,
    phase          VARCHAR,
    note           VARCHAR,
    team           VARCHAR NOT NULL,
    recorded_on    DATE NOT NULL,
    site_no        INTEGER NOT NULL,
    CHECK (recorded_on >= started_at::DATE),
    CHECK (reached OR len(outcomes) = 0),
    CHECK (NOT reached OR len(outcomes) > 0)
);

CREATE TABLE conversations (
    conversation_id VARCHAR PRIMARY KEY,
    held_on         DATE NOT NULL,
    channel         VARCHAR NOT NULL,
    visit_id        VARCHAR,
    site_id         VARCHAR,
    phase           VARCHAR,
    themes          VARCHAR[] NOT NULL,
    person_key      VARCHAR,  -- opaque; counted, never shown, never exported
    recorded_on     DATE NOT NULL,
    CHECK (recorded_on >= held_on)
);

CREATE TABLE partners (
    partner_id        VARCHAR PRIMARY KEY,
    name              VARCHAR NOT NULL,
    category          VARCHAR NOT NULL,
    kind              VARCHAR NOT NULL,
    municipality_code VARCHAR NOT NULL,
    contacted_on      DATE,
    meeting_on        DATE,
    agreement_on      DATE
);

CREATE TABLE bridge_meetings (
    meeting_id  VARCHAR PRIMARY KEY,
    held_on     DATE NOT NULL,
    institution VARCHAR NOT NULL,
    purpose     VARCHAR NOT NULL,
    team        VARCHAR NOT NULL,
    recorded_on DATE NOT NULL,
    CHECK (recorded_on >= held_on)
);

CREATE TABLE activities (
    activity_id       VARCHAR PRIMARY KEY,
    held_on           DATE NOT NULL,
    kind              VARCHAR NOT NULL,
    category          VARCHAR NOT NULL,
    count             BIGINT NOT NULL CHECK (count >= 0),
    hours             DOUBLE CHECK (hours >= 0),
    municipality_code VARCHAR NOT NULL,
    source            VARCHAR,  -- where an advert stood; empty for everything else
    recorded_on       DATE NOT NULL,
    CHECK (recorded_on >= held_on)
);

-- What municipalities report of their own courses: sums per quarter or year that ends on period_to, never a person.
CREATE TABLE course_counts (
    count_id          VARCHAR PRIMARY KEY,
    municipality_code VARCHAR NOT NULL,
    period_to         DATE NOT NULL,
    measure           VARCHAR NOT NULL,
    term              VARCHAR NOT NULL,
    count             BIGINT NOT NULL CHECK (count >= 0),
    recorded_on       DATE NOT NULL,
    UNIQUE (municipality_code, period_to, term),
    CHECK (recorded_on >= period_to),
    CHECK (starts_with(term, measure))
);

-- Which team and region a municipality belongs to on day t, one row per municipality that belongs to any.
CREATE MACRO membership_on(t) AS TABLE
    SELECT municipality_code, team, region_code
    FROM team_membership
    WHERE valid_from <= t AND (valid_to IS NULL OR valid_to >= t);

-- The same on each of several days. Not of one: nearly every query asks for one, and a list would make each plan longer.
CREATE MACRO memberships_on(days) AS TABLE
    SELECT day, municipality_code, team, region_code
    FROM (SELECT DISTINCT unnest(days::DATE[]) AS day)
    JOIN team_membership ON valid_from <= day AND (valid_to IS NULL OR valid_to >= day);

-- Several days in order: the place of each, the day its window of months lies after, and both of the day before it.
CREATE MACRO days_in_order(days, months) AS TABLE
    SELECT *, coalesce(lag(day) OVER (ORDER BY day), (SELECT min(first_seen) - 1 FROM sites)) AS day_before,
           coalesce(lag(since) OVER (ORDER BY day), (SELECT min(first_seen) - 1 FROM sites)) AS since_before
    FROM (
        SELECT day, (day - to_months(months))::DATE AS since, row_number() OVER (ORDER BY day)::INTEGER AS place
        FROM (SELECT DISTINCT unnest(days::DATE[]) AS day)
    );

-- What had happened by day t and was known by then. What was recorded later is not used, so a past day tells the same
-- today as it did then; a screening whose completion was not yet recorded was still under way.
CREATE MACRO visits_by(t) AS TABLE SELECT * FROM visits WHERE recorded_on <= t;
CREATE MACRO sightings_by(t) AS TABLE SELECT * FROM sightings WHERE recorded_on <= t;
CREATE MACRO conversations_by(t) AS TABLE SELECT * FROM conversations WHERE recorded_on <= t;
CREATE MACRO bridge_meetings_by(t) AS TABLE SELECT * FROM bridge_meetings WHERE recorded_on <= t;
CREATE MACRO activities_by(t) AS TABLE SELECT * FROM activities WHERE recorded_on <= t;
CREATE MACRO course_counts_by(t) AS TABLE SELECT * FROM course_counts WHERE recorded_on <= t;
CREATE MACRO plan_stops_by(t) AS TABLE SELECT * FROM plan_stops WHERE recorded_on <= t;
CREATE MACRO site_statuses_by(t) AS TABLE SELECT * FROM site_statuses WHERE recorded_on <= t;
CREATE MACRO site_statuses_on(t) AS TABLE
    SELECT * FROM site_statuses WHERE recorded_on <= t AND (ended_on IS NULL OR ended_on > t);
CREATE MACRO sites_by(t) AS TABLE SELECT * FROM sites WHERE recorded_on <= t;
CREATE MACRO completed_by(t) AS TABLE SELECT * FROM screenings WHERE completed_on IS NOT NULL AND recorded_on <= t;

-- Each municipality's last screening completed and recorded by each of several days.
CREATE MACRO latest_completed_by(days) AS TABLE
    WITH completed AS (
        SELECT municipality_code, completed_on, result, recorded_on,
               row_number() OVER (ORDER BY completed_on, screening_id)::INTEGER AS turn
        FROM screenings WHERE completed_on IS NOT NULL
    ), latest AS (
        SELECT day, municipality_code, max(turn) AS turn
        FROM (SELECT DISTINCT unnest(days::DATE[]) AS day) JOIN completed ON recorded_on <= day
        GROUP BY day, municipality_code
    )
    SELECT day, latest.municipality_code, completed_on, result FROM latest JOIN completed USING (turn);

-- One row per screening begun by day t; what it came to is empty while it is under way.
CREATE MACRO begun_by(t) AS TABLE
    SELECT screening_id, municipality_code, started_on,
           CASE WHEN recorded_on <= t THEN completed_on END AS completed_on,
           CASE WHEN recorded_on <= t THEN result END AS result,
           CASE WHEN recorded_on <= t AND completed_on IS NOT NULL THEN sources END AS sources,
           CASE WHEN recorded_on <= t AND completed_on IS NOT NULL THEN hours END AS hours
    FROM screenings
    WHERE started_on <= t;

-- One row per municipality, also where nothing has happened: where it belongs on day t, and its screenings by then.
CREATE MACRO municipalities_on(t) AS TABLE
    WITH screened AS (
        SELECT municipality_code,
               count(completed_on) AS screenings,
               max(completed_on) AS completed_on,
               arg_max(result, (completed_on, screening_id)) FILTER (completed_on IS NOT NULL) AS result,
               max(started_on) FILTER (completed_on IS NULL) AS started_on
        FROM begun_by(t)
        GROUP BY municipality_code
    )
    SELECT m.municipality_code, m.name, m.area_km2, m.population, m.population_on,
           coalesce(place.team, 'unknown') AS team,
           coalesce(place.region_code, 'unknown') AS region_code,
           coalesce(screened.screenings, 0) AS screenings,
           screened.completed_on, screened.result, screened.started_on
    FROM municipalities AS m
    LEFT JOIN membership_on(t) AS place USING (municipality_code)
    LEFT JOIN screened USING (municipality_code);

-- One row per record that is merged into another on day t, and the number of the site it counts for: the last of a chain of
-- mergers.
CREATE MACRO merged_on(t) AS TABLE
    WITH RECURSIVE merged AS (
        SELECT m.site_no, s.site_no AS into_no
        FROM site_statuses_on(t) AS m JOIN sites AS s ON s.site_id = m.merged_into
        WHERE m.status = 'merged'
    ), led AS (
        SELECT site_no, into_no FROM merged
        UNION
        SELECT led.site_no, merged.into_no FROM led JOIN merged ON merged.site_no = led.into_no
    )
    SELECT site_no, into_no FROM led ANTI JOIN merged ON merged.site_no = led.into_no;

-- Where a record stands on day t: its municipality's team and region; without a municipality, the team it states. A place
-- is a municipality and a team, from which both can be added up.
CREATE MACRO place_of(level, municipality, team, region) AS
    CASE level WHEN 'nation' THEN 'nation'
               WHEN 'team' THEN coalesce(team, 'unknown')
               WHEN 'region' THEN coalesce(region, 'unknown')
               WHEN 'place' THEN coalesce(municipality, 'unknown') || ' ' || coalesce(team, 'unknown')
               ELSE coalesce(municipality, 'unknown') END;

-- The part of the day a time lies in, by the hours of geodata/day_parts.py. Midnight is a day without a time: unknown.
CREATE MACRO day_part_of(moment) AS
    CASE WHEN moment::TIME = TIME '00:00' THEN NULL
         WHEN moment::TIME < TIME '12:00' THEN 'morning'
         WHEN moment::TIME < TIME '17:00' THEN 'afternoon'
         ELSE 'evening' END;

-- Whether a site of this status is known to be there.
CREATE MACRO is_known(status) AS status IN ('open', 'unverified');

-- One row per site known of by day t: where it stands, and whether it is known and not closed that day.
CREATE MACRO sites_on(t) AS TABLE
    SELECT s.site_no, s.site_id, s.kind, s.municipality_code,
           coalesce(place.team, s.team) AS team,
           coalesce(place.region_code, 'unknown') AS region_code,
           s.first_seen, state.status, state.status_from,
           is_known(state.status) AS known
    FROM sites_by(t) AS s
    JOIN site_statuses_on(t) AS state USING (site_no)
    LEFT JOIN membership_on(t) AS place USING (municipality_code);

-- The same with the attempts of the window (t - months, t].
CREATE MACRO sites_tried_on(t, months) AS TABLE
    WITH tried AS (
        SELECT site_no, count(*) AS attempts, count(*) FILTER (reached) AS reached
        FROM visits_by(t)
        WHERE started_at >= (t - to_months(months)) + INTERVAL 1 DAY
        GROUP BY site_no
    )
    SELECT s.*, coalesce(tried.attempts, 0) AS attempts, coalesce(tried.reached, 0) AS reached
    FROM sites_on(t) AS s LEFT JOIN tried USING (site_no);

-- From what an attempt makes a site due, and when: an agreed date stands until the next attempt; without one, the days
-- given count from the attempt, by what came of it.
CREATE MACRO due_from_of(return_on, reached, outcomes) AS
    CASE WHEN return_on IS NOT NULL THEN 'agreed'
         WHEN NOT reached THEN 'in_vain'
         WHEN list_contains(outcomes, 'conversation') THEN 'conversation'
         ELSE 'limited' END;
CREATE MACRO due_on_of(return_on, reached, outcomes, attempted_on, talk_days, limited_days, vain_days) AS
    CASE due_from_of(return_on, reached, outcomes)
         WHEN 'agreed' THEN return_on
         WHEN 'in_vain' THEN attempted_on + vain_days::INTEGER
         WHEN 'conversation' THEN attempted_on + talk_days::INTEGER
         ELSE attempted_on + limited_days::INTEGER END;

-- How a known site stands on day t, by how often anyone was reached there and when it is due.
CREATE MACRO standing_of(reached, due_on, t) AS
    CASE WHEN reached = 0 THEN 'never_reached'
         WHEN due_on < t THEN 'overdue'
         WHEN due_on <= t + 7 THEN 'due_soon'
         ELSE 'on_track' END;

-- One row per site known of by day t: its attempts up to it and those of the window (t - months, t], and where it is known
-- that day when it is due, from what, and how it stands. Never tried: since seen. Only the sites of one team, of one
-- municipality, or one site, where it is not NULL, and those no longer known only where closed_too: the visits of the others
-- are not read.
CREATE MACRO histories_on(t, months, talk_days, limited_days, vain_days, of_team, municipality, site, closed_too) AS TABLE
    WITH wanted AS (
        SELECT * FROM sites_on(t)
        WHERE (known OR closed_too) AND (of_team IS NULL OR team = of_team)
          AND (municipality IS NULL OR municipality_code = municipality) AND (site IS NULL OR site_id = site)
    ), history AS (
        SELECT site_no, max(started_at) AS last_at, max(started_at) FILTER (reached)::DATE AS reached_on,
               count(*) AS attempts, count(*) FILTER (reached) AS reached,
               count(*) FILTER (recent) AS tried, count(*) FILTER (recent AND reached) AS met,
               count(*) FILTER (recent AND talk) AS talked, count(*) FILTER (recent AND phase IN ('2', '3')) AS motivated,
               min(started_at) FILTER (recent AND talk AND return_on IS NOT NULL) AS agreed_at,
               arg_max({'purpose': return_purpose, 'part': return_window,
                        'due_from': due_from_of(return_on, reached, outcomes),
                        'due_on': due_on_of(return_on, reached, outcomes, started_at::DATE,
                                            talk_days, limited_days, vain_days)}, (started_at, visit_id)) AS last
        FROM (
            SELECT *, started_at >= (t - to_months(months)) + INTERVAL 1 DAY AS recent,
                   list_contains(outcomes, 'conversation') AS talk
            FROM visits_by(t)
        ) SEMI JOIN wanted USING (site_no)
        GROUP BY site_no
    ), dated AS (
        SELECT s.site_no, s.site_id, s.kind, s.municipality_code, s.team, s.region_code, s.first_seen, s.status,
               s.status_from, s.known, h.last_at, h.last_at::DATE AS attempted_on, h.reached_on, h.agreed_at,
               coalesce(h.attempts, 0) AS attempts, coalesce(h.reached, 0) AS reached,
               coalesce(h.tried, 0) AS tried, coalesce(h.met, 0) AS met, coalesce(h.talked, 0) AS talked,
               coalesce(h.motivated, 0) AS motivated,
               CASE WHEN s.known THEN coalesce(h.last.due_from, 'never_tried') END AS due_from,
               CASE WHEN s.known THEN h.last.due_on END AS due_on,
               CASE WHEN s.known THEN h.last.purpose END AS agreed_purpose,
               CASE WHEN s.known THEN h.last.part END AS agreed_window
        FROM wanted AS s LEFT JOIN history AS h USING (site_no)
    )
    SELECT *, t - due_on AS overdue_days, CASE WHEN known THEN standing_of(reached, due_on, t) END AS state FROM dated;

-- The same of the sites that are known: those of one team, or the one site, where it is not NULL.
CREATE MACRO returns_on(t, talk_days, limited_days, vain_days, of_team, site) AS TABLE
    SELECT * FROM histories_on(t, 0, talk_days, limited_days, vain_days, of_team, NULL, site, false);

-- One row per planned stop of the ISO weeks that ended in the window (t - months, t], with the attempt that answers it: the
-- first attempt at the site in that week answers the first planned stop there, the second the second. Time at a site is
-- waiting and being with someone; it is known where one of them is stated.
CREATE MACRO planned_on(t, months) AS TABLE
    WITH stops AS (
        SELECT *, date_trunc('week', day)::DATE AS monday,
               row_number() OVER (PARTITION BY site_id, date_trunc('week', day) ORDER BY day, arrive, stop_id) AS turn
        FROM plan_stops_by(t)
        WHERE date_trunc('week', day)::DATE + 6 BETWEEN (t - to_months(months))::DATE + 1 AND t
    ), tries AS (
        SELECT visit_id, site_id, started_at, reached, date_trunc('week', started_at)::DATE AS monday,
               CASE WHEN minutes IS NOT NULL OR (NOT reached AND waited_minutes IS NOT NULL)
                    THEN coalesce(minutes, 0) + coalesce(waited_minutes, 0) END AS minutes,
               row_number() OVER (PARTITION BY site_id, date_trunc('week', started_at) ORDER BY started_at, visit_id) AS turn
        FROM visits_by(t)
    )
    SELECT stops.stop_id, stops.crew, stops.monday, stops.day, stops.arrive, stops.leave, stops.expected_minutes,
           stops.promised, stops.team AS plan_team, s.site_id, s.kind, s.municipality_code,
           coalesce(place.team, nullif(s.team, 'unknown'), stops.team) AS team, place.region_code,
           tries.visit_id, tries.started_at, tries.reached, tries.minutes
    FROM stops JOIN sites AS s USING (site_id)
    LEFT JOIN tries USING (site_id, monday, turn)
    LEFT JOIN membership_on(t) AS place USING (municipality_code);
