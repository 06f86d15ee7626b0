--- revision no-transaction
CREATE UNIQUE INDEX CONCURRENTLY legacy_pkey ON legacy (n);
--- revision
ALTER TABLE legacy ADD CONSTRAINT legacy_n_nn CHECK (n IS NOT NULL) NOT VALID;
--- revision
ALTER TABLE legacy VALIDATE CONSTRAINT legacy_n_nn;
--- revision
ALTER TABLE legacy ADD CONSTRAINT legacy_pkey PRIMARY KEY USING INDEX legacy_pkey;
ALTER TABLE legacy DROP CONSTRAINT legacy_n_nn;
