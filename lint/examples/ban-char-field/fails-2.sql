ALTER TABLE legacy ADD COLUMN a national character (4)[], ADD COLUMN b bigint;
