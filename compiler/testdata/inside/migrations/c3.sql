-- What stays: nothing surely takes it back
-- sqlbundle:revision c3
-- sqlbundle:revises c2

-- sqlbundle:up
UPDATE users SET email = login;
CREATE INDEX CONCURRENTLY ON users (email, id);

-- sqlbundle:down
DROP INDEX users_email_id_idx;
