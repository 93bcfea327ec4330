-- Datasets hold subjects, subjects hold batches of images. Erased ones keep their rows, so that what is asked of them says so.
CREATE TABLE datasets (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    name TEXT NOT NULL,
    image_type_id INTEGER NULL,
    created_at INTEGER NOT NULL,
    expire_images_after_days INTEGER NULL,
    expire_metadata_after_days INTEGER NULL,
    clean_images_as_soon_as_ready INTEGER NOT NULL,
    custom_branding INTEGER NULL,
    erased_at INTEGER NULL
);

CREATE INDEX datasets_by_company ON datasets (company_id, created_at);

-- Which applications run on the images of a dataset. Applications are code; a run is one of them attached to a dataset.
CREATE TABLE dataset_applications (
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    application_id TEXT NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    run_id TEXT NOT NULL UNIQUE,
    enabled_algorithms TEXT NOT NULL,
    algorithms_flags TEXT NOT NULL,
    attached_at INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, application_id)
);

CREATE TABLE subjects (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    author_id TEXT NULL,
    name TEXT NOT NULL,
    birth_date TEXT NULL,
    biological_sex_id INTEGER NULL,
    meta TEXT NULL,
    created_at INTEGER NOT NULL,
    metadata_at INTEGER NOT NULL,
    erased_at INTEGER NULL
);

CREATE INDEX subjects_by_dataset ON subjects (dataset_id, created_at DESC, id) WHERE erased_at IS NULL;

CREATE INDEX subjects_by_name ON subjects (dataset_id, name, id) WHERE erased_at IS NULL;

CREATE INDEX subjects_by_metadata ON subjects (dataset_id, metadata_at)
WHERE erased_at IS NULL AND (birth_date IS NOT NULL OR biological_sex_id IS NOT NULL OR meta IS NOT NULL);

CREATE TABLE batches (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    subject_id TEXT NOT NULL REFERENCES subjects (id),
    created_at INTEGER NOT NULL,
    creation_time INTEGER NOT NULL,
    compute_asked_at INTEGER NULL,
    erased_at INTEGER NULL
);

CREATE INDEX batches_by_subject ON batches (subject_id, creation_time DESC, id) WHERE erased_at IS NULL;

-- An image that was announced and has no bytes yet. Its PUT makes an image of the same id of it.
CREATE TABLE pending_uploads (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    subject_id TEXT NOT NULL REFERENCES subjects (id),
    batch_id TEXT NOT NULL REFERENCES batches (id),
    side_id INTEGER NOT NULL,
    light_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    creation_time INTEGER NULL,
    meta TEXT NULL,
    created_at INTEGER NOT NULL
);

CREATE INDEX pending_uploads_by_subject ON pending_uploads (subject_id);

CREATE INDEX pending_uploads_by_batch ON pending_uploads (batch_id);

CREATE INDEX pending_uploads_by_time ON pending_uploads (created_at);

-- An image that was uploaded for itself is in no dataset.
ALTER TABLE images ADD COLUMN dataset_id TEXT NULL REFERENCES datasets (id);

ALTER TABLE images ADD COLUMN subject_id TEXT NULL REFERENCES subjects (id);

ALTER TABLE images ADD COLUMN batch_id TEXT NULL REFERENCES batches (id);

ALTER TABLE images ADD COLUMN side_id INTEGER NULL;

ALTER TABLE images ADD COLUMN light_id INTEGER NULL;

ALTER TABLE images ADD COLUMN creation_time INTEGER NOT NULL DEFAULT 0;

ALTER TABLE images ADD COLUMN meta TEXT NULL;

-- When its photos were deleted, while its results stay.
ALTER TABLE images ADD COLUMN photos_deleted_at INTEGER NULL;

-- When its results were deleted with what the client said of it; null again once there are new ones.
ALTER TABLE images ADD COLUMN metadata_deleted_at INTEGER NULL;

-- Stands in signed URLs: those of an earlier epoch were revoked.
ALTER TABLE images ADD COLUMN access_epoch INTEGER NOT NULL DEFAULT 0;

UPDATE images SET creation_time = created_at;

DROP INDEX images_by_company;

CREATE INDEX images_by_time ON images (company_id, creation_time DESC, id) WHERE erased_at IS NULL;

CREATE INDEX images_by_name ON images (company_id, name, id) WHERE erased_at IS NULL;

CREATE INDEX images_by_batch ON images (batch_id) WHERE batch_id IS NOT NULL;

CREATE INDEX images_by_subject ON images (subject_id, creation_time DESC, id) WHERE subject_id IS NOT NULL;

CREATE INDEX images_by_dataset ON images (dataset_id, creation_time DESC, id) WHERE dataset_id IS NOT NULL;

-- What retention looks for.
CREATE INDEX images_with_photos ON images (dataset_id, created_at)
WHERE dataset_id IS NOT NULL AND erased_at IS NULL AND photos_deleted_at IS NULL;

CREATE INDEX images_with_metadata ON images (dataset_id, created_at)
WHERE dataset_id IS NOT NULL AND erased_at IS NULL AND metadata_deleted_at IS NULL;
