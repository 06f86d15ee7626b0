--- revision
CREATE TABLE notes (id bigint);
--- revision
ALTER TABLE notes RENAME TO legacy_notes;
ALTER TABLE ONLY public.diary SET UNLOGGED;
