CREATE TEMP TABLE t (id bigint);
CREATE INDEX ON t (id);
DROP TABLE t;
CREATE TABLE pg_temp.u (id bigint);
ALTER TABLE u ADD COLUMN v text;
CREATE SCHEMA web CREATE TABLE pages (id bigint PRIMARY KEY);
CREATE INDEX pages_v ON web.pages (id);
CREATE VIEW v AS SELECT id FROM users;
INSERT INTO users (email) VALUES ('a');
