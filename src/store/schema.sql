-- Version 1 of the store. docs/formats/store.md says what each table means.

CREATE TABLE store (
    name  TEXT PRIMARY KEY NOT NULL,
    value NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs (
    run      INTEGER PRIMARY KEY,
    command  TEXT NOT NULL,
    wirefold TEXT NOT NULL,
    began    INTEGER NOT NULL,
    ended    INTEGER,
    taken    INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE articles (
    article      INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    version      INTEGER NOT NULL,
    run          INTEGER NOT NULL,
    source       TEXT,
    published_at INTEGER,
    url          TEXT,
    title        TEXT,
    language     TEXT,
    words        INTEGER NOT NULL,
    simhash      INTEGER NOT NULL,
    content      INTEGER NOT NULL,
    replaced_by  INTEGER,
    forgotten    INTEGER NOT NULL DEFAULT 0,
    checksum     INTEGER NOT NULL
);
CREATE INDEX articles_by_id ON articles (id, article, content);
-- Of a page that is revised for months, one version is looked up and not gone through. Most articles have one.
CREATE INDEX versions_by_content ON articles (id, content, article) WHERE version > 1;

CREATE TABLE texts (
    article INTEGER PRIMARY KEY,
    text    TEXT NOT NULL,
    record  TEXT NOT NULL
);

CREATE TABLE stories (
    story       INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    merged_into INTEGER
);

CREATE TABLE clusters (
    cluster        INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    founder        TEXT NOT NULL,
    founded_by     INTEGER,
    representative TEXT NOT NULL,
    story          INTEGER,
    state          TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'expired', 'merged')),
    merged_into    INTEGER
);
CREATE INDEX clusters_by_founder ON clusters (founder);
CREATE INDEX clusters_by_story ON clusters (story);

CREATE TABLE members (
    article              INTEGER PRIMARY KEY,
    cluster              INTEGER NOT NULL,
    relation             TEXT NOT NULL,
    of_id                TEXT,
    rule                 TEXT,
    containment          REAL,
    containment_of_other REAL,
    resemblance          REAL,
    hamming              INTEGER,
    cosine               REAL
);
CREATE INDEX members_by_cluster ON members (cluster);

CREATE TABLE edges (
    article              INTEGER NOT NULL,
    other                TEXT NOT NULL,
    relation             TEXT NOT NULL,
    rule                 TEXT NOT NULL,
    likeness             REAL NOT NULL,
    containment          REAL NOT NULL,
    containment_of_other REAL NOT NULL,
    spans                TEXT,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;

CREATE TABLE provenance (
    article     INTEGER PRIMARY KEY,
    origin_kind TEXT NOT NULL,
    origin      TEXT,
    taken_from  TEXT,
    provenance  TEXT NOT NULL
);
CREATE INDEX provenance_by_origin ON provenance (origin);
-- Notices that withdraw clusters, and articles that print a later version of their cluster's text: few of many.
CREATE INDEX notices ON provenance (article) WHERE provenance ->> '$.withdraws' IS NOT NULL;
CREATE INDEX later_versions ON provenance (article) WHERE provenance ->> '$.version' > 1;

CREATE TABLE events (
    event   INTEGER PRIMARY KEY,
    article INTEGER,
    type    TEXT NOT NULL,
    id      TEXT NOT NULL,
    into_id TEXT,
    details TEXT NOT NULL
);
CREATE INDEX events_by_id ON events (id);
CREATE INDEX events_by_article ON events (article);

CREATE TABLE marks (
    part    INTEGER NOT NULL,
    mark    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    simhash INTEGER,
    PRIMARY KEY (part, mark, article)
) WITHOUT ROWID;

CREATE TABLE redirects (
    id      TEXT PRIMARY KEY NOT NULL,
    into_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX redirects_by_target ON redirects (into_id);

-- What the engine goes on from; its form is the program's own.
CREATE TABLE kept_articles (key INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE kept_clusters (key INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE kept_stories (key INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE kept_logs (
    log    TEXT NOT NULL,
    number INTEGER NOT NULL,
    whole  INTEGER NOT NULL,
    value  BLOB NOT NULL,
    PRIMARY KEY (log, number)
);
CREATE TABLE kept_rest (articles INTEGER NOT NULL, window INTEGER NOT NULL, value BLOB NOT NULL);

-- The article from which a cluster's origin is told: the last that names an agency, since the later one came the more was
-- known; else the one published first, since what comes back after months knows none of the others. Midnight is a day.
CREATE VIEW v_origins AS
SELECT c.cluster, coalesce(
    (SELECT m.article FROM members m JOIN articles a USING (article) JOIN provenance p USING (article)
     WHERE m.cluster = c.cluster AND a.replaced_by IS NULL AND NOT a.forgotten AND p.origin_kind = 'agency'
     ORDER BY m.article DESC LIMIT 1),
    (SELECT m.article FROM members m JOIN articles a USING (article)
     WHERE m.cluster = c.cluster AND a.replaced_by IS NULL AND NOT a.forgotten
     ORDER BY a.published_at IS NULL, iif(a.published_at % 86400 = 0, a.published_at + 86399, a.published_at), m.article DESC
     LIMIT 1)) AS article
FROM clusters c;

CREATE VIEW v_articles AS
SELECT a.article, a.id, a.source, datetime(a.published_at, 'unixepoch') AS published, a.title, a.language, a.words,
       c.id AS cluster_id, s.id AS story_id, m.relation, m.of_id, m.containment, o.origin_kind, o.origin, p.taken_from
FROM articles a
LEFT JOIN members m USING (article)
LEFT JOIN clusters c USING (cluster)
LEFT JOIN stories s USING (story)
LEFT JOIN provenance p USING (article)
LEFT JOIN v_origins t ON t.cluster = m.cluster
LEFT JOIN provenance o ON o.article = t.article
WHERE a.replaced_by IS NULL AND NOT a.forgotten;

CREATE VIEW v_clusters AS
SELECT c.id AS cluster_id, s.id AS story_id, c.state, count(a.article) AS printings,
       count(DISTINCT a.source) AS outlets,
       datetime(min(a.published_at), 'unixepoch') AS first_published,
       datetime(max(a.published_at), 'unixepoch') AS last_published,
       c.representative, r.title, r.language, p.origin_kind, p.origin
FROM clusters c
LEFT JOIN stories s USING (story)
LEFT JOIN members m USING (cluster)
LEFT JOIN articles a ON a.article = m.article AND a.replaced_by IS NULL AND NOT a.forgotten
LEFT JOIN articles r ON r.article = (SELECT max(x.article) FROM articles x WHERE x.id = c.representative)
LEFT JOIN v_origins t ON t.cluster = c.cluster
LEFT JOIN provenance p ON p.article = t.article
WHERE c.state <> 'merged'
GROUP BY c.cluster;

CREATE VIEW v_stories AS
SELECT s.id AS story_id, count(DISTINCT c.cluster) AS texts, count(a.article) AS printings,
       datetime(min(a.published_at), 'unixepoch') AS first_published,
       datetime(max(a.published_at), 'unixepoch') AS last_published
FROM stories s
JOIN clusters c USING (story)
JOIN members m USING (cluster)
JOIN articles a ON a.article = m.article AND a.replaced_by IS NULL AND NOT a.forgotten
WHERE s.merged_into IS NULL AND c.state <> 'merged'
GROUP BY s.story;

CREATE VIEW v_agencies AS
SELECT p.article, a.id, j.value ->> '$.name' AS agency, j.value ->> '$.wikidata' AS wikidata,
       j.value ->> '$.basis' AS basis, j.value ->> '$.confidence' AS confidence
FROM provenance p
JOIN articles a USING (article), json_each(p.provenance, '$.agencies') j
WHERE a.replaced_by IS NULL AND NOT a.forgotten;

CREATE VIEW v_republication AS
SELECT o.id AS original_id, o.source AS original_source, a.id AS copy_id, a.source AS copy_source,
       m.relation, m.containment, a.published_at - o.published_at AS lag_seconds, c.id AS cluster_id
FROM members m
JOIN articles a ON a.article = m.article AND a.replaced_by IS NULL AND NOT a.forgotten
JOIN clusters c USING (cluster)
JOIN articles o ON o.id = m.of_id AND o.replaced_by IS NULL AND NOT o.forgotten
WHERE m.relation IN ('identical', 'copy', 'version');

CREATE VIEW v_withdrawn AS
SELECT a.article, a.id, a.source, datetime(a.published_at, 'unixepoch') AS published, a.title, c.id AS cluster_id,
       n.id AS notice_id, datetime(n.published_at, 'unixepoch') AS withdrawn,
       coalesce(a.published_at > n.published_at, a.article > n.article) AS printed_after
FROM provenance p
JOIN articles n ON n.article = p.article AND n.replaced_by IS NULL AND NOT n.forgotten
JOIN json_each(p.provenance, '$.withdraws') w
JOIN clusters c ON c.id = coalesce((SELECT into_id FROM redirects WHERE id = w.value), w.value)
JOIN members m ON m.cluster = c.cluster
JOIN articles a ON a.article = m.article AND a.replaced_by IS NULL AND NOT a.forgotten
WHERE p.provenance ->> '$.withdraws' IS NOT NULL
  AND a.article NOT IN (SELECT article FROM provenance WHERE provenance ->> '$.withdraws' IS NOT NULL);

CREATE VIEW v_outdated AS
SELECT a.article, a.id, a.source, datetime(a.published_at, 'unixepoch') AS published, a.title, c.id AS cluster_id,
       coalesce(p.provenance ->> '$.version', 1) AS version, v.newest,
       coalesce(p.provenance ->> '$.outdated', 0) AS printed_after
FROM (SELECT m.cluster, max(p.provenance ->> '$.version') AS newest
      FROM provenance p -- first, by its index
      CROSS JOIN members m USING (article)
      JOIN articles a ON a.article = m.article AND a.replaced_by IS NULL AND NOT a.forgotten
      WHERE p.provenance ->> '$.version' > 1 GROUP BY m.cluster) v
JOIN clusters c USING (cluster)
JOIN members m USING (cluster)
JOIN articles a ON a.article = m.article AND a.replaced_by IS NULL AND NOT a.forgotten
LEFT JOIN provenance p ON p.article = m.article
WHERE coalesce(p.provenance ->> '$.version', 1) < v.newest;

CREATE VIEW v_changes AS
SELECT e.event, a.run, e.type, e.id, e.into_id, a.id AS caused_by, e.details
FROM events e LEFT JOIN articles a USING (article);
