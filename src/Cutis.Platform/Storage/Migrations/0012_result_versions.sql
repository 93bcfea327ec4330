-- Versions of results that people have edited, the first of them what was there before. The newest one is what the result is.
CREATE TABLE result_versions (
    image_id TEXT NOT NULL REFERENCES images (id),
    algorithm TEXT NOT NULL,
    number INTEGER NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    user_id TEXT NULL,
    note TEXT NULL,
    stored_at INTEGER NOT NULL,
    envelope TEXT NOT NULL,
    masks_original TEXT NULL,
    masks_restored TEXT NULL,
    added INTEGER NULL,
    removed INTEGER NULL,
    changed INTEGER NULL,
    PRIMARY KEY (image_id, algorithm, number)
);
