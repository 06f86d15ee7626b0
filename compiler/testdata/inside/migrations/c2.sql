-- Users log in by their address
-- sqlbundle:revision c2
-- sqlbundle:revises c1

-- sqlbundle:up
SET search_path = public, pg_temp;
ALTER TABLE users ADD COLUMN login text;
-- sqlbundle:commit
UPDATE users SET login = lower(email);
CREATE UNIQUE INDEX CONCURRENTLY users_login ON users (login);
ALTER TABLE users ADD CONSTRAINT users_login UNIQUE USING INDEX users_login;

-- sqlbundle:down
ALTER TABLE public.users DROP COLUMN login;
