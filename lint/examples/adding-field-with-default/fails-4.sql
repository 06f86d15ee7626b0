--- history
CREATE DOMAIN token AS uuid DEFAULT gen_random_uuid();
--- revision
ALTER TABLE events ADD COLUMN t token;
