ALTER TABLE gone_before ALTER COLUMN amount TYPE bigint;
