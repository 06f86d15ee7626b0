--- revision
CREATE SCHEMA draft;
--- revision
CREATE TABLE draft.t (id bigint);
ALTER SCHEMA draft RENAME TO final;
