-- Which installation the database is of, and how far its records of objects have come; the object folder has the same in a file.
CREATE TABLE installation (
    id TEXT NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL,
    since INTEGER NOT NULL
);

-- The generation at which the objects of an image last changed.
ALTER TABLE images ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

-- Objects that no row refers to any more, but that a live URL may still need.
CREATE TABLE superseded_objects (
    image_id TEXT NOT NULL REFERENCES images (id),
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    superseded_at INTEGER NOT NULL,
    PRIMARY KEY (image_id, kind, digest)
);

CREATE INDEX superseded_objects_by_time ON superseded_objects (superseded_at);

-- An erasure that lost a race in an earlier version left these.
DELETE FROM results WHERE image_id IN (SELECT id FROM images WHERE erased_at IS NOT NULL);
