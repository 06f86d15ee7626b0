ALTER TABLE legacy ADD COLUMN m text, ADD COLUMN "Counts" pg_catalog.int4[] NOT NULL;
