CREATE TABLE companies (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE memberships (
    user_id TEXT NOT NULL REFERENCES users (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, company_id)
);

CREATE TABLE private_tokens (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    shown TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NULL
);

CREATE TABLE images (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    erased_at INTEGER NULL,
    original TEXT NOT NULL,
    restored TEXT NULL
);

CREATE INDEX images_by_company ON images (company_id, created_at);

CREATE TABLE results (
    image_id TEXT NOT NULL REFERENCES images (id),
    algorithm TEXT NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    stored_at INTEGER NOT NULL,
    envelope TEXT NOT NULL,
    error TEXT NULL,
    main_metric TEXT NULL,
    sub_metrics TEXT NOT NULL,
    masks_original TEXT NULL,
    masks_restored TEXT NULL,
    PRIMARY KEY (image_id, algorithm)
);

CREATE INDEX results_by_name ON results (company_id, algorithm);
