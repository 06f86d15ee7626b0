--- revision no-transaction
ALTER TABLE orders ADD COLUMN paid boolean;
ALTER TABLE users ADD COLUMN paid boolean;
--- revision
CREATE TABLE t (id bigint PRIMARY KEY);
ALTER TABLE t ADD COLUMN n int;
