-- What stood around a result in the list from which it was imported; null for those that came alone or were computed here.
ALTER TABLE results ADD COLUMN item TEXT NULL;
