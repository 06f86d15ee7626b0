--- revision
ALTER TABLE orders ALTER COLUMN status TYPE varchar;
--- revision
ANALYZE orders (note);
ANALYZE users;
