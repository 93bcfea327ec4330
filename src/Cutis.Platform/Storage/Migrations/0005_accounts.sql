-- Whoever administered a company is its owner.
UPDATE memberships SET role = 'owner' WHERE role = 'admin';

CREATE INDEX memberships_by_company ON memberships (company_id);

-- Addresses are compared as they are stored.
UPDATE users SET email = lower(email);

ALTER TABLE users ADD COLUMN full_name TEXT NOT NULL DEFAULT '';

ALTER TABLE users ADD COLUMN disabled_at INTEGER NULL;

ALTER TABLE private_tokens ADD COLUMN last_used_at INTEGER NULL;

CREATE INDEX private_tokens_by_user ON private_tokens (user_id, id);

-- A sign-in, with all tokens that follow from it.
CREATE TABLE sessions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    ended_at INTEGER NULL,
    end_reason TEXT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_id);

-- What one sign-in or refresh has given out. A used refresh token stays until it would have expired, so that a second use is noticed.
CREATE TABLE session_tokens (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    access_hash BLOB NOT NULL UNIQUE,
    access_expires_at INTEGER NOT NULL,
    refresh_hash BLOB NOT NULL UNIQUE,
    refresh_expires_at INTEGER NOT NULL,
    refreshed_at INTEGER NULL
);

CREATE INDEX session_tokens_by_session ON session_tokens (session_id);

CREATE INDEX session_tokens_by_expiry ON session_tokens (refresh_expires_at);
