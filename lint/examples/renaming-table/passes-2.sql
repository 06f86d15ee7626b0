CREATE TABLE legacy_new (code text, n bigint);
ALTER TABLE legacy RENAME TO legacy_old;
ALTER TABLE legacy_new RENAME TO legacy;
