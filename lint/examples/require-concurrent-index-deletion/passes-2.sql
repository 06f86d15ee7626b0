CREATE TABLE parcels (id bigint);
CREATE INDEX parcels_idx ON parcels (id);
DROP INDEX parcels_idx;
CREATE TEMPORARY TABLE scratch (id bigint);
CREATE INDEX scratch_idx ON scratch (id);
DROP INDEX scratch_idx;
DROP INDEX IF EXISTS app.orders_status_idx;
