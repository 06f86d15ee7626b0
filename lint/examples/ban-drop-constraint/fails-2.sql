ALTER TABLE diary ADD COLUMN title text, DROP CONSTRAINT diary_pkey;
