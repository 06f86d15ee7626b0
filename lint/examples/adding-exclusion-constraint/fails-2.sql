--- history
CREATE TABLE app."Stays" (id bigint PRIMARY KEY, during tstzrange);
--- revision
SET search_path = app;
ALTER TABLE "Stays" ADD COLUMN note text, ADD EXCLUDE USING gist (during WITH &&);
