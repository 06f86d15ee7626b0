--- revision
CREATE SEQUENCE legacy_id_seq;
ALTER TABLE legacy ADD COLUMN id bigint;
ALTER TABLE legacy ALTER COLUMN id SET DEFAULT nextval('legacy_id_seq');
ALTER SEQUENCE legacy_id_seq OWNED BY legacy.id;
--- revision no-transaction
UPDATE legacy SET id = nextval('legacy_id_seq') WHERE ctid IN (SELECT ctid FROM legacy WHERE id IS NULL LIMIT 5000);
