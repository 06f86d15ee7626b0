--- history
CREATE TABLE app."Pay" (id bigint PRIMARY KEY);
CREATE POLICY own ON app."Pay" AS RESTRICTIVE USING (true);
ALTER TABLE app."Pay" ENABLE ROW LEVEL SECURITY;
--- revision
SET search_path = app;
DROP POLICY IF EXISTS own ON "Pay";
