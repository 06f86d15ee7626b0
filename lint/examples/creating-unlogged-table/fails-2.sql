--- revision
CREATE UNLOGGED TABLE app."Cache" AS SELECT * FROM orders;
--- revision
ALTER TABLE app."Cache" RENAME TO kept;
