-- A session of a browser that was begun with a private token ends with it; null for those that a password has begun.
ALTER TABLE sessions ADD COLUMN private_token_id INTEGER NULL REFERENCES private_tokens (id);
