--- history
CREATE TABLE app."Kinds" ("Id" bigserial PRIMARY KEY, name text);
--- revision
INSERT INTO app."Kinds" ("Id", name) VALUES (10, 'a');
SELECT pg_catalog.setval('app."Kinds_Id_seq"', (SELECT max("Id") FROM app."Kinds"));
--- revision
INSERT INTO app."Kinds" ("Id", name) VALUES (11, 'a');
DO $$ BEGIN PERFORM setval(pg_get_serial_sequence('app."Kinds"', 'Id'), 11); END $$;
