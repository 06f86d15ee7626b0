--- target 14
CREATE UNIQUE INDEX users_email ON users (email) NULLS NOT DISTINCT;
