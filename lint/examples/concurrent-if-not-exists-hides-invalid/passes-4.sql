CREATE TEMPORARY TABLE scratch (n int);
CREATE INDEX IF NOT EXISTS scratch_n ON scratch (n);
