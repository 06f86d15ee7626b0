--- history
CREATE UNIQUE INDEX legacy_key ON legacy (n, code);
ALTER TABLE legacy ADD CONSTRAINT n_there CHECK (n IS NOT NULL);
--- revision
ALTER TABLE legacy ADD PRIMARY KEY USING INDEX legacy_key;
