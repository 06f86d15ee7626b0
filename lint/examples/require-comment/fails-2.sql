ALTER TABLE legacy ADD COLUMN m int, ADD COLUMN "N" int;
COMMENT ON COLUMN legacy."N" IS 'how many';
