ALTER TABLE users ADD COLUMN locale text NOT NULL;
--- error 23502
