--- history
CREATE TABLE base (n int);
CREATE TABLE child () INHERITS (base);
--- revision
ALTER TABLE IF EXISTS base ADD COLUMN IF NOT EXISTS at timestamptz DEFAULT clock_timestamp();
