ALTER TABLE legacy ADD COLUMN m bigint, ALTER COLUMN code TYPE json USING code::json;
