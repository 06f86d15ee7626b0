CREATE SEQUENCE numbers;
ALTER TABLE legacy ADD COLUMN id bigint DEFAULT nextval('numbers');
