ALTER TABLE legacy ADD COLUMN m int, ALTER COLUMN code TYPE character varying (20), ADD COLUMN tags varchar(5)[];
