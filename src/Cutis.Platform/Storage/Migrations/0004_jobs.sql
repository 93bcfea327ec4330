-- Jobs of every kind. Analyses were the only kind, with a table of their own.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    subject TEXT NULL,
    deduplication_key TEXT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    available_at INTEGER NOT NULL,
    started_at INTEGER NULL,
    finished_at INTEGER NULL,
    lease_until INTEGER NULL,
    lease_owner TEXT NULL,
    steps TEXT NOT NULL,
    error TEXT NULL
);

INSERT INTO jobs
SELECT id, 'analysis', company_id, image_id, NULL, json_object('algorithms', json(algorithms)), state, attempts, created_at, available_at,
    started_at, finished_at, lease_until, lease_owner, steps, error
FROM analysis_jobs;

DROP TABLE analysis_jobs;

CREATE INDEX jobs_by_subject ON jobs (kind, subject, created_at);

CREATE INDEX jobs_waiting ON jobs (kind, state, available_at);

CREATE UNIQUE INDEX jobs_by_key ON jobs (kind, deduplication_key) WHERE deduplication_key IS NOT NULL;
