--- history
CREATE TABLE app.parcels (id bigint, ref int);
--- revision no-transaction
DROP INDEX CONCURRENTLY IF EXISTS parcels_ref_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS parcels_ref_idx ON app.parcels (ref);
