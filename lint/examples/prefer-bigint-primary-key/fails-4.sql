ALTER TABLE legacy ADD COLUMN id smallserial;
