-- The warehouse: the contract between etl and dashboard. One file per build, read-only once published.
-- Coordinates are WGS 84 longitude/latitude (EPSG:4326); geometry for measuring is WKB in EPSG:25832 (metres).
-- 'unknown' is a value: a record without a municipality or team is kept under it and stays in every total.

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
    CHECK ((lon IS NULL) = (lat IS NULL)),
    CHECK (municipality_from <> 'point' OR lon IS NOT NULL),
    CHECK ((municipality_from = 'unknown') = (municipality_code = 'unknown'))
);

-- What a site was, and from which day: the state on any day is the latest row on or before it.
CREATE TABLE site_statuses (
    site_id       VARCHAR NOT NULL,
    status_from   DATE NOT NULL,
    status        VARCHAR NOT NULL,
    status_reason VARCHAR,
    merged_into   VARCHAR,
    PRIMARY KEY (site_id, status_from)
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
    PRIMARY KEY (site_id, source, round_id, seen_on)
);

CREATE TABLE screenings (
    screening_id      VARCHAR PRIMARY KEY,
    municipality_code VARCHAR NOT NULL,
    started_on        DATE NOT NULL,
    completed_on      DATE,
    result            VARCHAR,
    sources           VARCHAR[] NOT NULL,
    hours             DOUBLE CHECK (hours >= 0),
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
    minutes        DOUBLE CHECK (minutes >= 0),
    waited_minutes DOUBLE CHECK (waited_minutes >= 0),
    hours          DOUBLE CHECK (hours >= 0),
    return_on      DATE,
    return_purpose VARCHAR,
    phase          VARCHAR,
    team           VARCHAR NOT NULL,
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
    person_key      VARCHAR  -- opaque; counted, never shown, never exported
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
    team        VARCHAR NOT NULL
);

CREATE TABLE activities (
    activity_id       VARCHAR PRIMARY KEY,
    held_on           DATE NOT NULL,
    kind              VARCHAR NOT NULL,
    category          VARCHAR NOT NULL,
    count             BIGINT NOT NULL CHECK (count >= 0),
    hours             DOUBLE CHECK (hours >= 0),
    municipality_code VARCHAR NOT NULL
);

-- Which team and region a municipality belongs to on day t, one row per municipality; the later row wins a shared day.
CREATE MACRO membership_on(t) AS TABLE
    SELECT municipality_code, arg_max(team, valid_from) AS team, arg_max(region_code, valid_from) AS region_code
    FROM team_membership
    WHERE valid_from <= t AND (valid_to IS NULL OR valid_to >= t)
    GROUP BY municipality_code;

-- Where a record stands on day t: its municipality's team and region; without a municipality, the team it states.
CREATE MACRO place_of(level, municipality, team, region) AS
    CASE level WHEN 'nation' THEN 'nation'
               WHEN 'team' THEN coalesce(team, 'unknown')
               WHEN 'region' THEN coalesce(region, 'unknown')
               ELSE coalesce(municipality, 'unknown') END;

-- One row per site first seen on or before day t: where it stands, whether it is known and not closed that day, and
-- the attempts of the window (t - months, t].
CREATE MACRO sites_on(t, months) AS TABLE
    WITH state AS (
        SELECT site_id, arg_max(status, status_from) AS status
        FROM site_statuses WHERE status_from <= t GROUP BY site_id
    ), tried AS (
        SELECT site_id, count(*) AS attempts, count(*) FILTER (reached) AS reached
        FROM visits
        WHERE started_at < t + INTERVAL 1 DAY AND started_at >= (t - to_months(months)) + INTERVAL 1 DAY
        GROUP BY site_id
    )
    SELECT s.site_id, s.kind, s.municipality_code,
           coalesce(place.team, s.team) AS team,
           coalesce(place.region_code, 'unknown') AS region_code,
           state.status,
           state.status IN ('open', 'unverified') AS known,
           coalesce(tried.attempts, 0) AS attempts,
           coalesce(tried.reached, 0) AS reached
    FROM sites AS s
    JOIN state USING (site_id)
    LEFT JOIN tried USING (site_id)
    LEFT JOIN membership_on(t) AS place USING (municipality_code)
    WHERE s.first_seen <= t;

-- One row per site known on day t: its last attempt, when it is due, and from what. An agreed date stands until the
-- next attempt; without one, the days given count from the last attempt, by what came of it. Never tried: since seen.
CREATE MACRO returns_on(t, talk_days, limited_days, vain_days) AS TABLE
    WITH history AS (
        SELECT site_id, max(started_at)::DATE AS attempted_on,
               max(started_at) FILTER (reached)::DATE AS reached_on,
               count(*) AS attempts, count(*) FILTER (reached) AS reached,
               arg_max({'reached': reached, 'outcomes': outcomes, 'return_on': return_on,
                        'return_purpose': return_purpose}, (started_at, visit_id)) AS last
        FROM visits WHERE started_at < t + INTERVAL 1 DAY
        GROUP BY site_id
    ), dated AS (
        SELECT s.*, h.attempted_on, h.reached_on, h.attempts AS attempts_ever, coalesce(h.reached, 0) AS reached_ever,
               h.last.return_on AS agreed_on, h.last.return_purpose AS agreed_purpose,
               CASE WHEN h.site_id IS NULL THEN 'never_tried'
                    WHEN h.last.return_on IS NOT NULL THEN 'agreed'
                    WHEN NOT h.last.reached THEN 'in_vain'
                    WHEN list_contains(h.last.outcomes, 'conversation') THEN 'conversation'
                    ELSE 'limited' END AS due_from
        FROM sites_on(t, 12) AS s LEFT JOIN history AS h USING (site_id)
        WHERE s.known
    )
    SELECT site_id, kind, municipality_code, team, region_code, status, attempted_on, reached_on,
           coalesce(attempts_ever, 0) AS attempts, reached_ever AS reached, agreed_purpose, due_from,
           CASE due_from WHEN 'agreed' THEN agreed_on
                         WHEN 'in_vain' THEN attempted_on + vain_days::INTEGER
                         WHEN 'conversation' THEN attempted_on + talk_days::INTEGER
                         WHEN 'limited' THEN attempted_on + limited_days::INTEGER END AS due_on
    FROM dated;
