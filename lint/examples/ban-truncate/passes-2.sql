--- revision
CREATE TABLE app.legacy (id bigint);
INSERT INTO app.legacy VALUES (1);
--- revision
CREATE TEMP TABLE legacy (id bigint);
TRUNCATE app.legacy, legacy CASCADE;
