--- history
CREATE UNLOGGED TABLE app."Cache" (k text);
--- revision
ALTER TABLE app."Cache" ADD COLUMN v text, SET LOGGED;
