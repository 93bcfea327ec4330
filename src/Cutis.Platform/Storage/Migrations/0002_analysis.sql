ALTER TABLE companies ADD COLUMN analyse_uploads INTEGER NOT NULL DEFAULT 0;

ALTER TABLE images ADD COLUMN faces TEXT NULL;

CREATE TABLE analysis_jobs (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    image_id TEXT NOT NULL REFERENCES images (id),
    algorithms TEXT NOT NULL,
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

CREATE INDEX analysis_jobs_by_image ON analysis_jobs (image_id, created_at);

CREATE INDEX analysis_jobs_waiting ON analysis_jobs (state, available_at);
