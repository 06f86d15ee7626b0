CREATE UNIQUE INDEX legacy_key ON legacy (code);
ALTER TABLE legacy ADD UNIQUE USING INDEX legacy_key;
ALTER TABLE legacy ADD COLUMN m int CHECK (m > 0);
CREATE TEMP TABLE t (id bigint);
ALTER TABLE t ADD PRIMARY KEY (id);
