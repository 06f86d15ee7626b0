--- history
CREATE TABLE base (n int);
CREATE TABLE child () INHERITS (base);
--- revision
ALTER TABLE base ADD COLUMN IF NOT EXISTS m int CHECK (m IS NOT NULL OR n > 0);
