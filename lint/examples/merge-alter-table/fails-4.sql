ALTER TABLE events ALTER COLUMN id TYPE numeric;
ALTER TABLE events ALTER COLUMN kind TYPE varchar(20);
