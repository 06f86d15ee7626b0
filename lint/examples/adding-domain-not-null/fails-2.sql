--- history
CREATE DOMAIN app."Price" AS numeric;
CREATE TABLE app."Sales" (id bigint PRIMARY KEY, "Net" app."Price");
--- revision
CREATE TABLE app.fresh (p app."Price");
ALTER DOMAIN app."Price" SET NOT NULL;
