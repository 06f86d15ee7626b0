ALTER TABLE legacy ALTER COLUMN code TYPE int USING code::int;
