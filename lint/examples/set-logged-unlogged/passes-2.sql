--- revision
CREATE UNLOGGED TABLE app.load (k text);
INSERT INTO app.load VALUES ('a');
--- revision
ALTER TABLE app.load SET LOGGED;
ALTER TABLE events SET UNLOGGED;
