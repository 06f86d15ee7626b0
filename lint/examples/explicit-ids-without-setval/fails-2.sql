--- history
CREATE TABLE app."Kinds" ("Id" serial PRIMARY KEY, name text);
CREATE SEQUENCE elsewhere;
--- revision
SET LOCAL search_path = app, public;
INSERT INTO "Kinds" VALUES (1, 'a'), (2, 'b');
SELECT setval('elsewhere', 2);
