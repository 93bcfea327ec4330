-- Where the events of a dataset are sent.
CREATE TABLE webhooks (
    dataset_id TEXT NOT NULL PRIMARY KEY REFERENCES datasets (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    url TEXT NOT NULL,
    method TEXT NOT NULL,
    authorization_kind TEXT NOT NULL,
    authorization_key TEXT NOT NULL,
    authorization_value TEXT NOT NULL,
    is_enabled INTEGER NOT NULL,
    disabled_reason TEXT NULL,
    adds_survey_answers INTEGER NOT NULL,
    merges_batches INTEGER NOT NULL,
    secret BLOB NOT NULL,
    previous_secret BLOB NULL,
    previous_secret_until INTEGER NULL,
    root_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

-- What was sent, is being sent or is to be sent. The content is made when it is sent, so nothing of a person waits here.
CREATE TABLE webhook_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    event TEXT NOT NULL,
    application_id TEXT NOT NULL,
    image_id TEXT NULL,
    batch_id TEXT NULL,
    subject_id TEXT NULL,
    analysis_error TEXT NULL,
    job_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    status INTEGER NULL,
    error TEXT NULL,
    created_at INTEGER NOT NULL,
    attempted_at INTEGER NULL,
    ended_at INTEGER NULL
);

CREATE INDEX webhook_deliveries_by_dataset ON webhook_deliveries (dataset_id, created_at DESC, id);

CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at);
