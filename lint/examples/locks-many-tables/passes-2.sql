--- revision
ALTER TABLE events ADD COLUMN source text;
ALTER TABLE users ADD COLUMN x1 int;
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN n int;
--- revision
ALTER TABLE users ADD COLUMN x2 int;
ALTER TABLE orders ADD COLUMN x2 int;
-- sqlbundle:commit
ALTER TABLE items ADD COLUMN x2 int;
--- revision no-transaction
ALTER TABLE users ADD COLUMN x3 int;
ALTER TABLE orders ADD COLUMN x3 int;
ALTER TABLE items ADD COLUMN x3 int;
