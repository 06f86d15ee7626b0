ALTER TABLE legacy ADD COLUMN id bigserial;
CREATE TEMP TABLE s1 (id serial);
CREATE TABLE s2 (serial bigint PRIMARY KEY, bigserial text);
