-- URLs of pictures and photos that can be fetched, without what signs them. A row goes some time after the URL has expired.
CREATE TABLE issued_urls (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    image_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    access_epoch INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    issued_by TEXT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NULL
);

CREATE INDEX issued_urls_by_image ON issued_urls (image_id, issued_at DESC, id);

CREATE INDEX issued_urls_by_expiry ON issued_urls (expires_at);

CREATE INDEX issued_urls_revoked ON issued_urls (image_id) WHERE revoked_at IS NOT NULL;

-- Who did what, by ids alone. A row goes when the company does not want to keep it any longer.
CREATE TABLE audit_events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    company_id TEXT NOT NULL REFERENCES companies (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    user_id TEXT NULL,
    token_id INTEGER NULL,
    image_id TEXT NULL,
    subject_id TEXT NULL,
    address TEXT NULL,
    detail TEXT NULL
);

CREATE INDEX audit_events_by_time ON audit_events (company_id, at DESC, id DESC);

CREATE INDEX audit_events_by_kind ON audit_events (company_id, kind, at DESC, id DESC);

CREATE INDEX audit_events_by_user ON audit_events (company_id, user_id, at DESC, id DESC) WHERE user_id IS NOT NULL;

CREATE INDEX audit_events_by_image ON audit_events (image_id, at DESC, id DESC) WHERE image_id IS NOT NULL;

CREATE INDEX audit_events_by_subject ON audit_events (subject_id, at DESC, id DESC) WHERE subject_id IS NOT NULL;

ALTER TABLE companies ADD COLUMN audit_days INTEGER NOT NULL DEFAULT 365;

-- What was erased. Each receipt of a company names the one before by its digest.
CREATE TABLE receipts (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    asked_by TEXT NULL,
    jws TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (company_id, number)
);

-- The public halves of the keys that have signed receipts, so that they can be checked for ever.
CREATE TABLE receipt_keys (
    id TEXT NOT NULL PRIMARY KEY,
    public_key TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
