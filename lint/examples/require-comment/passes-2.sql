--- revision
SET search_path = app;
CREATE TABLE "S 1" (id bigint PRIMARY KEY);
COMMENT ON TABLE "S 1" IS 'x';
ALTER TABLE "S 1" RENAME TO s2;
ALTER TABLE public.legacy ADD COLUMN m int;
COMMENT ON COLUMN public.legacy.m IS 'y';
CREATE TEMP TABLE t (id bigint);
CREATE TABLE brief (id bigint);
DROP TABLE brief;
