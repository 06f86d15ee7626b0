--- revision
CREATE TABLE legacy_new (id bigint);
--- revision
CREATE TEMP TABLE legacy (id bigint);
LOCK legacy, legacy_new;
