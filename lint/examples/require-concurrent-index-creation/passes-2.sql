--- revision
CREATE TABLE app.parcels (id bigint, order_id bigint);
--- revision
ALTER TABLE app.parcels RENAME TO boxes;
ALTER TABLE app.boxes SET SCHEMA public;
CREATE INDEX ON boxes (order_id);
