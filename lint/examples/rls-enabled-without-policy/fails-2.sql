CREATE TABLE app."Tenants" (id bigint PRIMARY KEY);
CREATE POLICY own ON app."Tenants" USING (true);
