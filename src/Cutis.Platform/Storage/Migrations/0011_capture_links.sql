-- A link that lets a phone put one photo; of its secret the SHA-256 is kept. The photo becomes the image of this id.
CREATE TABLE capture_links (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    subject_id TEXT NULL REFERENCES subjects (id),
    side_id INTEGER NULL,
    name TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    opened_at INTEGER NULL,
    revoked_at INTEGER NULL
);

CREATE INDEX capture_links_by_expiry ON capture_links (expires_at);
