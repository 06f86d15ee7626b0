--- history
CREATE UNIQUE INDEX legacy_n_key ON legacy (n);
--- revision
ALTER TABLE legacy ADD CONSTRAINT legacy_pkey PRIMARY KEY USING INDEX legacy_n_key;
