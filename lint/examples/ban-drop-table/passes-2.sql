--- revision
CREATE TABLE app.staging (id bigint PRIMARY KEY);
--- revision
ALTER TABLE app.staging RENAME TO loaded;
DROP TABLE app.loaded;
--- revision
CREATE TEMP TABLE legacy (id bigint);
DROP TABLE legacy;
DROP TABLE IF EXISTS staging;
