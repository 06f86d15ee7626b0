--- revision
ALTER TABLE users RENAME TO people;
CREATE INDEX legacy_n_idx ON legacy (n);
--- revision
ALTER TABLE legacy ADD COLUMN x2 int;
ALTER TABLE people ADD COLUMN x2 int;
