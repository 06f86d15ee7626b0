--- revision no-transaction
CREATE UNIQUE INDEX CONCURRENTLY legacy_n ON legacy (n);
--- revision
ALTER TABLE legacy ADD COLUMN note text, ADD CONSTRAINT legacy_pkey PRIMARY KEY USING INDEX legacy_n;
