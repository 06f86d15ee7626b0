--- history
CREATE TABLE app."Notes" (id bigint PRIMARY KEY, body text, lang text);
--- revision
ALTER TABLE app."Notes" RENAME COLUMN lang TO language;
UPDATE app."Notes" AS n SET language = 'de' WHERE n.body IS NOT NULL AND true;
